/* SPDX-License-Identifier: Apache-2.0 */
/* A row as an item of a bulk body: its action, its id, its version, its document.
 *
 *   PRIMARY KEY          _id = the values, joined      version = run and ordinal
 *   key of the query     _id = hash of the values      version = run and ordinal
 *   origin of the row    _id = hash of where its record came from; created once
 *
 * All three are the same again when a part of the input is read again after a failure, so that
 * nothing is doubled.  The version is `restart_epoch << 30 | ordinal of the row in this run`, external:
 * what a later run computes replaces what an earlier one wrote, in whatever order requests arrive,
 * and a run that was believed dead changes nothing any more.  An epoch is at least the second at which
 * the run began, so a run would have to write 2^30 rows a second to reach the next one's. */
#pragma once

#include "connectors/elasticsearch/bulk.h"
#include "leat/sink.h"

struct leat_elastic_documents;

/** Longest _id, in bytes, that Elasticsearch takes; longer ones are hashed. */
enum { LEAT_ELASTIC_ID_BYTES = 512 };

/** A maker of documents for @p sink, in its arena.  @p key_delimiter joins the parts of an id. */
struct leat_elastic_documents *leat_elastic_documents_new(const struct leat_sink *sink,
                                                          struct leat_str key_delimiter);

/** Frees what is not in the arena.  Returns NULL. */
struct leat_elastic_documents *leat_elastic_documents_free(struct leat_elastic_documents *docs);

/** Append the lines of row @p row to @p out and fill @p ret_item (all but begin, bytes, attempts).  Fails
 * with class DATA when the row cannot become a document (a NULL in its key, a value that JSON lacks);
 * @p out then holds a torn line. */
int leat_elastic_documents_put(struct leat_elastic_documents *docs, const struct leat_batch *batch,
                               uint32_t row, struct leat_buf *out, struct leat_bulk_item *ret_item,
                               struct leat_err *err) LEAT_MUSTCHECK;

/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a table: is it there, and if not, with which settings is it made. */
#pragma once

#include "connectors/elasticsearch/client.h"

struct leat_elastic_index;

struct leat_elastic_index_events {
	/** Documents may be sent. */
	void (*ready)(void *owner);
	/** Not yet, for this reason; it is tried again by itself. */
	void (*waiting)(void *owner, const char *reason);
	/** Never: the settings are wrong. */
	void (*failed)(void *owner, const struct leat_err *err);
};

/** For @p sink with its parsed options. */
struct leat_elastic_index *leat_elastic_index_new(const struct leat_sink *sink,
                                                  struct leat_elastic_client *client,
                                                  const struct leat_elastic_index_events *events,
                                                  void *owner);
/** Look, and make it when it is missing; one of the events follows, later. */
void leat_elastic_index_ensure(struct leat_elastic_index *index);

/** NULL is allowed; the client must have been freed before.  Returns NULL. */
struct leat_elastic_index *leat_elastic_index_free(struct leat_elastic_index *index);

/** Append "/<name>" for a URL, with the bytes escaped that it does not take. */
void leat_elastic_index_path(struct leat_str name, struct leat_buf *out);

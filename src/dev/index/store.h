/* SPDX-License-Identifier: Apache-2.0 */
/* The indices and their documents, in one SQLite database in memory.
 *
 *   docs_K(n, id, version, source, plain)   a row for each document; n: its sequence number + 1
 *   text_K(body)                            full text (FTS5); rowid: field << 40 | n
 *
 * A write gives the row a new n, so rows of the text index never change: those of old versions just
 * find no document any more.  Text is indexed when the first query asks for it.  Deleted documents
 * keep their row without a source, as their version still counts.  `plain` is the source with
 * dotted keys unfolded, where it has any.
 *
 * Used by one thread at a time. */
#pragma once

#include <sqlite3.h>

#include "dev/index/field.h"

enum {
	DEV_TEXT_SHIFT = 40, /**< Of the field's number in rowids of the text index. */
	DEV_ID_BYTES = 512,  /**< Longest _id. */
};

/** An index. */
struct dev_index {
	char *name;
	uint32_t number;            /**< K in the names of its tables. */
	struct dev_mapping mapping;
	struct leat_map settings;   /**< "number_of_shards" (without "index.") to its text, heap. */
	char uuid[33];              /**< Hex digits. */
	int64_t created_ms;         /**< Since 1970. */
	int64_t last_n;             /**< Newest row. */
	int64_t text_n;             /**< Rows up to this are in the text index. */
	int64_t doc_count;          /**< Living documents. */
	int64_t deleted_count;      /**< Versions that were replaced or deleted. */
	int64_t source_bytes;       /**< Written in all, for _cat/indices. */
	bool has_text;              /**< The text index exists. */
	sqlite3_stmt *find;         /**< By id. */
	sqlite3_stmt *insert;       /**< A new row. */
	sqlite3_stmt *update;       /**< A new version. */
	sqlite3_stmt *get;          /**< Source and version by id. */
};

struct dev_store {
	sqlite3 *db;
	struct leat_map indices;  /**< Name to dev_index, heap. */
	uint32_t last_number;     /**< K of the newest index. */
	bool in_transaction;
	uint64_t auto_ids;        /**< _ids made up so far. */
	uint64_t auto_seed;       /**< Makes them differ between runs. */
};

/** An empty database; free it with all indices. */
int leat_dev_store_open(struct dev_store *store, struct leat_err *err) LEAT_MUSTCHECK;
void leat_dev_store_close(struct dev_store *store);

/** The index @p name, or NULL. */
struct dev_index *leat_dev_store_find(const struct dev_store *store, struct leat_str name);

/** A new index without settings; its name is valid and free. */
struct dev_index *leat_dev_store_create(struct dev_store *store, struct leat_str name,
                                        int64_t now_ms);

/** Delete it with its documents. */
void leat_dev_store_drop(struct dev_store *store, struct dev_index *index);

/** NULL when @p name may be one, else why not (for "Invalid index name [x], ..."). */
const char *leat_dev_store_name_fault(struct leat_str name);

/* ---- documents ---- */

enum dev_action {
	DEV_INDEX,
	DEV_CREATE,
	DEV_UPDATE,
	DEV_DELETE,
};

enum dev_version_type {
	DEV_VERSION_INTERNAL,     /**< Counted by the index. */
	DEV_VERSION_EXTERNAL,     /**< Must grow. */
	DEV_VERSION_EXTERNAL_GTE, /**< Must not shrink. */
};

/** A write of one document. */
struct dev_write {
	enum dev_action action;
	struct leat_str id;             /**< Empty: made up (INDEX, CREATE). */
	struct leat_str source;         /**< The document's text, or the body of an update. */
	const struct leat_json *json;   /**< Of source. */
	enum dev_version_type version_type;
	int64_t version;                /**< With external types. */
	int64_t if_seq_no;              /**< -1: whatever it is. */
};

/** What came of it. */
struct dev_written {
	int status;            /**< 200, 201, 400, 404, 409. */
	const char *result;    /**< "created", "updated", "deleted", "noop"..; NULL: failed. */
	struct leat_str id;    /**< Of the document. */
	int64_t version;       /**< Its new version. */
	int64_t seq_no;        /**< Its new sequence number. */
	struct dev_fault fault; /**< Why it failed. */
};

/** Write.  Texts of @p ret live as long as @p arena. */
void leat_dev_store_write(struct dev_store *store, struct dev_index *index,
                          const struct dev_write *write, struct leat_arena *arena,
                          struct dev_written *ret);

/** A document as read. */
struct dev_doc {
	struct leat_str source; /**< In the arena. */
	int64_t version;
	int64_t seq_no;
};

/** Read; false when there is none. */
bool leat_dev_store_get(struct dev_index *index, struct leat_str id, struct leat_arena *arena,
                   struct dev_doc *ret) LEAT_MUSTCHECK;

/** Writes between these two are one transaction.  begin inside one has no effect. */
void leat_dev_store_begin(struct dev_store *store);
void leat_dev_store_commit(struct dev_store *store);

/** Bring the text index up to date. */
void leat_dev_store_index_text(struct dev_store *store, struct dev_index *index);

/** Run @p sql, which can fail only when memory is out (asserted). */
void leat_dev_store_exec(struct dev_store *store, const char *sql);

/** Append SQL that has one row for each value of @p field: `FROM .. WHERE ..`-less, as
 * "json_each(d.source,'$.a') e0, json_each(e0.value,'$.b') e1", and into @p ret_value the
 * expression of the value.  Without arrays on the way @p from stays empty. */
void leat_dev_field_sql(const struct dev_field *field, struct leat_buf *from,
                        struct leat_buf *ret_value);

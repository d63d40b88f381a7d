/* SPDX-License-Identifier: Apache-2.0 */
/* Queries: from Elasticsearch's query language to SQL.
 *
 * A query becomes, for one index, a condition and a score over the row d of docs_K.  A full-text
 * part is a table of its own (a row for each document that matches, with its score), which is
 * joined:
 *
 *   WITH m1_0(n,s) AS MATERIALIZED (SELECT .. FROM text_1 WHERE text_1 MATCH ?)
 *   SELECT .. FROM docs_1 d LEFT JOIN m1_0 ON m1_0.n=d.n
 *   WHERE d.source IS NOT NULL AND m1_0.n IS NOT NULL */
#pragma once

#include "dev/index/rest.h"
#include "dev/index/sql.h"

enum {
	DEV_CLAUSES_MAX = 512, /**< Of one query: SQLite's expressions are at most 1000 deep. */
	DEV_MATCHES_MAX = 50,  /**< Full-text parts of one query: SQLite joins at most 64 tables. */
};

/** A query against one index. */
struct dev_query {
	struct dev_request *r;
	struct dev_index *index;
	struct dev_sql with;   /**< "m1_0(n,s) AS MATERIALIZED (..),.." or empty. */
	struct dev_sql joins;  /**< " LEFT JOIN m1_0 ON ..", with values of none. */
	struct dev_sql cond;   /**< The condition. */
	struct dev_sql score;  /**< The score. */
	uint32_t clause_count; /**< So far. */
	uint32_t match_count;  /**< So far. */
	struct dev_fault fault; /**< What is wrong with it. */
};

/** Translate @p json (NULL: everything).  False: see query->fault; free it all the same. */
bool leat_dev_query_init(struct dev_query *query, struct dev_request *r, struct dev_index *index,
                    const struct leat_json *json) LEAT_MUSTCHECK;
void leat_dev_query_done(struct dev_query *query);

/** Append `WITH ..` with the tables of all @p queries, unless they need none. */
void leat_dev_query_put_with(const struct dev_query *queries, uint32_t count, struct dev_sql *sql);

/** Append `FROM .. WHERE ..`; @p extra: further tables, as leat_dev_field_sql() gives them, or
 * empty. */
void leat_dev_query_put_from(const struct dev_query *query, struct leat_str extra,
                             struct dev_sql *sql);

/** Append an expression of the value @p raw of @p field as it is compared. */
void leat_dev_query_put_value(const struct dev_field *field, struct leat_str raw,
                              struct dev_sql *sql);

/** A search over several indices: for each its query. */
struct dev_search {
	struct dev_request *r;
	struct dev_query *queries; /**< In the order of the indices. */
	uint32_t count;            /**< Rows of queries. */
};

/** Translate @p json for the indices that @p pattern names.  False: answered with an error.  To be
 * freed in any case. */
bool leat_dev_search_init(struct dev_search *search, struct dev_request *r, struct leat_str pattern,
                     const struct leat_json *json) LEAT_MUSTCHECK;
void leat_dev_search_done(struct dev_search *search);

/** Prepare @p sql; NULL: answered with an error. */
sqlite3_stmt *leat_dev_search_prepare(struct dev_search *search, const struct dev_sql *sql);

/** The next row; false at the end and after a failure. */
bool leat_dev_search_step(sqlite3_stmt *stmt);

/** Finish; false: it had failed, and is answered so. */
bool leat_dev_search_finish(struct dev_search *search, sqlite3_stmt *stmt) LEAT_MUSTCHECK;

/** Documents that match; -1: answered with an error. */
int64_t leat_dev_search_count(struct dev_search *search);

/** Compute the aggregations @p json of a search and write them as an object.  False: see @p fault;
 * then @p w has what is written so far, and must be dropped. */
bool leat_dev_aggs_write(struct dev_search *search, const struct leat_json *json,
                         struct leat_buf *out, struct dev_fault *fault) LEAT_MUSTCHECK;

/** Append the value of column @p column as JSON. */
void leat_dev_column_write(sqlite3_stmt *stmt, int column, struct leat_json_writer *w);

/** Write the parts of the document @p source that "_source" asks for. */
void leat_dev_filter_source(struct leat_arena *arena, struct leat_str source,
                            struct leat_str includes, struct leat_str excludes,
                            struct leat_json_writer *w);

/** The JSON of a query string in the language of `q=`, or NULL with @p fault set. */
const struct leat_json *leat_dev_query_string(struct leat_arena *arena, struct leat_str text,
                                         struct leat_str default_field, bool is_and,
                                         struct dev_fault *fault);

/* Among the files of the query: translate one node.  @p score NULL: not wanted. */
bool leat_dev_query_node(struct dev_query *query, const struct leat_json *json,
                         struct dev_sql *cond, struct dev_sql *score);
/** One of the kinds that look at a field; @p kind is its name's key. */
bool leat_dev_query_leaf(struct dev_query *query, const struct leat_json *kind,
                         struct dev_sql *cond, struct dev_sql *score);
/** The texts that match @p text: any or all words, a phrase, or words that begin so. */
enum dev_match {
	DEV_MATCH_ANY,
	DEV_MATCH_ALL,
	DEV_MATCH_PHRASE,
	DEV_MATCH_PREFIX, /**< A phrase whose last word is a beginning. */
};
bool leat_dev_query_text(struct dev_query *query, const struct dev_field *field,
                         struct leat_str text, enum dev_match match, struct dev_sql *cond,
                         struct dev_sql *score);

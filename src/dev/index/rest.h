/* SPDX-License-Identifier: Apache-2.0 */
/* One request to the embedded index while it is worked on, and the families of handlers. */
#pragma once

#include "dev/index.h"
#include "dev/index/store.h"
#include "io/http_server.h"

enum {
	DEV_SEGMENTS_MAX = 4,          /**< Of a path. */
	DEV_BODY_MAX_BYTES = 100 << 20, /**< As Elasticsearch's http.max_content_length. */
	DEV_ANSWER_MAX_BYTES = 256 << 20,
};

struct dev_request {
	struct leat_dev_index *owner;
	struct leat_http_exchange *exchange;
	const struct leat_http_request *http;
	struct dev_request *next;             /**< In the queue, or of those that hang. */
	struct leat_arena *arena;             /**< Until the answer. */
	struct dev_store *store;              /**< Of all requests; they come one at a time. */
	int64_t now_ms;                       /**< When it began. */
	struct leat_str body;                 /**< Decompressed. */
	struct leat_str segments[DEV_SEGMENTS_MAX]; /**< Of the path, decoded. */
	uint32_t segment_count;               /**< Rows of segments. */
	int status;                           /**< Of the answer. */
	const char *type;                     /**< Its Content-Type. */
	bool is_text;                         /**< It is no JSON. */
	struct leat_buf out;                  /**< Its body. */
	struct leat_json_writer *json;        /**< Writes to out. */
	bool is_bulk;                         /**< Failures apply. */
	struct leat_dev_failure failure;      /**< That applies; only with has_failure. */
	bool has_failure;
};

typedef void (*dev_handler)(struct dev_request *r);

/** Answer with an error, instead of what was written.  @p index may be empty. */
void leat_dev_request_fail(struct dev_request *r, int status, const char *type, const char *fmt,
                           ...) LEAT_PRINTF(4, 5);
/** The same for a fault. */
void leat_dev_request_fault(struct dev_request *r, int status, const struct dev_fault *fault);
/** The same for what Elasticsearch finds only when it searches: the fault is then the cause of a
 * search_phase_execution_exception.  A parsing_exception stays what it is. */
void leat_dev_request_shard_fault(struct dev_request *r, const struct dev_fault *fault);
/** Answer that @p name does not exist, with 404. */
void leat_dev_request_no_index(struct dev_request *r, struct leat_str name);

/** A query parameter, or {NULL,0}. */
struct leat_str leat_dev_request_param(const struct dev_request *r, const char *name);
/** Is the parameter given and not "false"? */
bool leat_dev_request_flag(const struct dev_request *r, const char *name);
/** Is @p s this text? */
bool leat_dev_str_is(struct leat_str s, const char *text);

/** The body as JSON, NULL when it is empty.  False: it is malformed, and answered so. */
bool leat_dev_request_json(struct dev_request *r, const struct leat_json **ret) LEAT_MUSTCHECK;

/** The index of the path's first segment; NULL: there is none, and it is answered so. */
struct dev_index *leat_dev_request_index(struct dev_request *r);

/** The indices that @p pattern names ("a,b*", "_all", empty), into @p ret (in the arena).  False: a
 * name without * does not exist, and it is answered so. */
bool leat_dev_request_indices(struct dev_request *r, struct leat_str pattern,
                              struct dev_index ***ret, uint32_t *ret_count) LEAT_MUSTCHECK;

/** The index @p name, made when it is missing.  NULL, with @p fault set, when that may not be. */
struct dev_index *leat_dev_request_auto_index(struct dev_request *r, struct leat_str name,
                                         struct dev_fault *fault);

/** Write an error as a value: {"type":..,"reason":..,["caused_by":..]}. */
void leat_dev_write_fault(struct leat_json_writer *w, const struct dev_fault *fault);

/** Keep of the JSON in @p out what filter_path's @p filter names. */
void leat_dev_filter_path(struct leat_arena *arena, struct leat_str filter, struct leat_buf *out);

/** Find the handler of the request and run it. */
void leat_dev_route(struct dev_request *r);

/* Handlers. */
void leat_dev_on_root(struct dev_request *r);
void leat_dev_on_health(struct dev_request *r);
void leat_dev_on_refresh(struct dev_request *r);
void leat_dev_on_cat_indices(struct dev_request *r);
void leat_dev_on_cat_count(struct dev_request *r);
void leat_dev_on_cat_health(struct dev_request *r);
void leat_dev_on_index_head(struct dev_request *r);
void leat_dev_on_index_get(struct dev_request *r);
void leat_dev_on_index_put(struct dev_request *r);
void leat_dev_on_index_delete(struct dev_request *r);
void leat_dev_on_mapping_get(struct dev_request *r);
void leat_dev_on_mapping_put(struct dev_request *r);
void leat_dev_on_settings_get(struct dev_request *r);
void leat_dev_on_settings_put(struct dev_request *r);
void leat_dev_on_doc_get(struct dev_request *r);
void leat_dev_on_doc_head(struct dev_request *r);
void leat_dev_on_source_get(struct dev_request *r);
void leat_dev_on_doc_put(struct dev_request *r);
void leat_dev_on_create_put(struct dev_request *r);
void leat_dev_on_doc_delete(struct dev_request *r);
void leat_dev_on_doc_update(struct dev_request *r);
void leat_dev_on_bulk(struct dev_request *r);
void leat_dev_on_search(struct dev_request *r);
void leat_dev_on_count(struct dev_request *r);
void leat_dev_on_delete_by_query(struct dev_request *r);

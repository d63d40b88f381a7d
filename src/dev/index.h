/* SPDX-License-Identifier: Apache-2.0 */
/* The embedded index of `leat dev` and of tests: the part of Elasticsearch's REST interface that
 * jobs and curious users need, on 127.0.0.1, for trying and testing.  It keeps everything in
 * memory.
 *
 * Requests are carried out one after the other on the pool of threads, so the loop never waits. */
#pragma once

#include "io/loop.h"

struct leat_dev_index;

struct leat_dev_index_options {
	uint16_t port; /**< 0, or taken: any free one. */
};

/** Start it.  When the port is taken another one is used and a warning logged: compare
 * leat_dev_index_port(). */
int leat_dev_index_open(struct leat_loop *loop, const struct leat_dev_index_options *options,
                        struct leat_dev_index **ret_index, struct leat_err *err) LEAT_MUSTCHECK;

/** Stop listening, finish what is under way, forget everything; @p on_closed (may be NULL) is
 * called at the end, later. */
void leat_dev_index_close(struct leat_dev_index *index, leat_loop_fn on_closed, void *data);

/** The port that is listened on. */
uint16_t leat_dev_index_port(const struct leat_dev_index *index);

/** Its address, as "http://127.0.0.1:9200". */
const char *leat_dev_index_url(const struct leat_dev_index *index);

/* ---- failures, for tests ---- */

enum leat_dev_failure_kind {
	LEAT_DEV_FAIL_STATUS,   /**< Answer with a status, as of an overloaded cluster. */
	LEAT_DEV_FAIL_ITEMS,    /**< Answer with errors for some items of a bulk request. */
	LEAT_DEV_FAIL_HANG,     /**< Do not answer until leat_dev_index_resume(). */
	LEAT_DEV_FAIL_DROP,     /**< Close the connection instead of answering. */
	LEAT_DEV_FAIL_TRUNCATE, /**< Close it in the middle of the answer. */
};

/** How the next bulk requests fail. */
struct leat_dev_failure {
	enum leat_dev_failure_kind kind;
	uint32_t count;        /**< Requests that fail so; 0: one. */
	bool is_carried_out;   /**< HANG, DROP, TRUNCATE: the documents are written all the same. */
	int status;            /**< STATUS, ITEMS: as 429. */
	const char *type;      /**< Of the error, as "timeout_exception"; lives for ever. */
	const char *reason;    /**< Of the error; lives for ever. */
	uint32_t every;        /**< ITEMS: the first of every so many items fails; 0: each. */
	uint32_t retry_after_s; /**< STATUS: sent as Retry-After unless 0. */
};

/** Add a failure behind those that are waiting. */
void leat_dev_index_fail(struct leat_dev_index *index, const struct leat_dev_failure *failure);

/** Forget failures that are waiting and answer requests that hang. */
void leat_dev_index_resume(struct leat_dev_index *index);

/** Bulk requests that came, failed ones included. */
uint64_t leat_dev_index_bulk_count(const struct leat_dev_index *index);

/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer of _bulk means, for the request and for each item.  Decided by status, not by the
 * names of exceptions, which differ between products and versions. */
#pragma once

#include "connectors/elasticsearch/bulk.h"
#include "leat/arena.h"

/** Of a whole request. */
enum leat_bulk_verdict {
	LEAT_BULK_ALL_DONE,  /**< Every item succeeded. */
	LEAT_BULK_BY_ITEM,   /**< Some did not: look at each. */
	LEAT_BULK_AGAIN,     /**< Overload, outage or an answer that makes no sense: send all again. */
	LEAT_BULK_REFUSED,   /**< Credentials or rights: wait for somebody to act, send all again. */
	LEAT_BULK_NO_INDEX,  /**< The index is missing. */
	LEAT_BULK_TOO_LARGE, /**< Halve it. */
	LEAT_BULK_WRONG,     /**< The server calls the request wrong: halve it to find the item. */
};

/** Of one item. */
enum leat_bulk_fate {
	LEAT_BULK_DONE,     /**< Written, or it does not have to be. */
	LEAT_BULK_CONFLICT, /**< Ours or a newer one is there already: done. */
	LEAT_BULK_RETRY,    /**< Later. */
	LEAT_BULK_MISSING,  /**< Its index is missing: later. */
	LEAT_BULK_REJECT,   /**< Never. */
};

/** One item of an answer. */
struct leat_bulk_result {
	int status;             /**< HTTP-like status of the item. */
	struct leat_str reason; /**< "type: reason" of its error, or empty. */
};

/** Judge the answer to a request of @p item_count items.  For BY_ITEM, @p results (item_count rows)
 * is filled with memory of @p arena. */
enum leat_bulk_verdict leat_bulk_judge(const struct leat_bulk_answer *answer, uint32_t item_count,
                                       struct leat_arena *arena, struct leat_bulk_result *results);

/** Judge one item. */
enum leat_bulk_fate leat_bulk_judge_item(enum leat_bulk_action action, int status);

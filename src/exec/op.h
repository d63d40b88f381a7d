/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator must provide, and what it may use.  For writers of operators.
 *
 * An operator is an instance whose first member is struct leat_op, and a constant type.  The graph
 * drives it:
 *
 *     open, restore?, (push | watermark | time | next)*, snapshot*, close
 *
 * Its output edge is one slot, `out`.  The graph calls push(), watermark() and time() only when the
 * slot is empty and `has_more` is false, and next() when the slot is empty and `has_more` is true.
 * Each of them may put one item (leat_op_put_*); an operator that has more to do sets `has_more`.
 * So a call is bounded by about one batch, and a slow reader stops everything above it. */
#pragma once

#include "exec/graph.h"

enum leat_item_kind {
	LEAT_ITEM_NONE,      /**< The slot is empty. */
	LEAT_ITEM_BATCH,     /**< Rows, at least one selected. */
	LEAT_ITEM_WATERMARK, /**< No row below this time is on time any more; or the input is idle. */
	LEAT_ITEM_END,       /**< Nothing follows. */
};

/** What travels on an edge. */
struct leat_item {
	enum leat_item_kind kind;  /**< Which of the others count. */
	bool is_idle;              /**< WATERMARK: the input holds nobody back until its next item. */
	uint32_t split;            /**< BATCH between a scan and its watermark: where it came from. */
	int64_t watermark_us;      /**< WATERMARK: of the stream, though it may be idle. */
	struct leat_batch *batch;  /**< BATCH: one reference, owned by the slot. */
};

/** What all operators of a graph share. */
struct leat_op_env {
	const struct leat_spec *spec;            /**< The whole plan. */
	const struct leat_graph_events *events;  /**< For sinks. */
	void *owner;                             /**< For the events. */
	struct leat_eval eval;                   /**< Time, zone and random state of expressions. */
	uint64_t random;                         /**< What eval.random points to. */
};

struct leat_op_type;

/** First member of every operator; made by the graph. */
struct leat_op {
	const struct leat_op_type *type;   /**< Whose functions to call. */
	const struct leat_spec_node *node; /**< What it runs. */
	struct leat_op_env *env;           /**< The graph's. */
	struct leat_arena *arena;          /**< Lives as long as the graph. */
	struct leat_item out;              /**< The edge behind it. */
	bool has_more;                     /**< next() has something to do. */
	bool is_idle;                      /**< The last thing told to the readers was "idle". */
	struct leat_op_stats stats;        /**< Counted by the graph, except filtered, late,
	                                        absorbed, created and the state's size. */
};

struct leat_op_type {
	const char *name;  /**< As in a message: "window aggregate". */
	size_t op_size;    /**< Zeroed; first member is struct leat_op. */

	/** Prepare; everything but op's own members is zero.  When it fails close() is called too. */
	int (*open)(struct leat_op *op, struct leat_err *err) LEAT_MUSTCHECK;
	/** Rows of input @p input.  The operator takes a reference to what it keeps. */
	int (*push)(struct leat_op *op, uint32_t input, const struct leat_item *item,
	            struct leat_err *err) LEAT_MUSTCHECK;
	/** A watermark or idleness of an input; LEAT_WATERMARK_END: the input has ended.  NULL: it is
	 * passed on. */
	int (*watermark)(struct leat_op *op, uint32_t input, const struct leat_item *item,
	                 struct leat_err *err) LEAT_MUSTCHECK;
	/** The wall clock is env->eval.now_us: called when next_time() has come.  NULL: no timers. */
	int (*time)(struct leat_op *op, struct leat_err *err) LEAT_MUSTCHECK;
	/** Go on with what is pending.  NULL: never any. */
	int (*next)(struct leat_op *op, struct leat_err *err) LEAT_MUSTCHECK;
	/** When time() is wanted; INT64_MAX: never.  Goes with time(). */
	int64_t (*next_time)(const struct leat_op *op);
	/** Append the state.  Nothing is pending.  NULL: there is no state. */
	void (*snapshot)(const struct leat_op *op, struct leat_buf *out);
	/** Take the state that snapshot() wrote; *@p in may be damaged.  Goes with snapshot(). */
	int (*restore)(struct leat_op *op, struct leat_str *in, struct leat_err *err) LEAT_MUSTCHECK;
	/** Set state_keys and state_bytes.  NULL: none. */
	void (*measure)(const struct leat_op *op, struct leat_op_stats *stats);
	/** Free what is not in the arena.  NULL: nothing. */
	void (*close)(struct leat_op *op);
};

/** The type that runs @p node, from the one explicit table. */
const struct leat_op_type *leat_op_type_of(const struct leat_spec_node *node);

extern const struct leat_op_type leat_op_scan, leat_op_values, leat_op_watermark, leat_op_calc,
	leat_op_window_tvf, leat_op_group_agg, leat_op_window_agg, leat_op_union,
	leat_op_session_agg, leat_op_sort_limit, leat_op_sink;

/** Put @p batch into the empty slot; the reference moves.  A batch without selected rows becomes
 * the watermark of its last row, or nothing. */
void leat_op_put_batch(struct leat_op *op, struct leat_batch *batch, uint32_t split);

/** Put a watermark into the empty slot, if it tells the readers anything new. */
void leat_op_put_watermark(struct leat_op *op, int64_t watermark_us, bool is_idle);

/** The schema of input @p input. */
const struct leat_schema *leat_op_input(const struct leat_op *op, uint32_t input);

/** A batch of the operator's schema that shares everything with @p from, whose schema has the same
 * types; for operators that change watermarks, origin or selection.  The caller owns it. */
struct leat_batch *leat_op_share_batch(const struct leat_op *op, struct leat_batch *from);

/** "the state of operator "name" is damaged", LEAT_E_CHECKPOINT. */
int leat_op_damaged(const struct leat_op *op, struct leat_err *err);

/* SPDX-License-Identifier: Apache-2.0 */
/* The plan that can be run: plain constant data, made by plan/, executed by exec/.
 *
 * A directed graph of nodes; each has one output edge type (schema and the row kinds it may carry)
 * and any number of readers.  Nodes stand in topological order, inputs before their readers.
 * exec never sees SQL, the catalog or a connector: scans and sinks are ports that the job fills
 * and empties; they carry their struct leat_table for the job alone. */
#pragma once

#include "expr/expr.h"

struct leat_table;

/** Sets of row kinds: 1 << enum leat_row_kind. */
enum {
	LEAT_KINDS_INSERT = 1 << LEAT_INSERT,
	LEAT_KINDS_UPSERT = LEAT_KINDS_INSERT | 1 << LEAT_UPDATE_AFTER | 1 << LEAT_DELETE,
	LEAT_KINDS_ALL = 15,
};

enum leat_spec_kind {
	LEAT_SPEC_SCAN,         /**< Rows from a port. */
	LEAT_SPEC_VALUES,       /**< Constant rows, then end of input. */
	LEAT_SPEC_WATERMARK,    /**< Gives rows their watermark, per split. */
	LEAT_SPEC_CALC,         /**< Filter and project. */
	LEAT_SPEC_WINDOW_TVF,   /**< Appends window_start, window_end, window_time. */
	LEAT_SPEC_GROUP_AGG,    /**< Updating aggregate by key. */
	LEAT_SPEC_WINDOW_AGG,   /**< Aggregate by key and window; inserts only. */
	LEAT_SPEC_UNION,        /**< All inputs, as they come; origin.branch tells them apart. */
	LEAT_SPEC_SORT_LIMIT,   /**< ORDER BY, LIMIT, OFFSET. */
	LEAT_SPEC_SINK,         /**< Rows to a port. */
	LEAT_SPEC_COUNT,
};

/** SCAN: what the job must bring. */
struct leat_spec_scan {
	const struct leat_table *table; /**< For the job; exec does not look inside. */
	uint32_t column_count;          /**< Columns of the node's schema. */
	const uint32_t *columns;        /**< Their indices in table->columns. */
	bool is_bounded;                /**< The source ends by itself. */
};

/** VALUES.  Rows have an origin: stream = the node's name, position = the row's number. */
struct leat_spec_values {
	uint32_t row_count;                    /**< Rows. */
	const struct leat_expr *const *exprs;  /**< row_count * field_count, row by row, without columns. */
};

/** WATERMARK: watermark = expr (TIMESTAMP or TIMESTAMP_LTZ of the rowtime column's row). */
struct leat_spec_watermark {
	uint32_t rowtime_column;      /**< Of the input. */
	const struct leat_expr *expr; /**< Over the input; NULL result: row does not raise it. */
	int64_t idle_timeout_us;      /**< A split without rows for so long holds nobody back; 0: never idle. */
};

/** CALC: rows of the input for which the condition is true, projected. */
struct leat_spec_calc {
	const struct leat_expr *condition;    /**< BOOLEAN, or NULL. */
	uint32_t expr_count;                  /**< = the node's field_count. */
	const struct leat_expr *const *exprs; /**< Over the input. */
};

enum leat_window_kind {
	LEAT_WINDOW_TUMBLE,
	LEAT_WINDOW_HOP,
	LEAT_WINDOW_CUMULATE,
	LEAT_WINDOW_SESSION,
};

/** A window assignment over a time column. */
struct leat_window {
	enum leat_window_kind kind;
	enum leat_time_attr time;   /**< Event time or processing time. */
	uint32_t time_column;       /**< Of the input (event time); ignored for processing time. */
	int64_t size_us;            /**< Length; SESSION: gap. */
	int64_t slide_us;           /**< HOP: slide, CUMULATE: step. */
	int64_t offset_us;          /**< Shift of the window starts against epoch. */
	bool is_local;              /**< The time column is TIMESTAMP_LTZ: windows are cut in the session's
	                               zone and window_start/end are local TIMESTAMP(3). */
};

/** WINDOW_TVF: a row per window that the input row falls in (TUMBLE: one); appends window_start,
 * window_end TIMESTAMP(3) and window_time.  Late rows pass: only aggregates drop them. */
struct leat_spec_window_tvf {
	struct leat_window window;
};

/** One aggregate call of GROUP_AGG or WINDOW_AGG. */
struct leat_spec_agg {
	const struct leat_aggregate *aggregate; /**< The row, for names. */
	struct leat_agg_call call;              /**< Bound; DISTINCT already wrapped into ops. */
	const uint32_t *args;                   /**< Input columns of the arguments. */
	int32_t filter;                         /**< BOOLEAN input column of FILTER (WHERE), or -1. */
};

/** GROUP_AGG: output columns are the keys, then the aggregates.  Emits for every input row as Flink
 * does: +I for a new group; -U +U when the result changed (nothing when it is equal and no state
 * TTL); -D when its last row was retracted.  Without keys there is one group. */
struct leat_spec_group_agg {
	uint32_t key_count;              /**< Grouping columns. */
	const uint32_t *keys;            /**< Of the input. */
	uint32_t agg_count;              /**< Aggregates. */
	const struct leat_spec_agg *aggs;
	bool input_retracts;             /**< The input carries -U or -D. */
	bool emit_update_before;         /**< False when no reader needs -U (an upsert sink). */
	int64_t state_ttl_us;            /**< 0: state is kept for ever. */
};

/** WINDOW_AGG: output columns are the keys, the aggregates, then the window properties asked for.
 * A window's rows leave, ordered by first arrival of the key, when the watermark passes its
 * end - 1; rows of a window that has fired are dropped and counted as late. */
struct leat_spec_window_agg {
	struct leat_window window;
	/** The window was assigned by a WINDOW_TVF below (windowed aggregate over TVF with something in
	 * between): window_start/end are these input columns and `window` tells only its kind, time
	 * and is_local.
	 * -1: the operator assigns windows itself from window.time_column. */
	int32_t start_column, end_column;
	uint32_t key_count;              /**< Grouping columns without the window's. */
	const uint32_t *keys;            /**< Of the input. */
	uint32_t agg_count;              /**< Aggregates. */
	const struct leat_spec_agg *aggs;
	uint32_t property_count;         /**< Window properties, last columns of the output. */
	const enum leat_window_property {
		LEAT_WINDOW_START,    /**< TIMESTAMP(3) */
		LEAT_WINDOW_END,      /**< TIMESTAMP(3) */
		LEAT_WINDOW_TIME,     /**< window_time, TUMBLE_ROWTIME: end - 1 ms, rowtime. */
		LEAT_WINDOW_PROCTIME, /**< TUMBLE_PROCTIME. */
	} *properties;
};

/** SORT_LIMIT: without order: the first rows; with order on bounded input: all rows sorted at the
 * end of input; ORDER BY on rowtime ascending of unbounded input: sorted as the watermark allows. */
struct leat_spec_sort_limit {
	uint32_t order_count;           /**< 0: no ORDER BY. */
	const struct leat_spec_order {
		uint32_t column;        /**< Of the input. */
		bool descending;
		bool nulls_first;       /**< Flink: NULLs are smallest. */
	} *order;
	int64_t offset;                 /**< Rows to skip. */
	int64_t limit;                  /**< -1: no limit. */
	/** A streaming Top-N: changes are emitted as rows come (ORDER BY with LIMIT on a stream); false:
	 * once, at the end of input. */
	bool is_updating;
};

/** SINK. */
struct leat_spec_sink {
	const struct leat_table *table; /**< For the job; NULL: a SELECT whose rows are collected. */
	uint32_t identity_count;        /**< See struct leat_sink. */
	const uint32_t *identity_columns;
	unsigned kinds;                 /**< Row kinds that will be written (LEAT_KINDS_*). */
};

/** One node. */
struct leat_spec_node {
	enum leat_spec_kind kind;
	uint32_t index;                    /**< In the spec. */
	const char *name;                  /**< Stable: derived from the SQL, keys of the state. */
	const char *label;                 /**< As EXPLAIN shows it: "Calc(select=[..], where=[..])". */
	const struct leat_schema *schema;  /**< Output; SINK: what is written. */
	unsigned kinds;                    /**< Row kinds that the output may carry. */
	uint32_t input_count;              /**< Inputs. */
	const uint32_t *inputs;            /**< Indices of nodes, each smaller than index. */
	union {
		struct leat_spec_scan scan;
		struct leat_spec_values values;
		struct leat_spec_watermark watermark;
		struct leat_spec_calc calc;
		struct leat_spec_window_tvf window_tvf;
		struct leat_spec_group_agg group_agg;
		struct leat_spec_window_agg window_agg;
		struct leat_spec_sort_limit sort_limit;
		struct leat_spec_sink sink;
	};
};

/** A whole job.  Lives in the job's compile arena. */
struct leat_spec {
	uint32_t node_count;                 /**< Nodes. */
	const struct leat_spec_node *nodes;  /**< In topological order. */
	const struct leat_tz *zone;    /**< table.local-time-zone. */
	bool is_bounded;                     /**< All scans end by themselves. */
};

/** Append the graph as an indented tree, one line a node. */
void leat_spec_print(const struct leat_spec *spec, struct leat_buf *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* The logical plan: a tree of relational operators over bound expressions.
 *
 * The binder makes it, the rules rewrite it, lowering turns it into exec/spec.h.  Nodes are
 * immutable once made and live in the plan's arena; a rule makes new ones.  Expressions of a node
 * refer to columns of its (first) input's schema; a schema's types say nullability and which
 * columns are time attributes. */
#pragma once

#include "catalog/catalog.h"
#include "exec/spec.h"

/** A table as queries see it: all declared columns, computed ones and the watermark included.  All
 * uses of a table with the same hints in one job share one access, and so one scan. */
struct leat_access {
	const struct leat_relation *relation; /**< The declaration. */
	const struct leat_table *table;       /**< What the connector sees. */
	const struct leat_schema *schema;     /**< Declared columns; then the record's own timestamp
	                                              when the connector has one. */
	const struct leat_expr *const *exprs; /**< Per column of schema, over table->columns. */
	int32_t rowtime;                      /**< The watermark's column of schema, or -1. */
	const struct leat_expr *watermark;    /**< Over schema. */
	int32_t record_time;                  /**< The record's own timestamp in schema, or -1. */
	int64_t idle_timeout_us;              /**< Of partitions; 0: never idle. */
	uint32_t hint_count;                  /**< OPTIONS hints of this use. */
	const struct leat_opt_pair *hints;    /**< hint_count pairs. */
	unsigned kinds;                       /**< Row kinds that come out. */
	bool is_bounded;                      /**< Reads to an end of its own. */
};

enum leat_rel_kind {
	LEAT_REL_SCAN,             /**< `scan`: no inputs. */
	LEAT_REL_VALUES,           /**< `values`: no inputs. */
	LEAT_REL_CALC,             /**< `calc`: filter, then project. */
	LEAT_REL_WINDOW_TVF,       /**< `tvf`: appends window_start, window_end, window_time. */
	LEAT_REL_AGGREGATE,        /**< `aggregate`: keys, then aggregates. */
	LEAT_REL_WINDOW_AGGREGATE, /**< `aggregate`: keys, aggregates, then window properties. */
	LEAT_REL_UNION,            /**< UNION ALL of the inputs. */
	LEAT_REL_SORT,             /**< `sort`: ORDER BY, OFFSET, LIMIT. */
	LEAT_REL_SINK,             /**< `sink`. */
};

/** One aggregate call. */
struct leat_rel_agg {
	const struct leat_aggregate *aggregate; /**< The row. */
	struct leat_str name;                   /**< As the user wrote it. */
	struct leat_span span;                  /**< The call. */
	bool distinct;                          /**< f(DISTINCT x). */
	uint32_t arg_count;                     /**< Arguments. */
	const uint32_t *args;                   /**< Columns of the input, of the types it wants. */
	const struct leat_expr *const
		*exprs;               /**< The arguments as bound, for constants among them. */
	int32_t filter;               /**< BOOLEAN column of the input, or -1. */
	const struct leat_type *type; /**< Of the result. */
};

struct leat_rel_aggregate {
	uint32_t key_count;              /**< Grouping columns, without the window's. */
	const uint32_t *keys;            /**< Of the input. */
	uint32_t agg_count;              /**< Aggregates. */
	const struct leat_rel_agg *aggs; /**< agg_count rows. */
	/* WINDOW_AGGREGATE: */
	struct leat_window window;        /**< What to assign, or the kind of what was assigned. */
	int32_t start_column, end_column; /**< Of a window TVF below; -1: assigned here. */
	uint32_t property_count;          /**< Window properties. */
	const enum leat_window_property *properties; /**< property_count of them. */
};

struct leat_rel {
	enum leat_rel_kind kind;              /**< Says which member of the union is valid. */
	struct leat_span span;                /**< Place in the script, for errors. */
	const struct leat_schema *schema;     /**< Output. */
	uint32_t input_count;                 /**< Inputs. */
	const struct leat_rel *const *inputs; /**< input_count nodes. */
	union {
		struct {
			const struct leat_access *access; /**< The table. */
			const uint32_t
				*columns; /**< Of access->schema, one per column of schema. */
		} scan;
		struct {
			uint32_t row_count;                   /**< Rows. */
			const struct leat_expr *const *exprs; /**< Row by row. */
		} values;
		struct {
			const struct leat_expr *condition; /**< BOOLEAN, or NULL. */
			const struct leat_expr *const
				*exprs; /**< One per column; NULL: the input's as
			                                         they are. */
		} calc;
		struct {
			struct leat_window window; /**< How to assign. */
			uint32_t partition_count;  /**< PARTITION BY of SESSION. */
			const uint32_t *partition; /**< Columns of the input. */
		} tvf;
		struct leat_rel_aggregate aggregate;
		struct {
			uint32_t order_count;                /**< 0: no ORDER BY. */
			const struct leat_spec_order *order; /**< order_count rows. */
			int64_t offset;                      /**< Rows to skip. */
			int64_t limit;                       /**< -1: no limit. */
		} sort;
		struct {
			const struct leat_relation *relation; /**< NULL: a SELECT, collected. */
			const struct leat_table *table;       /**< NULL: a SELECT. */
			struct leat_span span;                /**< The table's name in INSERT. */
		} sink;
	};
};

/** New nodes in @p arena. */
struct leat_rel *leat_rel_new(struct leat_arena *arena, enum leat_rel_kind kind,
                              const struct leat_schema *schema, uint32_t input_count,
                              const struct leat_rel *const *inputs);
/** A CALC that only filters. */
const struct leat_rel *leat_rel_filter(struct leat_arena *arena, const struct leat_rel *input,
                                       const struct leat_expr *condition);
/** A CALC that only projects; the schema takes the types of @p exprs and the @p names. */
const struct leat_rel *leat_rel_project(struct leat_arena *arena, const struct leat_rel *input,
                                        uint32_t count, const struct leat_expr *const *exprs,
                                        const struct leat_str *names);

/** The expression that reads column @p column of @p rel. */
const struct leat_expr *leat_rel_column(struct leat_arena *arena, const struct leat_rel *rel,
                                        uint32_t column);

/** The columns of @p rel, each as it is. */
const struct leat_expr *const *leat_rel_columns(struct leat_arena *arena,
                                                const struct leat_rel *rel);

/** The same node over other inputs. */
const struct leat_rel *leat_rel_with_inputs(struct leat_arena *arena, const struct leat_rel *rel,
                                            const struct leat_rel *const *inputs);

/** Row kinds that the node's output may carry, all updates in full. */
unsigned leat_rel_kinds(const struct leat_rel *rel);

/** A set of columns that identify a row of an updating or windowed result. */
struct leat_rel_key {
	uint32_t count;          /**< Columns; 0: there is one row at most. */
	const uint32_t *columns; /**< Of the node's schema. */
};

/** Keys of @p rel, up to @p max of them; returns how many: none when nothing is known. */
uint32_t leat_rel_keys(struct leat_arena *arena, const struct leat_rel *rel,
                       struct leat_rel_key *ret, uint32_t max);

/** The function that guards a NOT NULL column of a sink (not_null.c); it gives its first argument. */
extern const struct leat_function leat_not_null_guard;

/** Append the plan as an indented tree in Flink's look ("LogicalProject(a=[$0])"). */
void leat_rel_print(const struct leat_rel *rel, struct leat_buf *out);

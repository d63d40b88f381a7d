/* SPDX-License-Identifier: Apache-2.0 */
/* Typed expressions: what the binder makes, the rules rewrite and the compiler compiles.
 *
 * A tree of immutable nodes in a compile arena.  Columns are referred to by index in the schema of
 * the one input that the expression is evaluated over.  Every implicit conversion has become an
 * explicit CAST call: kernels never convert. */
#pragma once

#include "leat/function.h"

enum leat_expr_kind {
	LEAT_EXPR_COLUMN,   /**< Column `column` of the input. */
	LEAT_EXPR_CONSTANT, /**< Row 0 of `constant`. */
	LEAT_EXPR_CALL,     /**< A function row applied to args. */
	LEAT_EXPR_CAST,     /**< args[0] to `type`; TRY_CAST when `try_cast`. */
	LEAT_EXPR_FIELD,    /**< Field `column` of the ROW args[0]. */
	LEAT_EXPR_CASE, /**< args: cond, value, cond, value, .., else.  Lazy: a branch is evaluated
	                       only for the rows that take it. */
	LEAT_EXPR_AND,  /**< args, three-valued, lazy from left to right. */
	LEAT_EXPR_OR,   /**< args, three-valued, lazy from left to right. */
	LEAT_EXPR_COALESCE, /**< args, lazy from left to right. */
	LEAT_EXPR_IN,       /**< args[0] among the constants args[1..]; three-valued. */
};

struct leat_expr {
	enum leat_expr_kind kind;             /**< Which members below count. */
	struct leat_span span;                /**< Place in the user's text. */
	const struct leat_type *type;         /**< Result type; never NULL. */
	uint32_t column;                      /**< COLUMN, FIELD. */
	bool try_cast;                        /**< CAST. */
	const struct leat_col *constant;      /**< CONSTANT: a column of one row. */
	const struct leat_function *function; /**< CALL. */
	struct leat_call call;                /**< CALL: bound. */
	uint32_t arg_count;                   /**< Arguments. */
	const struct leat_expr *const *args;  /**< arg_count nodes. */
};

/** Column @p column of the input, in @p arena. */
struct leat_expr *leat_expr_column(struct leat_arena *arena, uint32_t column,
                                   const struct leat_type *type);
/** A constant from row 0 of @p col, which must live in @p arena or longer. */
struct leat_expr *leat_expr_constant(struct leat_arena *arena, const struct leat_col *col);
struct leat_expr *leat_expr_null(struct leat_arena *arena, const struct leat_type *type);
struct leat_expr *leat_expr_i64(struct leat_arena *arena, const struct leat_type *type,
                                int64_t value);
struct leat_expr *leat_expr_bytes(struct leat_arena *arena, const struct leat_type *type,
                                  struct leat_str value);

/** Field @p field of @p row, whose type is a ROW; NULL when the row is. */
struct leat_expr *leat_expr_field(struct leat_arena *arena, const struct leat_expr *row,
                                  uint32_t field);

/** @p arg as @p type: @p arg itself when the types are equal but for nullability, else a CAST
 * (folded when constant).  Fails with LEAT_E_TYPE when the cast does not exist. */
int leat_expr_cast(struct leat_arena *arena, const struct leat_expr *arg,
                   const struct leat_type *type, bool try_cast, const struct leat_tz *zone,
                   const struct leat_expr **ret_expr, struct leat_err *err) LEAT_MUSTCHECK;

/** Bind a call of @p function: checks the number of arguments, runs its bind, inserts the implicit
 * casts it asked for, and folds it when it is PURE and all arguments are constant (a constant
 * call that fails is not folded: it fails when a row reaches it, as in Flink). */
int leat_expr_call(struct leat_arena *arena, const struct leat_function *function,
                   struct leat_str written_name, struct leat_span span, uint32_t arg_count,
                   const struct leat_expr *const *args, const struct leat_tz *zone,
                   const struct leat_expr **ret_expr, struct leat_err *err) LEAT_MUSTCHECK;

/** Same tree (spans ignored). */
bool leat_expr_equal(const struct leat_expr *a, const struct leat_expr *b);

/** A copy with every column c replaced by replacements[c]: for pushing through a projection. */
const struct leat_expr *leat_expr_substitute(struct leat_arena *arena, const struct leat_expr *expr,
                                             const struct leat_expr *const *replacements);

/** Set used[c] for every column that @p expr reads. */
void leat_expr_mark_columns(const struct leat_expr *expr, bool *used);

/** No call below is impure (RAND, CURRENT_TIMESTAMP, ..). */
bool leat_expr_is_pure(const struct leat_expr *expr);

/** Append Flink-like text, columns by the names of @p schema: "(price > 10)", "UPPER(name)". */
void leat_expr_print(const struct leat_expr *expr, const struct leat_schema *schema,
                     struct leat_buf *out);

/* ---- registry of functions ---- */

/** All scalar functions: tables each ended by a row without a name, the array by NULL. */
const struct leat_function *const *leat_function_tables(void);
/** All aggregate functions, the same way. */
const struct leat_aggregate *const *leat_aggregate_tables(void);
/** By name, any case; NULL when there is none. */
const struct leat_function *leat_function_find(struct leat_str name);
const struct leat_aggregate *leat_aggregate_find(struct leat_str name);
/** The nearest function or aggregate name for "did you mean", or NULL. */
const char *leat_function_nearest(struct leat_str name);

/** Append docs/functions.md: all rows of all tables. */
void leat_functions_print_markdown(struct leat_buf *out);

/** @p inner with DISTINCT: counts each combination of its arguments once, by a set per state, which
 * knows retraction when @p inner does.  @p inner is a bound call; all live in @p arena. */
const struct leat_agg_call *leat_agg_distinct(struct leat_arena *arena,
                                              const struct leat_agg_call *inner);

/** Bind an aggregate call: checks the number of arguments, runs its bind with @p retracting, and
 * inserts the implicit casts it asked for into @p args (given and returned). */
int leat_aggregate_bind(struct leat_arena *arena, const struct leat_aggregate *aggregate,
                        struct leat_str written_name, struct leat_span span, uint32_t arg_count,
                        const struct leat_expr **args, bool retracting, const struct leat_tz *zone,
                        struct leat_agg_call *ret_call, struct leat_err *err) LEAT_MUSTCHECK;

/* ---- programs ---- */

/** Expressions compiled to a flat list of typed steps; common sub-expressions are computed once. */
struct leat_program;

/** Compile @p count expressions over the same input.  Steps and constants live in @p arena. */
struct leat_program *leat_program_new(struct leat_arena *arena,
                                      const struct leat_expr *const *exprs, uint32_t count);

/** Evaluate all expressions for the rows @p sel of @p cols; results are written to
 * ret_cols[0..count-1], with memory from @p out_arena (a batch's), at the same row numbers. */
int leat_program_run(struct leat_program *program, const struct leat_eval *eval,
                     const struct leat_col *cols, uint32_t row_count, struct leat_sel sel,
                     struct leat_arena *out_arena, struct leat_col *ret_cols,
                     struct leat_err *err) LEAT_MUSTCHECK;

/** Evaluate the program's single BOOLEAN expression as a filter: writes the rows for which it is
 * true to rows[] (room for LEAT_BATCH_ROWS) and returns the selection.  Scratch memory comes from
 * @p scratch. */
int leat_program_filter(struct leat_program *program, const struct leat_eval *eval,
                        const struct leat_col *cols, uint32_t row_count, struct leat_sel sel,
                        struct leat_arena *scratch, uint16_t *rows, struct leat_sel *ret_sel,
                        struct leat_err *err) LEAT_MUSTCHECK;

/** Append one line a step: "r2 = price(#2) > r1". */
void leat_program_print(const struct leat_program *program, struct leat_buf *out);

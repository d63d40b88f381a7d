/* SPDX-License-Identifier: Apache-2.0 */
/* The layout of a compiled program, between compile.c, program.c and steps.c.
 *
 * Registers are columns.  Those of constants are filled at compile time, those of input columns
 * when a batch comes, the others by the steps, which run in order.  A lazy step is followed by the
 * steps of its blocks; it runs each block over the rows that reach it and then jumps behind them:
 *
 *   r3 = price(r0) > 10(r1)
 *   r7 = AND r3, [r6]          block: the rows where r3 is not false
 *     r5 = MOD(..)
 *     r6 = r5 = 0
 *   r8 = ..                                                                            */
#pragma once

#include "expr/expr.h"

/** Steps that only some rows reach: begin..end-1, and the register of their value. */
struct leat_block {
	uint32_t begin;  /**< First step. */
	uint32_t end;    /**< One past the last step; begin when the value was there already. */
	uint32_t result; /**< Register. */
};

struct leat_in_set;

struct leat_step {
	const struct leat_expr *expr; /**< What it computes: kind, type, call. */
	uint32_t out;                 /**< Register of the result. */
	uint32_t arg_count;           /**< Eager arguments: all, or the first one of a lazy step. */
	const uint32_t *args;         /**< Their registers. */
	uint32_t block_count;         /**< Lazy arguments, in the order of the expression. */
	struct leat_block *blocks;    /**< Their steps, all directly behind this one. */
	uint32_t next;                /**< The step after this one and its blocks. */
	const struct leat_in_set *set; /**< IN: the constants. */
};

/** An input column that a program reads. */
struct leat_load {
	uint32_t reg;    /**< Register it is put into. */
	uint32_t column; /**< Index in the input. */
};

struct leat_program {
	uint32_t reg_count;            /**< Registers. */
	const struct leat_col *regs;   /**< Their initial values: the constants. */
	uint32_t load_count;           /**< Input columns. */
	const struct leat_load *loads; /**< load_count rows. */
	uint32_t step_count;           /**< Steps. */
	struct leat_step *steps;       /**< step_count rows. */
	uint32_t result_count;         /**< Expressions. */
	const uint32_t *results;       /**< Register of each one's value. */
};

/** One evaluation. */
struct leat_run {
	const struct leat_program *program; /**< What is run. */
	const struct leat_eval *eval;       /**< The world. */
	struct leat_col *regs;              /**< Current values. */
	uint32_t row_count;                 /**< Rows of every column. */
	struct leat_arena *arena;           /**< For the results. */
	struct leat_err *err;               /**< Of the caller. */
};

/** Run the steps begin..end-1 for the rows @p sel. */
int leat_run_steps(struct leat_run *run, uint32_t begin, uint32_t end,
                   struct leat_sel sel) LEAT_MUSTCHECK;

/** Run one lazy step (CASE, AND, OR, COALESCE) for the rows @p sel. */
int leat_run_lazy(struct leat_run *run, const struct leat_step *step,
                  struct leat_sel sel) LEAT_MUSTCHECK;

/** An empty result column of @p type for all rows of the run. */
struct leat_out leat_run_out(struct leat_run *run, const struct leat_type *type);

/** The finished column of @p out. */
struct leat_col leat_run_finish(const struct leat_out *out);

/** The constants @p args[1..] of an IN, prepared for look-up. */
const struct leat_in_set *leat_in_set_new(struct leat_arena *arena, const struct leat_expr *expr);

/** The step of an IN: args[0] in the set, for the rows @p sel. */
void leat_in_set_run(const struct leat_in_set *set, const struct leat_col *value,
                     struct leat_sel sel, struct leat_out *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* Trees to steps.
 *
 * A value that is known (computed by a step whose rows include those that ask for it) is not
 * computed again: what is known outside a block is known inside, what is first computed inside is
 * forgotten at its end. */
#include "base/vec.h"
#include "expr/expr.h"
#include "expr/program_int.h"
#include "expr/value.h"

struct known {
	const struct leat_expr *expr; /* A pure expression. */
	uint32_t reg;                 /* Where its value is. */
};

struct compiler {
	struct leat_arena *arena;
	LEAT_VEC(struct leat_step) steps;
	LEAT_VEC(struct known) leaves; /* Columns and constants: known everywhere. */
	LEAT_VEC(struct known) known;  /* Values of steps that all rows here have reached. */
	LEAT_VEC(struct leat_col) regs;
	LEAT_VEC(struct leat_load) loads;
};

static uint32_t new_reg(struct compiler *c)
{
	*LEAT_VEC_ADD(c->arena, &c->regs) = (struct leat_col){ 0 };
	return c->regs.count - 1;
}

static bool is_leaf(const struct leat_expr *expr)
{
	return expr->kind == LEAT_EXPR_COLUMN || expr->kind == LEAT_EXPR_CONSTANT;
}

static void remember(struct compiler *c, const struct leat_expr *expr, uint32_t reg)
{
	if (is_leaf(expr))
		*LEAT_VEC_ADD(c->arena, &c->leaves) = (struct known){ expr, reg };
	else if (leat_expr_is_pure(expr))
		*LEAT_VEC_ADD(c->arena, &c->known) = (struct known){ expr, reg };
}

/* The register that holds @p expr's value already; false when there is none. */
static bool find(const struct compiler *c, const struct leat_expr *expr, uint32_t *ret_reg)
{
	const struct known *known = is_leaf(expr) ? c->leaves.items : c->known.items;
	uint32_t count = is_leaf(expr) ? c->leaves.count : c->known.count;

	for (uint32_t i = 0; i < count; i++) {
		if (leat_expr_equal(known[i].expr, expr)) {
			*ret_reg = known[i].reg;
			return true;
		}
	}
	return false;
}

static uint32_t compile(struct compiler *c, const struct leat_expr *expr);

/* The value of @p expr for the rows of a block of its own. */
static struct leat_block compile_block(struct compiler *c, const struct leat_expr *expr)
{
	struct leat_block block = { .begin = c->steps.count };

	block.result = compile(c, expr);
	block.end = c->steps.count;
	return block;
}

static bool is_lazy(enum leat_expr_kind kind)
{
	return kind == LEAT_EXPR_CASE || kind == LEAT_EXPR_AND || kind == LEAT_EXPR_OR ||
	       kind == LEAT_EXPR_COALESCE;
}

static uint32_t compile_lazy(struct compiler *c, const struct leat_expr *expr, uint32_t step)
{
	uint32_t outside = c->known.count;
	struct leat_block *blocks = LEAT_ARENA_ARRAY(c->arena, struct leat_block,
	                                             expr->arg_count - 1);

	for (uint32_t i = 1; i < expr->arg_count; i++) {
		uint32_t before = c->known.count;
		/* The rows that reach an argument have reached all conditions before it, but no
		 * result of a CASE. */
		bool result = expr->kind == LEAT_EXPR_CASE && (i % 2 || i + 1 == expr->arg_count);
		blocks[i - 1] = compile_block(c, expr->args[i]);
		if (result)
			c->known.count = before;
	}
	c->known.count = outside;
	c->steps.items[step].blocks = blocks;
	c->steps.items[step].block_count = expr->arg_count - 1;
	return c->steps.count;
}

static uint32_t compile_step(struct compiler *c, const struct leat_expr *expr)
{
	bool lazy = is_lazy(expr->kind);
	uint32_t arg_count = lazy || expr->kind == LEAT_EXPR_IN ? 1 : expr->arg_count;
	uint32_t *args = LEAT_ARENA_ARRAY(c->arena, uint32_t, arg_count);

	for (uint32_t i = 0; i < arg_count; i++)
		args[i] = compile(c, expr->args[i]);

	uint32_t index = c->steps.count;
	*LEAT_VEC_ADD(c->arena, &c->steps) = (struct leat_step){
		.expr = expr,
		.out = new_reg(c),
		.arg_count = arg_count,
		.args = args,
	};
	if (expr->kind == LEAT_EXPR_IN)
		c->steps.items[index].set = leat_in_set_new(c->arena, expr);
	uint32_t next = lazy ? compile_lazy(c, expr, index) : c->steps.count;
	c->steps.items[index].next = next;
	return c->steps.items[index].out;
}

static uint32_t compile(struct compiler *c, const struct leat_expr *expr)
{
	uint32_t reg;

	if (find(c, expr, &reg))
		return reg;
	if (expr->kind == LEAT_EXPR_CONSTANT) {
		reg = new_reg(c);
		c->regs.items[reg] = leat_col_repeat(c->arena, expr->constant, LEAT_BATCH_ROWS);
	} else if (expr->kind == LEAT_EXPR_COLUMN) {
		reg = new_reg(c);
		*LEAT_VEC_ADD(c->arena, &c->loads) = (struct leat_load){ reg, expr->column };
	} else {
		reg = compile_step(c, expr);
	}
	remember(c, expr, reg);
	return reg;
}

struct leat_program *leat_program_new(struct leat_arena *arena,
                                      const struct leat_expr *const *exprs, uint32_t count)
{
	struct compiler c = { .arena = arena };
	uint32_t *results = LEAT_ARENA_ARRAY(arena, uint32_t, count);
	struct leat_program *program = LEAT_ARENA_NEW(arena, struct leat_program);

	for (uint32_t i = 0; i < count; i++)
		results[i] = compile(&c, exprs[i]);
	*program = (struct leat_program){
		.reg_count = c.regs.count,
		.regs = c.regs.items,
		.load_count = c.loads.count,
		.loads = c.loads.items,
		.step_count = c.steps.count,
		.steps = c.steps.items,
		.result_count = count,
		.results = results,
	};
	return program;
}

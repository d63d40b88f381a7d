/* SPDX-License-Identifier: Apache-2.0 */
/* CALC: rows for which the condition is true, projected.
 *
 * Nothing is copied: a condition makes a selection and a projection new columns beside the old
 * ones.  Kinds, watermarks and origins stay as they are. */
#include "exec/op.h"

#include <string.h>

struct calc {
	struct leat_op op;
	struct leat_program *condition;  /* NULL: all rows. */
	struct leat_program *projection;
	bool wants_watermarks;           /* CURRENT_WATERMARK is called. */
	struct leat_arena *scratch;      /* Of the condition; cleared for each batch. */
};

static bool reads_watermark(const struct leat_expr *expr)
{
	if (expr->kind == LEAT_EXPR_CALL && !strcmp(expr->function->name, "CURRENT_WATERMARK"))
		return true;
	for (uint32_t i = 0; i < expr->arg_count; i++)
		if (reads_watermark(expr->args[i]))
			return true;
	return false;
}

static int open(struct leat_op *op, struct leat_err *err)
{
	struct calc *calc = (struct calc *)op;
	const struct leat_spec_calc *spec = &op->node->calc;

	(void)err;
	leat_assert(spec->expr_count == op->node->schema->field_count);
	calc->scratch = leat_arena_new(0);
	calc->projection = leat_program_new(op->arena, spec->exprs, spec->expr_count);
	if (spec->condition) {
		calc->condition = leat_program_new(op->arena, &spec->condition, 1);
		calc->wants_watermarks = reads_watermark(spec->condition);
	}
	for (uint32_t i = 0; i < spec->expr_count; i++)
		calc->wants_watermarks |= reads_watermark(spec->exprs[i]);
	return 0;
}

/* The watermark before each row, for CURRENT_WATERMARK. */
static const int64_t *watermarks_before(struct calc *calc, const struct leat_batch *batch)
{
	int64_t *before = leat_arena_alloc(calc->scratch, LEAT_BATCH_ROWS * sizeof(*before));
	int64_t now_us = calc->op.stats.watermark_us;

	for (uint32_t i = 0; i < batch->row_count; i++) {
		before[i] = now_us;
		if (batch->watermarks && batch->watermarks[i] > now_us)
			now_us = batch->watermarks[i];
	}
	return before;
}

static int filter(struct calc *calc, const struct leat_eval *eval, const struct leat_batch *from,
                  struct leat_batch *to, struct leat_err *err)
{
	uint16_t *rows;

	if (!calc->condition)
		return 0;
	rows = leat_arena_alloc(to->arena, from->row_count * sizeof(*rows));
	LEAT_TRY(leat_program_filter(calc->condition, eval, from->cols, from->row_count, from->sel,
	                             calc->scratch, rows, &to->sel, err));
	calc->op.stats.filtered += from->sel.count - to->sel.count;
	return 0;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct calc *calc = (struct calc *)op;
	struct leat_batch *from = item->batch;
	struct leat_batch *to = leat_batch_derive(from, op->node->schema);
	struct leat_eval eval = op->env->eval;
	int r;

	(void)input;
	leat_arena_clear(calc->scratch);
	eval.watermark_us = op->stats.watermark_us;
	if (calc->wants_watermarks)
		eval.watermarks = watermarks_before(calc, from);
	r = filter(calc, &eval, from, to, err);
	if (!r && to->sel.count)
		r = leat_program_run(calc->projection, &eval, from->cols, from->row_count, to->sel,
		                     to->arena, to->cols, err);
	if (r) {
		leat_batch_unref(to);
		return r;
	}
	leat_op_put_batch(op, to, item->split);
	return 0;
}

static void close(struct leat_op *op)
{
	leat_arena_free(((struct calc *)op)->scratch);
}

const struct leat_op_type leat_op_calc = {
	.name = "calc",
	.op_size = sizeof(struct calc),
	.open = open,
	.push = push,
	.close = close,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Running a program over a batch. */
#include <string.h>

#include "expr/expr.h"
#include "expr/program_int.h"
#include "expr/value.h"
#include "types/cast.h"

enum { ARGS_ON_STACK = 8 };

struct leat_out leat_run_out(struct leat_run *run, const struct leat_type *type)
{
	size_t bytes = leat_phys_bytes(leat_type_phys(type));

	return (struct leat_out){
		.type = type,
		.arena = run->arena,
		.row_count = run->row_count,
		.nulls = leat_arena_zalloc(run->arena, run->row_count),
		.data = bytes ? leat_arena_alloc(run->arena, run->row_count * bytes) : NULL,
	};
}

struct leat_col leat_run_finish(const struct leat_out *out)
{
	if (out->taken.type)
		return out->taken;
	return (struct leat_col){
		.type = out->type,
		.nulls = out->has_nulls ? out->nulls : NULL,
		.data = out->data,
	};
}

/* Mark rows NULL where an argument is, and narrow *sel to the rows where none is. */
static void skip_nulls(struct leat_run *run, const struct leat_col *args, uint32_t arg_count,
                       struct leat_out *out, struct leat_sel *sel)
{
	bool any = false;

	for (uint32_t a = 0; a < arg_count; a++) {
		const uint8_t *nulls = args[a].nulls;
		if (!nulls)
			continue;
		any = true;
		if (!sel->rows)
			for (uint32_t row = 0; row < sel->count; row++)
				out->nulls[row] |= nulls[row];
		else
			for (uint32_t i = 0; i < sel->count; i++)
				out->nulls[sel->rows[i]] |= nulls[sel->rows[i]];
	}
	if (!any)
		return;

	uint16_t *rows = leat_arena_alloc(run->arena, sel->count * sizeof(*rows));
	uint32_t count = 0;
	for (uint32_t i = 0; i < sel->count; i++) {
		uint32_t row = leat_sel_row(*sel, i);
		rows[count] = (uint16_t)row;
		count += !out->nulls[row];
	}
	if (count == sel->count)
		return;
	out->has_nulls = true;
	*sel = (struct leat_sel){ rows, count };
}

static int run_call(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	const struct leat_expr *expr = step->expr;
	struct leat_out out = leat_run_out(run, expr->type);
	struct leat_col on_stack[ARGS_ON_STACK], *args = on_stack;
	int r;

	if (step->arg_count > ARGS_ON_STACK)
		args = leat_arena_alloc(run->arena, step->arg_count * sizeof(*args));
	for (uint32_t i = 0; i < step->arg_count; i++)
		args[i] = run->regs[step->args[i]];
	if (expr->function->flags & LEAT_FN_STRICT)
		skip_nulls(run, args, step->arg_count, &out, &sel);
	/* A kernel without rows may not even look: its constants may be NULL. */
	if (sel.count || !out.data) {
		r = expr->call.kernel(&expr->call, run->eval, args, sel, &out, run->err);
		if (r) {
			if (run->err)
				leat_err_place(run->err, expr->span);
			return r;
		}
	}
	run->regs[step->out] = leat_run_finish(&out);
	return 0;
}

static int run_field(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	const struct leat_col *row_col = &run->regs[step->args[0]];
	struct leat_col col = row_col->children[step->expr->column];

	if (row_col->nulls) {
		uint8_t *nulls = leat_arena_zalloc(run->arena, run->row_count);
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			nulls[row] = row_col->nulls[row] || leat_col_is_null(&col, row);
		}
		col.nulls = nulls;
	}
	run->regs[step->out] = col;
	return 0;
}

static int run_cast(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	const struct leat_expr *expr = step->expr;
	struct leat_cast_context ctx = { run->arena, run->eval->zone };
	int r = leat_cast_col(&ctx, &run->regs[step->args[0]], expr->type, sel, run->row_count,
	                      expr->try_cast, &run->regs[step->out], run->err);

	if (r && run->err)
		leat_err_place(run->err, expr->span);
	return r;
}

static int run_step(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	struct leat_out out;

	switch (step->expr->kind) {
	case LEAT_EXPR_CALL:
		return run_call(run, step, sel);
	case LEAT_EXPR_CAST:
		return run_cast(run, step, sel);
	case LEAT_EXPR_FIELD:
		return run_field(run, step, sel);
	case LEAT_EXPR_IN:
		out = leat_run_out(run, step->expr->type);
		leat_in_set_run(step->set, &run->regs[step->args[0]], sel, &out);
		run->regs[step->out] = leat_run_finish(&out);
		return 0;
	case LEAT_EXPR_CASE:
	case LEAT_EXPR_AND:
	case LEAT_EXPR_OR:
	case LEAT_EXPR_COALESCE:
		return leat_run_lazy(run, step, sel);
	case LEAT_EXPR_COLUMN:
	case LEAT_EXPR_CONSTANT:
		break;
	}
	leat_unreachable();
}

int leat_run_steps(struct leat_run *run, uint32_t begin, uint32_t end, struct leat_sel sel)
{
	for (uint32_t i = begin; i < end; i = run->program->steps[i].next)
		LEAT_TRY(run_step(run, &run->program->steps[i], sel));
	return 0;
}

/* Run all steps with memory from @p arena. */
static int run_all(struct leat_run *run, const struct leat_col *cols, struct leat_sel sel)
{
	const struct leat_program *program = run->program;

	leat_assert(run->row_count <= LEAT_BATCH_ROWS);
	run->regs = leat_arena_alloc(run->arena, program->reg_count * sizeof(*run->regs));
	if (program->reg_count)
		memcpy(run->regs, program->regs, program->reg_count * sizeof(*run->regs));
	for (uint32_t i = 0; i < program->load_count; i++)
		run->regs[program->loads[i].reg] = cols[program->loads[i].column];
	return leat_run_steps(run, 0, program->step_count, sel);
}

int leat_program_run(struct leat_program *program, const struct leat_eval *eval,
                     const struct leat_col *cols, uint32_t row_count, struct leat_sel sel,
                     struct leat_arena *out_arena, struct leat_col *ret_cols, struct leat_err *err)
{
	struct leat_run run = { program, eval, NULL, row_count, out_arena, err };

	LEAT_TRY(run_all(&run, cols, sel));
	for (uint32_t i = 0; i < program->result_count; i++)
		ret_cols[i] = run.regs[program->results[i]];
	return 0;
}

int leat_program_filter(struct leat_program *program, const struct leat_eval *eval,
                        const struct leat_col *cols, uint32_t row_count, struct leat_sel sel,
                        struct leat_arena *scratch, uint16_t *rows, struct leat_sel *ret_sel,
                        struct leat_err *err)
{
	struct leat_run run = { program, eval, NULL, row_count, scratch, err };
	uint32_t count = 0;

	leat_assert(program->result_count == 1);
	LEAT_TRY(run_all(&run, cols, sel));

	const struct leat_col *keep = &run.regs[program->results[0]];
	if (leat_type_phys(keep->type) == LEAT_PHYS_NULL) {
		*ret_sel = (struct leat_sel){ rows, 0 };
		return 0;
	}
	/* Without a branch on the data, which is not predictable. */
	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);
		rows[count] = (uint16_t)row;
		count += keep->boolean[row] & !leat_col_is_null(keep, row);
	}
	*ret_sel = (struct leat_sel){ rows, count };
	return 0;
}

static void print_block(const struct leat_program *program, uint32_t begin, uint32_t end, int depth,
                        struct leat_buf *out)
{
	for (uint32_t i = begin; i < end; i = program->steps[i].next) {
		const struct leat_step *step = &program->steps[i];

		leat_buf_printf(out, "%*sr%u = ", depth * 2, "", step->out);
		leat_expr_print(step->expr, NULL, out);
		leat_buf_text(out, " <-");
		for (uint32_t a = 0; a < step->arg_count; a++)
			leat_buf_printf(out, " r%u", step->args[a]);
		leat_buf_char(out, '\n');
		for (uint32_t b = 0; b < step->block_count; b++)
			print_block(program, step->blocks[b].begin, step->blocks[b].end, depth + 1,
			            out);
	}
}

void leat_program_print(const struct leat_program *program, struct leat_buf *out)
{
	print_block(program, 0, program->step_count, 0, out);
}

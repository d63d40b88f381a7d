/* SPDX-License-Identifier: Apache-2.0 */
/* The lazy steps: each argument is evaluated only for the rows that need it. */
#include <string.h>

#include "expr/program_int.h"
#include "expr/value.h"

static uint16_t *row_numbers(struct leat_run *run, uint32_t count)
{
	return leat_arena_alloc(run->arena, count * sizeof(uint16_t));
}

/* One row of an AND or OR whose argument is @p value, and NULL if @p null: keep it in the result
 * and among the rows that go on.  No branch depends on the data, which is not predictable. */
static inline uint32_t logic_row(struct leat_out *out, uint32_t row, uint8_t value, uint8_t null,
                                 uint8_t absorbing, uint16_t *rows, uint32_t count)
{
	uint8_t absorbed = (uint8_t)((value == absorbing) & !null);

	out->boolean[row] = (uint8_t)(!absorbing ^ absorbed);
	out->nulls[row] = (uint8_t)((out->nulls[row] | null) & !absorbed);
	rows[count] = (uint16_t)row;
	return count + !absorbed;
}

/* The rows of @p sel that argument @p col does not decide, into @p rows; returns how many. */
static uint32_t logic_rows(const struct leat_col *col, struct leat_sel sel, uint8_t absorbing,
                           struct leat_out *out, uint16_t *rows)
{
	const uint8_t *values = col->boolean, *nulls = col->nulls;
	uint32_t count = 0;

	if (leat_type_phys(col->type) == LEAT_PHYS_NULL)
		for (uint32_t i = 0; i < sel.count; i++)
			count = logic_row(out, leat_sel_row(sel, i), 0, 1, absorbing, rows, count);
	else if (nulls)
		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			count = logic_row(out, row, values[row], nulls[row], absorbing, rows,
			                  count);
		}
	else if (sel.rows)
		for (uint32_t i = 0; i < sel.count; i++)
			count = logic_row(out, sel.rows[i], values[sel.rows[i]], 0, absorbing, rows,
			                  count);
	else
		for (uint32_t row = 0; row < sel.count; row++)
			count = logic_row(out, row, values[row], 0, absorbing, rows, count);
	return count;
}

/* AND (@p absorbing 0) or OR (@p absorbing 1): a row leaves at the first absorbing value; rows that
 * never meet it end with the other one, or NULL. */
static int run_logic(struct leat_run *run, const struct leat_step *step, struct leat_sel sel,
                     uint8_t absorbing)
{
	struct leat_out out = leat_run_out(run, step->expr->type);
	uint32_t arg = step->args[0];

	for (uint32_t b = 0;; b++) {
		uint16_t *rows = row_numbers(run, sel.count);
		uint32_t count = logic_rows(&run->regs[arg], sel, absorbing, &out, rows);

		if (count < sel.count)
			sel = (struct leat_sel){ rows, count };
		if (b == step->block_count || count == 0)
			break;
		const struct leat_block *block = &step->blocks[b];
		LEAT_TRY(leat_run_steps(run, block->begin, block->end, sel));
		arg = block->result;
	}
	for (uint32_t i = 0; i < sel.count && !out.has_nulls; i++)
		out.has_nulls = out.nulls[leat_sel_row(sel, i)];
	run->regs[step->out] = leat_run_finish(&out);
	return 0;
}

/* A result put together from rows of several columns. */
struct merge {
	struct leat_out out;
	enum leat_phys phys;
	struct leat_col *sources; /* LIST and ROW: copies of the columns, ... */
	uint16_t *source_of;      /* ... and for each row which one, + 1; 0: NULL. */
	uint32_t source_count;
};

static struct merge merge_begin(struct leat_run *run, const struct leat_step *step)
{
	struct merge m = { .out = leat_run_out(run, step->expr->type) };

	m.phys = leat_type_phys(step->expr->type);
	if (leat_phys_bytes(m.phys) && m.phys != LEAT_PHYS_LIST)
		return m;
	m.sources = LEAT_ARENA_ARRAY(run->arena, struct leat_col, step->block_count + 1);
	m.source_of = LEAT_ARENA_ARRAY(run->arena, uint16_t, run->row_count);
	return m;
}

/* Take the rows @p sel of @p col, whose type may be NULL. */
static void merge_add(struct merge *m, const struct leat_col *col, struct leat_sel sel)
{
	if (leat_type_phys(col->type) == LEAT_PHYS_NULL) {
		for (uint32_t i = 0; i < sel.count; i++)
			leat_out_null(&m->out, leat_sel_row(sel, i));
		return;
	}
	if (m->sources) {
		leat_assert(m->source_count < UINT16_MAX);
		m->sources[m->source_count++] = *col;
		for (uint32_t i = 0; i < sel.count; i++)
			m->source_of[leat_sel_row(sel, i)] = (uint16_t)m->source_count;
		return;
	}
	for (uint32_t i = 0; i < sel.count; i++)
		if (leat_col_is_null(col, leat_sel_row(sel, i)))
			leat_out_null(&m->out, leat_sel_row(sel, i));
	switch (m->phys) {
#define COPY(phys, member)                                                                         \
	case phys:                                                                                 \
		for (uint32_t i = 0; i < sel.count; i++)                                           \
			m->out.member[leat_sel_row(sel, i)] = col->member[leat_sel_row(sel, i)];   \
		break;
		COPY(LEAT_PHYS_BOOL, boolean)
		COPY(LEAT_PHYS_I64, i64)
		COPY(LEAT_PHYS_F64, f64)
		COPY(LEAT_PHYS_I128, i128)
		COPY(LEAT_PHYS_BYTES, bytes)
#undef COPY
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		leat_unreachable();
	}
}

static struct leat_col merge_end(struct leat_run *run, struct merge *m)
{
	if (!m->sources || m->phys == LEAT_PHYS_NULL)
		return leat_run_finish(&m->out);

	struct leat_col_builder *b = leat_col_builder_new(run->arena, m->out.type, run->row_count);
	for (uint32_t row = 0; row < run->row_count; row++)
		if (m->source_of[row])
			leat_col_builder_append(b, &m->sources[m->source_of[row] - 1], row, false);
		else
			leat_col_builder_null(b);
	return leat_col_builder_finish(b);
}

static int run_coalesce(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	struct merge m = merge_begin(run, step);
	uint32_t arg = step->args[0];

	for (uint32_t b = 0;; b++) {
		const struct leat_col *col = &run->regs[arg];
		bool last = b == step->block_count;
		uint16_t *have = row_numbers(run, sel.count), *lack = row_numbers(run, sel.count);
		uint32_t have_count = 0, lack_count = 0;

		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			bool null = leat_col_is_null(col, row) ||
			            leat_type_phys(col->type) == LEAT_PHYS_NULL;
			have[have_count] = lack[lack_count] = (uint16_t)row;
			have_count += !null || last;
			lack_count += null && !last;
		}
		merge_add(&m, col, (struct leat_sel){ have, have_count });
		if (lack_count == 0)
			break;
		sel = (struct leat_sel){ lack, lack_count };
		LEAT_TRY(leat_run_steps(run, step->blocks[b].begin, step->blocks[b].end, sel));
		arg = step->blocks[b].result;
	}
	run->regs[step->out] = merge_end(run, &m);
	return 0;
}

static int run_case(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	struct merge m = merge_begin(run, step);
	uint32_t condition = step->args[0];

	/* Blocks: value, condition, value, condition, value, .., else. */
	for (uint32_t b = 0; sel.count; b += 2) {
		const struct leat_col *when = &run->regs[condition];
		uint16_t *yes = row_numbers(run, sel.count), *no = row_numbers(run, sel.count);
		uint32_t yes_count = 0, no_count = 0;
		bool never = leat_type_phys(when->type) == LEAT_PHYS_NULL;

		for (uint32_t i = 0; i < sel.count; i++) {
			uint32_t row = leat_sel_row(sel, i);
			bool taken = !never && !leat_col_is_null(when, row) && when->boolean[row];
			yes[yes_count] = no[no_count] = (uint16_t)row;
			yes_count += taken;
			no_count += !taken;
		}
		if (yes_count) {
			struct leat_sel taken = { yes, yes_count };
			LEAT_TRY(leat_run_steps(run, step->blocks[b].begin, step->blocks[b].end,
			                        taken));
			merge_add(&m, &run->regs[step->blocks[b].result], taken);
		}
		sel = (struct leat_sel){ no, no_count };
		if (no_count == 0)
			break;
		const struct leat_block *next = &step->blocks[b + 1];
		LEAT_TRY(leat_run_steps(run, next->begin, next->end, sel));
		if (b + 2 == step->block_count) {
			merge_add(&m, &run->regs[next->result], sel);
			break;
		}
		condition = next->result;
	}
	run->regs[step->out] = merge_end(run, &m);
	return 0;
}

int leat_run_lazy(struct leat_run *run, const struct leat_step *step, struct leat_sel sel)
{
	switch (step->expr->kind) {
	case LEAT_EXPR_AND:
		return run_logic(run, step, sel, 0);
	case LEAT_EXPR_OR:
		return run_logic(run, step, sel, 1);
	case LEAT_EXPR_CASE:
		return run_case(run, step, sel);
	case LEAT_EXPR_COALESCE:
		return run_coalesce(run, step, sel);
	case LEAT_EXPR_COLUMN:
	case LEAT_EXPR_CONSTANT:
	case LEAT_EXPR_CALL:
	case LEAT_EXPR_CAST:
	case LEAT_EXPR_FIELD:
	case LEAT_EXPR_IN:
		break;
	}
	leat_unreachable();
}

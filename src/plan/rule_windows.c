/* SPDX-License-Identifier: Apache-2.0 */
/* Rule assign-windows: an aggregation over a window function assigns the windows itself.
 *
 *     AGGREGATE ─ CALC ─ WINDOW_TVF ─ x        becomes        AGGREGATE ─ CALC ─ x
 *
 * when nothing between the two looks at the window's columns but the aggregation.  A HOP's panes
 * are then added up instead of each row being copied into every window, and SESSION windows, which
 * exist only per key, can be run at all. */
#include "plan/rules.h"

/* The CALC's output column c is window column @p column of the TVF below it. */
static bool is_window_column(const struct leat_rel *calc, int32_t c, uint32_t column)
{
	const struct leat_expr *expr = calc->calc.exprs[c];

	return expr->kind == LEAT_EXPR_COLUMN && expr->column == column;
}

/* Is a window column read by anything but the aggregation's window? */
static bool window_is_read(const struct leat_rule_context *ctx, const struct leat_rel *aggregate,
                           const struct leat_rel *calc, uint32_t first)
{
	bool *used = LEAT_ARENA_ARRAY(ctx->arena, bool, first + 4);

	if (calc->calc.condition)
		leat_expr_mark_columns(calc->calc.condition, used);
	for (uint32_t i = 0; i < calc->schema->field_count; i++)
		if ((int32_t)i != aggregate->aggregate.start_column &&
		    (int32_t)i != aggregate->aggregate.end_column)
			leat_expr_mark_columns(calc->calc.exprs[i], used);
	/* As an argument or a key of the aggregation the bounds count as read, too. */
	for (uint32_t i = 0; i < aggregate->aggregate.key_count; i++)
		leat_expr_mark_columns(calc->calc.exprs[aggregate->aggregate.keys[i]], used);
	for (uint32_t i = 0; i < aggregate->aggregate.agg_count; i++)
		for (uint32_t k = 0; k < aggregate->aggregate.aggs[i].arg_count; k++)
			leat_expr_mark_columns(
				calc->calc.exprs[aggregate->aggregate.aggs[i].args[k]], used);
	return used[first] || used[first + 1] || used[first + 2];
}

/* PARTITION BY of a session must be what is grouped by. */
static bool partition_fits(const struct leat_rel *aggregate, const struct leat_rel *calc,
                           const struct leat_rel *tvf)
{
	if (tvf->tvf.window.kind != LEAT_WINDOW_SESSION)
		return true;
	if (tvf->tvf.partition_count != aggregate->aggregate.key_count)
		return false;
	for (uint32_t p = 0; p < tvf->tvf.partition_count; p++) {
		bool found = false;

		for (uint32_t k = 0; k < aggregate->aggregate.key_count; k++)
			found |= is_window_column(calc, (int32_t)aggregate->aggregate.keys[k],
			                          tvf->tvf.partition[p]);
		if (!found)
			return false;
	}
	return true;
}

/* The CALC over the TVF's input: the window's two columns become the time column, once. */
static const struct leat_rel *calc_below(const struct leat_rule_context *ctx,
                                         const struct leat_rel *aggregate,
                                         const struct leat_rel *calc, const struct leat_rel *tvf)
{
	const struct leat_rel *input = tvf->inputs[0];
	uint32_t n = calc->schema->field_count;
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *,
	                                                  n + 1);
	struct leat_schema *schema = LEAT_ARENA_NEW(ctx->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(ctx->arena, struct leat_field, n + 1);
	struct leat_rel *rel;

	for (uint32_t i = 0; i < n; i++) {
		exprs[i] = calc->calc.exprs[i];
		fields[i] = calc->schema->fields[i];
		if ((int32_t)i == aggregate->aggregate.start_column ||
		    (int32_t)i == aggregate->aggregate.end_column) {
			exprs[i] = leat_rel_column(ctx->arena, input, tvf->tvf.window.time_column);
			fields[i] = input->schema->fields[tvf->tvf.window.time_column];
		}
	}
	schema->field_count = n;
	schema->fields = fields;
	rel = leat_rel_new(ctx->arena, LEAT_REL_CALC, schema, 1, tvf->inputs);
	rel->span = calc->span;
	rel->calc.condition = calc->calc.condition;
	rel->calc.exprs = exprs;
	return rel;
}

static const struct leat_rel *assign(const struct leat_rule_context *ctx,
                                     const struct leat_rel *rel)
{
	const struct leat_rel *calc, *tvf;
	struct leat_rel *changed;
	uint32_t first;

	if (rel->kind != LEAT_REL_WINDOW_AGGREGATE || rel->aggregate.start_column < 0)
		return rel;
	calc = rel->inputs[0];
	if (calc->kind != LEAT_REL_CALC || !calc->calc.exprs)
		return rel;
	tvf = calc->inputs[0];
	if (tvf->kind != LEAT_REL_WINDOW_TVF)
		return rel;
	first = tvf->schema->field_count - 3;
	if (!is_window_column(calc, rel->aggregate.start_column, first) ||
	    !is_window_column(calc, rel->aggregate.end_column, first + 1) ||
	    window_is_read(ctx, rel, calc, first) || !partition_fits(rel, calc, tvf))
		return rel;
	calc = calc_below(ctx, rel, calc, tvf);
	changed = leat_rel_new(ctx->arena, rel->kind, rel->schema, 1, &calc);
	changed->span = rel->span;
	changed->aggregate = rel->aggregate;
	changed->aggregate.window = tvf->tvf.window;
	changed->aggregate.window.time_column = (uint32_t)rel->aggregate.start_column;
	changed->aggregate.start_column = -1;
	changed->aggregate.end_column = -1;
	return changed;
}

static void assign_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                       uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = leat_rel_rewrite(ctx, sinks[i], assign);
}

const struct leat_rule leat_rule_assign_windows = {
	.name = "assign-windows",
	.doc = "An aggregation directly over a window function assigns the windows itself.",
	.apply = assign_all,
};

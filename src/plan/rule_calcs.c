/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about CALCs: merge neighbours, simplify conditions, remove what does nothing. */
#include "plan/rules.h"

/* ---- merge-calcs ---- */

static uint32_t uses_of(const struct leat_expr *expr, uint32_t column)
{
	uint32_t n = expr->kind == LEAT_EXPR_COLUMN && expr->column == column;

	for (uint32_t i = 0; i < expr->arg_count; i++)
		n += uses_of(expr->args[i], column);
	return n;
}

/* Reading a column several times must not compute an impure expression several times. */
static bool can_inline(const struct leat_rel *upper, const struct leat_rel *lower)
{
	for (uint32_t c = 0; lower->calc.exprs && c < lower->schema->field_count; c++) {
		uint32_t uses = 0;

		if (leat_expr_is_pure(lower->calc.exprs[c]))
			continue;
		if (upper->calc.condition)
			uses += uses_of(upper->calc.condition, c) ? 2 : 0;
		for (uint32_t i = 0; upper->calc.exprs && i < upper->schema->field_count; i++)
			uses += uses_of(upper->calc.exprs[i], c);
		if (uses > 1)
			return false;
	}
	return true;
}

static const struct leat_rel *merge(const struct leat_rule_context *ctx,
                                    const struct leat_rel *upper)
{
	const struct leat_rel *lower;
	const struct leat_expr *parts[2], *condition, **exprs;
	uint32_t count = 0, n = upper->schema->field_count;
	struct leat_rel *rel;

	if (upper->kind != LEAT_REL_CALC || upper->inputs[0]->kind != LEAT_REL_CALC)
		return upper;
	lower = upper->inputs[0];
	if (!can_inline(upper, lower))
		return upper;
	if (lower->calc.condition)
		parts[count++] = lower->calc.condition;
	if (upper->calc.condition) {
		condition = upper->calc.condition;
		if (lower->calc.exprs)
			condition = leat_expr_substitute(ctx->arena, condition, lower->calc.exprs);
		parts[count++] = condition;
	}
	exprs = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		exprs[i] = upper->calc.exprs ? upper->calc.exprs[i]
		                             : leat_rel_column(ctx->arena, lower, i);
		if (lower->calc.exprs)
			exprs[i] = leat_expr_substitute(ctx->arena, exprs[i], lower->calc.exprs);
	}
	rel = leat_rel_new(ctx->arena, LEAT_REL_CALC, upper->schema, 1, lower->inputs);
	rel->span = upper->span;
	rel->calc.condition = leat_conjunction(ctx->arena, count, parts);
	rel->calc.exprs = upper->calc.exprs || lower->calc.exprs ? exprs : NULL;
	return merge(ctx, rel);
}

static void merge_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                      uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = leat_rel_rewrite(ctx, sinks[i], merge);
}

const struct leat_rule leat_rule_merge_calcs = {
	.name = "merge-calcs",
	.doc = "Neighbouring filters and projections become one.",
	.apply = merge_all,
};

/* ---- simplify-filters ---- */

static bool is_constant(const struct leat_expr *expr, bool *ret_true)
{
	if (expr->kind != LEAT_EXPR_CONSTANT)
		return false;
	*ret_true = expr->type->id == LEAT_BOOLEAN && !leat_col_is_null(expr->constant, 0) &&
	            expr->constant->boolean[0];
	return true;
}

/* TRUE falls out of a condition; with FALSE or NULL there are no rows. */
static const struct leat_rel *simplify(const struct leat_rule_context *ctx,
                                       const struct leat_rel *rel)
{
	const struct leat_expr **parts;
	uint32_t n, kept = 0;
	struct leat_rel *changed;

	if (rel->kind != LEAT_REL_CALC || !rel->calc.condition)
		return rel;
	n = leat_conjuncts(rel->calc.condition, NULL);
	parts = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *, n);
	leat_conjuncts(rel->calc.condition, parts);
	for (uint32_t i = 0; i < n; i++) {
		bool is_true;

		if (!is_constant(parts[i], &is_true)) {
			parts[kept++] = parts[i];
		} else if (!is_true) {
			changed = leat_rel_new(ctx->arena, LEAT_REL_VALUES, rel->schema, 0, NULL);
			changed->span = rel->span;
			return changed;
		}
	}
	if (kept == n)
		return rel;
	changed = leat_rel_new(ctx->arena, LEAT_REL_CALC, rel->schema, 1, rel->inputs);
	changed->span = rel->span;
	changed->calc.condition = leat_conjunction(ctx->arena, kept, parts);
	changed->calc.exprs = rel->calc.exprs;
	return changed;
}

static void simplify_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                         uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = leat_rel_rewrite(ctx, sinks[i], simplify);
}

const struct leat_rule leat_rule_simplify_filters = {
	.name = "simplify-filters",
	.doc = "Conditions that are always true are dropped; one that never is leaves no rows.",
	.apply = simplify_all,
};

/* ---- remove-calcs ---- */

static bool does_nothing(const struct leat_rel *rel)
{
	const struct leat_rel *input = rel->inputs[0];

	if (rel->calc.condition)
		return false;
	if (!rel->calc.exprs)
		return true;
	if (rel->schema->field_count != input->schema->field_count)
		return false;
	for (uint32_t i = 0; i < rel->schema->field_count; i++) {
		const struct leat_expr *expr = rel->calc.exprs[i];

		/* A time attribute that is materialised changes what the column is. */
		if (expr->kind != LEAT_EXPR_COLUMN || expr->column != i ||
		    expr->type->time != input->schema->fields[i].type->time)
			return false;
	}
	return true;
}

/* Names do not matter between operators, nor to a sink, which has its own. */
static const struct leat_rel *remove_inputs(const struct leat_rule_context *ctx,
                                            const struct leat_rel *rel)
{
	const struct leat_rel **inputs = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_rel *,
	                                                  rel->input_count + 1);

	for (uint32_t i = 0; i < rel->input_count; i++) {
		inputs[i] = rel->inputs[i];
		while (inputs[i]->kind == LEAT_REL_CALC && does_nothing(inputs[i]))
			inputs[i] = inputs[i]->inputs[0];
	}
	return leat_rel_with_inputs(ctx->arena, rel, inputs);
}

static void remove_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                       uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = leat_rel_rewrite(ctx, sinks[i], remove_inputs);
}

const struct leat_rule leat_rule_remove_calcs = {
	.name = "remove-calcs",
	.doc = "Projections that pass all columns as they are are left out.",
	.apply = remove_all,
};

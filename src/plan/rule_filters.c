/* SPDX-License-Identifier: Apache-2.0 */
/* Rule push-filters: conditions move towards the tables, through unions, window functions and, for
 * conditions on grouping columns, aggregations. */
#include "plan/rules.h"

/* Columns of @p input as seen through a node whose output column c is input column map[c]; a
 * condition that reads others stays above. */
static bool reads_only(const struct leat_expr *condition, const int64_t *map, uint32_t count,
                       struct leat_arena *arena)
{
	bool *used = LEAT_ARENA_ARRAY(arena, bool, count + 1);

	leat_expr_mark_columns(condition, used);
	for (uint32_t i = 0; i < count; i++)
		if (used[i] && map[i] < 0)
			return false;
	return leat_expr_is_pure(condition);
}

/* @p calc without its condition's parts that moved; its condition is what is left. */
static const struct leat_rel *with_condition(const struct leat_rule_context *ctx,
                                             const struct leat_rel *calc,
                                             const struct leat_rel *input, uint32_t count,
                                             const struct leat_expr *const *parts)
{
	struct leat_rel *rel;

	if (!count && !calc->calc.exprs)
		return input;
	rel = leat_rel_new(ctx->arena, LEAT_REL_CALC, calc->schema, 1, &input);
	rel->span = calc->span;
	rel->calc.condition = leat_conjunction(ctx->arena, count, parts);
	rel->calc.exprs = calc->calc.exprs;
	return rel;
}

/* Which column of the first input each output column is; -1: none. */
static const int64_t *column_map(const struct leat_rule_context *ctx, const struct leat_rel *rel)
{
	uint32_t n = rel->schema->field_count;
	int64_t *map = LEAT_ARENA_ARRAY(ctx->arena, int64_t, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		map[i] = -1;
		if (rel->kind == LEAT_REL_UNION)
			map[i] = i;
		else if (rel->kind == LEAT_REL_WINDOW_TVF && i + 3 < n)
			map[i] = i;
		else if ((rel->kind == LEAT_REL_AGGREGATE ||
		          rel->kind == LEAT_REL_WINDOW_AGGREGATE) &&
		         i < rel->aggregate.key_count)
			map[i] = rel->aggregate.keys[i];
	}
	return map;
}

static const struct leat_rel *push(const struct leat_rule_context *ctx,
                                   const struct leat_rel *calc);

/* @p input filtered by conditions over the columns of the node above it. */
static const struct leat_rel *filtered(const struct leat_rule_context *ctx,
                                       const struct leat_rel *input, const int64_t *map,
                                       uint32_t map_count, uint32_t count,
                                       const struct leat_expr *const *parts)
{
	const struct leat_expr **replace = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *,
	                                                    map_count + 1);
	const struct leat_expr *condition = leat_conjunction(ctx->arena, count, parts);

	for (uint32_t i = 0; i < map_count; i++)
		if (map[i] >= 0)
			replace[i] = leat_rel_column(ctx->arena, input, (uint32_t)map[i]);
	condition = leat_expr_substitute(ctx->arena, condition, replace);
	if (input->kind == LEAT_REL_CALC) { /* merge with it at once */
		struct leat_rel *merged;
		const struct leat_expr *both[2] = { input->calc.condition, condition };

		if (input->calc.exprs)
			both[1] = leat_expr_substitute(ctx->arena, condition, input->calc.exprs);
		merged = leat_rel_new(ctx->arena, LEAT_REL_CALC, input->schema, 1, input->inputs);
		merged->span = input->span;
		merged->calc.exprs = input->calc.exprs;
		merged->calc.condition = both[0] ? leat_conjunction(ctx->arena, 2, both) : both[1];
		return push(ctx, merged);
	}
	return push(ctx, leat_rel_filter(ctx->arena, input, condition));
}

static const struct leat_rel *push(const struct leat_rule_context *ctx, const struct leat_rel *calc)
{
	const struct leat_rel *below, **inputs;
	const struct leat_expr **parts, **moved;
	uint32_t n, stay = 0, go = 0;
	const int64_t *map;

	if (calc->kind != LEAT_REL_CALC || !calc->calc.condition)
		return calc;
	below = calc->inputs[0];
	if (below->kind != LEAT_REL_UNION && below->kind != LEAT_REL_WINDOW_TVF &&
	    below->kind != LEAT_REL_AGGREGATE && below->kind != LEAT_REL_WINDOW_AGGREGATE)
		return calc;
	/* Without keys there is one group, which exists whatever is filtered. */
	if (below->kind == LEAT_REL_AGGREGATE && !below->aggregate.key_count)
		return calc;
	/* A session's windows depend on all its rows. */
	if (below->kind == LEAT_REL_WINDOW_TVF && below->tvf.window.kind == LEAT_WINDOW_SESSION)
		return calc;
	n = leat_conjuncts(calc->calc.condition, NULL);
	parts = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *, n);
	moved = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *, n);
	leat_conjuncts(calc->calc.condition, parts);
	map = column_map(ctx, below);
	for (uint32_t i = 0; i < n; i++) {
		if (reads_only(parts[i], map, below->schema->field_count, ctx->arena))
			moved[go++] = parts[i];
		else
			parts[stay++] = parts[i];
	}
	if (!go)
		return calc;
	inputs = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_rel *, below->input_count);
	for (uint32_t i = 0; i < below->input_count; i++)
		inputs[i] = filtered(ctx, below->inputs[i], map, below->schema->field_count, go,
		                     moved);
	below = leat_rel_with_inputs(ctx->arena, below, inputs);
	return with_condition(ctx, calc, below, stay, parts);
}

static void push_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                     uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = leat_rel_rewrite(ctx, sinks[i], push);
}

const struct leat_rule leat_rule_push_filters = {
	.name = "push-filters",
	.doc = "Filters move below unions, windows and aggregations where they give the same rows.",
	.apply = push_all,
};

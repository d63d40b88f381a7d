/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules, and what rules share. */
#include "plan/rules.h"

#include <string.h>

#include "plan/plan.h"
#include "plan/query.h"

/* Merging comes first so that filters meet what they filter; sharing and merging again come
 * last. */
static const struct leat_rule *const rules[] = {
	&leat_rule_merge_calcs,      &leat_rule_push_filters,   &leat_rule_fold_constants,
	&leat_rule_simplify_filters, &leat_rule_assign_windows, &leat_rule_prune_columns,
	&leat_rule_share_scans,      &leat_rule_merge_calcs,    &leat_rule_remove_calcs,
};

const struct leat_rule_info *leat_rule_table(void)
{
	static struct leat_rule_info table[LEAT_COUNT(rules) + 1];
	uint32_t n = 0;

	if (table[0].name)
		return table;
	for (size_t i = 0; i < LEAT_COUNT(rules); i++) {
		bool seen = false;

		for (uint32_t k = 0; k < n; k++)
			seen |= strcmp(table[k].name, rules[i]->name) == 0;
		if (!seen)
			table[n++] = (struct leat_rule_info){ rules[i]->name, rules[i]->doc };
	}
	return table;
}

static bool is_disabled(const struct leat_rule_context *ctx, const struct leat_rule *rule)
{
	const struct leat_opt_list *list = &ctx->settings->disabled_rules;

	for (uint32_t i = 0; i < list->count; i++)
		if (list->items[i].n == strlen(rule->name) &&
		    memcmp(list->items[i].p, rule->name, list->items[i].n) == 0)
			return true;
	return false;
}

/* All rules that are not disabled. */
static void apply_rules(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                      uint32_t count)
{
	for (size_t i = 0; i < LEAT_COUNT(rules); i++)
		if (!is_disabled(ctx, rules[i]))
			rules[i]->apply(ctx, sinks, count);
}

const struct leat_rel *leat_rel_rewrite(
	const struct leat_rule_context *ctx, const struct leat_rel *rel,
	const struct leat_rel *(*visit)(const struct leat_rule_context *ctx,
                                        const struct leat_rel *rel))
{
	const struct leat_rel **inputs = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_rel *,
	                                                  rel->input_count + 1);

	for (uint32_t i = 0; i < rel->input_count; i++)
		inputs[i] = leat_rel_rewrite(ctx, rel->inputs[i], visit);
	return visit(ctx, leat_rel_with_inputs(ctx->arena, rel, inputs));
}

uint32_t leat_conjuncts(const struct leat_expr *condition, const struct leat_expr **ret)
{
	uint32_t n = 0;

	if (condition->kind != LEAT_EXPR_AND) {
		if (ret)
			ret[0] = condition;
		return 1;
	}
	for (uint32_t i = 0; i < condition->arg_count; i++)
		n += leat_conjuncts(condition->args[i], ret ? ret + n : NULL);
	return n;
}

const struct leat_expr *leat_conjunction(struct leat_arena *arena, uint32_t count,
                                         const struct leat_expr *const *parts)
{
	const struct leat_expr **args;
	struct leat_expr *all;
	bool nullable = false;

	if (count < 2)
		return count ? parts[0] : NULL;
	args = LEAT_ARENA_ARRAY(arena, const struct leat_expr *, count);
	for (uint32_t i = 0; i < count; i++) {
		args[i] = parts[i];
		nullable |= parts[i]->type->nullable;
	}
	all = LEAT_ARENA_NEW(arena, struct leat_expr);
	*all = (struct leat_expr){
		.kind = LEAT_EXPR_AND,
		.span = parts[0]->span,
		.type = leat_type_with_null(arena, leat_type_basic(LEAT_BOOLEAN), nullable),
		.arg_count = count,
		.args = args,
	};
	return all;
}

const struct leat_query *leat_query_plan(const struct leat_lowering *with, uint32_t sink_count,
                                         const struct leat_rel *const *sinks)
{
	struct leat_rule_context ctx = { with->arena, with->settings, with->zone };
	struct leat_query *query = LEAT_ARENA_NEW(with->arena, struct leat_query);
	const struct leat_rel **bound = LEAT_ARENA_ARRAY(with->arena, const struct leat_rel *,
	                                                 sink_count);
	const struct leat_rel **optimized = LEAT_ARENA_ARRAY(with->arena, const struct leat_rel *,
	                                                     sink_count);

	memcpy(bound, sinks, sizeof(*bound) * sink_count);
	memcpy(optimized, sinks, sizeof(*optimized) * sink_count);
	apply_rules(&ctx, optimized, sink_count);
	query->sink_count = sink_count;
	query->bound = bound;
	query->optimized = optimized;
	query->spec = leat_lower(with, sink_count, optimized);
	return query->spec ? query : NULL;
}

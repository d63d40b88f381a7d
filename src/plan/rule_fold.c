/* SPDX-License-Identifier: Apache-2.0 */
/* Rule fold-constants: what merging has made constant is computed now.
 *
 * The binder folds what is constant as it is written; a projection of constants that has been
 * merged with what is above it makes more of them. */
#include "plan/rules.h"

static const struct leat_expr *fold(const struct leat_rule_context *ctx,
                                    const struct leat_expr *expr);

/* The arguments folded; *@p ret_constant: all of them are constants. */
static const struct leat_expr *const *fold_args(const struct leat_rule_context *ctx,
                                                const struct leat_expr *expr, bool *ret_changed,
                                                bool *ret_constant)
{
	const struct leat_expr **args = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *,
	                                                 expr->arg_count + 1);

	*ret_constant = true;
	*ret_changed = false;
	for (uint32_t i = 0; i < expr->arg_count; i++) {
		args[i] = fold(ctx, expr->args[i]);
		*ret_changed |= args[i] != expr->args[i];
		*ret_constant &= args[i]->kind == LEAT_EXPR_CONSTANT;
	}
	return args;
}

/* A call that has no value (it fails) stays as it is: it fails when a row reaches it. */
static const struct leat_expr *fold(const struct leat_rule_context *ctx,
                                    const struct leat_expr *expr)
{
	const struct leat_expr *const *args, *folded = NULL;
	bool constant, changed;
	struct leat_expr *copy;

	if (!expr->arg_count)
		return expr;
	args = fold_args(ctx, expr, &changed, &constant);
	if (constant && expr->kind == LEAT_EXPR_CAST &&
	    leat_expr_cast(ctx->arena, args[0], expr->type, expr->try_cast, ctx->zone, &folded,
	                   NULL))
		folded = NULL;
	if (constant && expr->kind == LEAT_EXPR_CALL && expr->function->flags & LEAT_FN_PURE &&
	    leat_expr_call(ctx->arena, expr->function,
	                   (struct leat_str){ expr->function->name,
	                                      (uint32_t)__builtin_strlen(expr->function->name) },
	                   expr->span, expr->arg_count, args, ctx->zone, &folded, NULL))
		folded = NULL;
	if (folded && leat_type_equal(folded->type, expr->type))
		return folded;
	if (!changed)
		return expr;
	copy = LEAT_ARENA_NEW(ctx->arena, struct leat_expr);
	*copy = *expr;
	copy->args = args;
	return copy;
}

static const struct leat_rel *fold_calc(const struct leat_rule_context *ctx,
                                        const struct leat_rel *rel)
{
	uint32_t n = rel->schema->field_count;
	const struct leat_expr **exprs;
	struct leat_rel *folded;

	if (rel->kind != LEAT_REL_CALC)
		return rel;
	exprs = LEAT_ARENA_ARRAY(ctx->arena, const struct leat_expr *, n + 1);
	for (uint32_t i = 0; rel->calc.exprs && i < n; i++)
		exprs[i] = fold(ctx, rel->calc.exprs[i]);
	folded = leat_rel_new(ctx->arena, LEAT_REL_CALC, rel->schema, 1, rel->inputs);
	folded->span = rel->span;
	folded->calc.exprs = rel->calc.exprs ? exprs : NULL;
	if (rel->calc.condition)
		folded->calc.condition = fold(ctx, rel->calc.condition);
	return folded;
}

static void fold_all(const struct leat_rule_context *ctx, const struct leat_rel **sinks,
                     uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		sinks[i] = leat_rel_rewrite(ctx, sinks[i], fold_calc);
}

const struct leat_rule leat_rule_fold_constants = {
	.name = "fold-constants",
	.doc = "Calls of constants are computed while the query is planned.",
	.apply = fold_all,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of lazy functions. */
#include "expr/lazy.h"

#include "expr/bind.h"

static int make_node(const struct leat_call_site *site, enum leat_expr_kind kind,
                     const struct leat_type *type, uint32_t arg_count,
                     const struct leat_expr *const *args, const struct leat_expr **ret_expr)
{
	struct leat_expr *expr = LEAT_ARENA_NEW(site->arena, struct leat_expr);

	*expr = (struct leat_expr){
		.kind = kind,
		.span = site->span,
		.type = type,
		.arg_count = arg_count,
		.args = args,
	};
	*ret_expr = expr;
	return 0;
}

static int call_equal(const struct leat_call_site *site, const struct leat_expr *a,
                      const struct leat_expr *b, const struct leat_expr **ret_expr,
                      struct leat_err *err)
{
	const struct leat_expr *args[] = { a, b };

	return leat_expr_call(site->arena, leat_function_find(LEAT_STR("=")), LEAT_STR("="),
	                      site->span, 2, args, site->zone, ret_expr, err);
}

/* NULLIF(a, b): CASE WHEN a = b THEN NULL ELSE a END. */
static int make_nullif(const struct leat_call_site *site, const struct leat_type *type,
                       const struct leat_expr *const *args, const struct leat_expr **ret_expr,
                       struct leat_err *err)
{
	const struct leat_expr **parts = LEAT_ARENA_ARRAY(site->arena, const struct leat_expr *, 3);

	LEAT_TRY(call_equal(site, args[0], args[1], &parts[0], err));
	parts[1] = leat_expr_null(site->arena, type);
	parts[2] = args[0];
	return make_node(site, LEAT_EXPR_CASE, type, 3, parts, ret_expr);
}

/* IN with a value that is not constant: a = x OR a = y .. */
static int make_in(const struct leat_call_site *site, const struct leat_type *type,
                   uint32_t arg_count, const struct leat_expr *const *args,
                   const struct leat_expr **ret_expr, struct leat_err *err)
{
	bool constant = true;

	for (uint32_t i = 1; i < arg_count; i++)
		constant &= args[i]->kind == LEAT_EXPR_CONSTANT;
	if (constant)
		return make_node(site, LEAT_EXPR_IN, type, arg_count, args, ret_expr);

	const struct leat_expr **parts = LEAT_ARENA_ARRAY(site->arena, const struct leat_expr *,
	                                                  arg_count - 1);
	for (uint32_t i = 1; i < arg_count; i++)
		LEAT_TRY(call_equal(site, args[0], args[i], &parts[i - 1], err));
	if (arg_count == 2) {
		*ret_expr = parts[0];
		return 0;
	}
	return make_node(site, LEAT_EXPR_OR, type, arg_count - 1, parts, ret_expr);
}

int leat_lazy_make(const struct leat_call_site *site, const struct leat_type *type,
                   uint32_t arg_count, const struct leat_expr *const *args,
                   const struct leat_expr **ret_expr, struct leat_err *err)
{
	struct leat_str name = { site->function->name,
		                 (uint32_t)__builtin_strlen(site->function->name) };

	if (leat_str_is(name, "NULLIF"))
		return make_nullif(site, type, args, ret_expr, err);
	if (leat_str_is(name, "IN"))
		return make_in(site, type, arg_count, args, ret_expr, err);
	if (leat_str_is(name, "AND"))
		return make_node(site, LEAT_EXPR_AND, type, arg_count, args, ret_expr);
	if (leat_str_is(name, "OR"))
		return make_node(site, LEAT_EXPR_OR, type, arg_count, args, ret_expr);
	if (leat_str_is(name, "CASE") || leat_str_is(name, "IF"))
		return make_node(site, LEAT_EXPR_CASE, type, arg_count, args, ret_expr);
	leat_assert(leat_str_is(name, "COALESCE") || leat_str_is(name, "IFNULL"));
	if (arg_count == 1) {
		*ret_expr = args[0];
		return 0;
	}
	return make_node(site, LEAT_EXPR_COALESCE, type, arg_count, args, ret_expr);
}

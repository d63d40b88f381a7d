/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions: operators and special forms become calls of function rows. */
#include <string.h>

#include "base/limits.h"
#include "plan/bind_int.h"

#include "expr/coerce.h"

const struct leat_expr *leat_bind_materialize(struct leat_binder *b, const struct leat_expr *expr)
{
	struct leat_expr *copy;

	if (expr->type->time == LEAT_TIME_NONE)
		return expr;
	copy = LEAT_ARENA_NEW(b->arena, struct leat_expr);
	*copy = *expr;
	copy->type = leat_type_with_time(b->arena, expr->type, LEAT_TIME_NONE);
	return copy;
}

const struct leat_expr *leat_bind_operator(struct leat_binder *b, const char *name,
                                           struct leat_span span, uint32_t arg_count,
                                           const struct leat_expr *const *args)
{
	struct leat_str written = leat_str_of(name);
	const struct leat_function *function = leat_function_find(written);
	const struct leat_expr *expr;
	const struct leat_expr **plain;
	struct leat_err err;

	if (!function)
		return leat_bind_unsupported(b, span, leat_arena_printf(b->arena, "\"%s\"", name));
	plain = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, arg_count + 1);
	for (uint32_t i = 0; i < arg_count; i++) {
		if (!args[i])
			return NULL;
		plain[i] = leat_bind_materialize(b, args[i]);
	}
	if (leat_expr_call(b->arena, function, written, leat_bind_place(b, span), arg_count, plain,
	                   b->zone, &expr, &err))
		return leat_bind_fail(b, &err, span);
	return leat_bind_materialize(b, expr);
}

bool leat_bind_exprs(struct leat_binder *b, struct leat_scope *scope,
                     const struct leat_ast_exprs *list, const struct leat_expr **ret)
{
	bool good = true;

	for (uint32_t i = 0; i < list->count; i++) {
		ret[i] = leat_bind_expr(b, scope, list->items[i]);
		good &= ret[i] != NULL;
	}
	return good;
}

const struct leat_expr *leat_bind_cast(struct leat_binder *b, const struct leat_expr *expr,
                                       const struct leat_type *type)
{
	const struct leat_expr *cast;
	struct leat_err err;

	if (leat_expr_cast(b->arena, expr, type, false, b->zone, &cast, &err))
		return leat_bind_fail(b, &err, expr->span);
	return cast;
}

const struct leat_expr *leat_bind_condition(struct leat_binder *b, struct leat_scope *scope,
                                            const struct leat_ast_expr *ast)
{
	const struct leat_expr *expr = leat_bind_expr(b, scope, ast);

	if (!expr || expr->type->id == LEAT_BOOLEAN)
		return expr;
	if (expr->type->id == LEAT_NULL)
		return leat_expr_null(b->arena, leat_type_basic(LEAT_BOOLEAN));
	return leat_bind_error(b, LEAT_E_TYPE, ast->span, "%s must be a condition",
	                       scope->clause ? scope->clause : "this");
}

/* A list of expressions to a call of the row @p name. */
static const struct leat_expr *bind_list(struct leat_binder *b, struct leat_scope *scope,
                                         const struct leat_ast_expr *ast, const char *name,
                                         const struct leat_ast_exprs *list)
{
	const struct leat_expr **args = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                 list->count + 1);

	if (!leat_bind_exprs(b, scope, list, args))
		return NULL;
	return leat_bind_operator(b, name, ast->span, list->count, args);
}

static const struct leat_expr *negated(struct leat_binder *b, bool yes, struct leat_span span,
                                       const struct leat_expr *expr)
{
	return yes && expr ? leat_bind_operator(b, "NOT", span, 1, &expr) : expr;
}

static const struct leat_expr *bind_binary(struct leat_binder *b, struct leat_scope *scope,
                                           const struct leat_ast_expr *ast)
{
	const struct leat_ast_expr *left = ast->binary.left, *right = ast->binary.right;
	const struct leat_expr *args[4];

	if (ast->binary.op == LEAT_AST_BINARY_OVERLAPS && left->kind == LEAT_AST_EXPR_ROW &&
	    right->kind == LEAT_AST_EXPR_ROW && left->list.count == 2 && right->list.count == 2) {
		if (!leat_bind_exprs(b, scope, &left->list, args) ||
		    !leat_bind_exprs(b, scope, &right->list, args + 2))
			return NULL;
		return leat_bind_operator(b, "OVERLAPS", ast->span, 4, args);
	}
	args[0] = leat_bind_expr(b, scope, left);
	args[1] = leat_bind_expr(b, scope, right);
	return leat_bind_operator(b, leat_ast_binary_text(ast->binary.op), ast->span, 2, args);
}

static const struct leat_expr *bind_unary(struct leat_binder *b, struct leat_scope *scope,
                                          const struct leat_ast_expr *ast)
{
	const struct leat_expr *arg = leat_bind_expr(b, scope, ast->unary.arg);

	switch (ast->unary.op) {
	case LEAT_AST_UNARY_NOT:
		return leat_bind_operator(b, "NOT", ast->span, 1, &arg);
	case LEAT_AST_UNARY_MINUS:
		return leat_bind_operator(b, "-", ast->span, 1, &arg);
	case LEAT_AST_UNARY_PLUS:
		return leat_bind_operator(b, "+", ast->span, 1, &arg);
	}
	leat_unreachable();
}

/* A keyword as a constant. */
static const struct leat_expr *symbol(struct leat_binder *b, const char *word)
{
	return leat_expr_bytes(b->arena,
	                       leat_type_with_null(b->arena, leat_type_basic(LEAT_SYMBOL), false),
	                       leat_str_of(word));
}

static const struct leat_expr *bind_is(struct leat_binder *b, struct leat_scope *scope,
                                       const struct leat_ast_expr *ast)
{
	static const char *const tests[][2] = {
		[LEAT_AST_IS_NULL] = { "IS NULL", "IS NOT NULL" },
		[LEAT_AST_IS_TRUE] = { "IS TRUE", "IS NOT TRUE" },
		[LEAT_AST_IS_FALSE] = { "IS FALSE", "IS NOT FALSE" },
		[LEAT_AST_IS_UNKNOWN] = { "IS UNKNOWN", "IS NOT UNKNOWN" },
		[LEAT_AST_IS_DISTINCT_FROM] = { "IS DISTINCT FROM", "IS NOT DISTINCT FROM" },
		[LEAT_AST_IS_JSON_VALUE] = { "IS JSON", "IS NOT JSON" },
		[LEAT_AST_IS_JSON_OBJECT] = { "IS JSON", "IS NOT JSON" },
		[LEAT_AST_IS_JSON_ARRAY] = { "IS JSON", "IS NOT JSON" },
		[LEAT_AST_IS_JSON_SCALAR] = { "IS JSON", "IS NOT JSON" },
		[LEAT_AST_IS_A_SET] = { "IS A SET", "IS NOT A SET" },
		[LEAT_AST_IS_EMPTY] = { "IS EMPTY", "IS NOT EMPTY" },
	};
	const struct leat_expr *args[2] = { leat_bind_expr(b, scope, ast->is.arg) };
	uint32_t count = 2;

	switch (ast->is.test) {
	case LEAT_AST_IS_DISTINCT_FROM:
		args[1] = leat_bind_expr(b, scope, ast->is.right);
		break;
	case LEAT_AST_IS_JSON_VALUE:
		args[1] = symbol(b, "VALUE");
		break;
	case LEAT_AST_IS_JSON_OBJECT:
		args[1] = symbol(b, "OBJECT");
		break;
	case LEAT_AST_IS_JSON_ARRAY:
		args[1] = symbol(b, "ARRAY");
		break;
	case LEAT_AST_IS_JSON_SCALAR:
		args[1] = symbol(b, "SCALAR");
		break;
	case LEAT_AST_IS_NULL:
	case LEAT_AST_IS_TRUE:
	case LEAT_AST_IS_FALSE:
	case LEAT_AST_IS_UNKNOWN:
	case LEAT_AST_IS_A_SET:
	case LEAT_AST_IS_EMPTY:
		count = 1;
		break;
	}
	return leat_bind_operator(b, tests[ast->is.test][ast->is.negated], ast->span, count, args);
}

static const struct leat_expr *within(struct leat_binder *b, struct leat_span span,
                                      const struct leat_expr *arg, const struct leat_expr *low,
                                      const struct leat_expr *high)
{
	const struct leat_expr *from[2] = { arg, low }, *to[2] = { arg, high }, *both[2];

	both[0] = leat_bind_operator(b, ">=", span, 2, from);
	both[1] = both[0] ? leat_bind_operator(b, "<=", span, 2, to) : NULL;
	return leat_bind_operator(b, "AND", span, 2, both);
}

static const struct leat_expr *bind_between(struct leat_binder *b, struct leat_scope *scope,
                                            const struct leat_ast_expr *ast)
{
	const struct leat_expr *arg = leat_bind_expr(b, scope, ast->between.arg);
	const struct leat_expr *low = leat_bind_expr(b, scope, ast->between.low);
	const struct leat_expr *high = leat_bind_expr(b, scope, ast->between.high);
	const struct leat_expr *expr, *ways[2];

	if (!arg || !low || !high)
		return NULL;
	expr = within(b, ast->span, arg, low, high);
	if (expr && ast->between.symmetric) {
		ways[0] = expr;
		ways[1] = within(b, ast->span, arg, high, low);
		expr = leat_bind_operator(b, "OR", ast->span, 2, ways);
	}
	return negated(b, ast->between.negated, ast->span, expr);
}

static const struct leat_expr *bind_in(struct leat_binder *b, struct leat_scope *scope,
                                       const struct leat_ast_expr *ast)
{
	const struct leat_ast_exprs *list = &ast->in.list;
	const struct leat_expr **args;

	if (ast->in.query)
		return leat_bind_unsupported(b, ast->span, "IN with a sub-query");
	args = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, list->count + 1);
	args[0] = leat_bind_expr(b, scope, ast->in.arg);
	if (!leat_bind_exprs(b, scope, list, args + 1))
		return NULL;
	return negated(b, ast->in.negated, ast->span,
	               leat_bind_operator(b, "IN", ast->span, list->count + 1, args));
}

static const struct leat_expr *bind_like(struct leat_binder *b, struct leat_scope *scope,
                                         const struct leat_ast_expr *ast)
{
	static const char *const names[] = {
		[LEAT_AST_LIKE] = "LIKE",
		[LEAT_AST_ILIKE] = "ILIKE",
		[LEAT_AST_RLIKE] = "REGEXP",
		[LEAT_AST_SIMILAR_TO] = "SIMILAR TO",
	};
	const struct leat_expr *args[3] = { leat_bind_expr(b, scope, ast->like.arg),
		                            leat_bind_expr(b, scope, ast->like.pattern) };
	uint32_t count = 2;

	if (ast->like.escape)
		args[count++] = leat_bind_expr(b, scope, ast->like.escape);
	return negated(b, ast->like.negated, ast->span,
	               leat_bind_operator(b, names[ast->like.kind], ast->span, count, args));
}

/* One WHEN: the condition, for the simple form an = or several. */
static const struct leat_expr *bind_when(struct leat_binder *b, struct leat_scope *scope,
                                         const struct leat_expr *arg,
                                         const struct leat_ast_exprs *when, struct leat_span span)
{
	const struct leat_expr **parts;

	if (!arg)
		return leat_bind_condition(b, scope, when->items[0]);
	parts = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *, when->count);
	for (uint32_t i = 0; i < when->count; i++) {
		const struct leat_expr *sides[2] = { arg,
			                             leat_bind_expr(b, scope, when->items[i]) };

		parts[i] = leat_bind_operator(b, "=", span, 2, sides);
		if (!parts[i])
			return NULL;
	}
	return when->count == 1 ? parts[0] : leat_bind_operator(b, "OR", span, when->count, parts);
}

static const struct leat_expr *bind_case(struct leat_binder *b, struct leat_scope *scope,
                                         const struct leat_ast_expr *ast)
{
	uint32_t n = ast->cases.count;
	const struct leat_expr **args = LEAT_ARENA_ARRAY(b->arena, const struct leat_expr *,
	                                                 n * 2 + 1);
	const struct leat_expr *arg = NULL;
	bool good = true;

	if (ast->cases.arg) {
		arg = leat_bind_expr(b, scope, ast->cases.arg);
		if (!arg)
			return NULL;
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct leat_ast_when *when = &ast->cases.items[i];

		args[2 * i] = bind_when(b, scope, arg, &when->when, ast->span);
		args[2 * i + 1] = leat_bind_expr(b, scope, when->then);
		good &= args[2 * i] && args[2 * i + 1];
	}
	args[2 * n] = ast->cases.otherwise ? leat_bind_expr(b, scope, ast->cases.otherwise)
	                                   : leat_expr_null(b->arena, leat_type_basic(LEAT_NULL));
	return good ? leat_bind_operator(b, "CASE", ast->span, 2 * n + 1, args) : NULL;
}

/* A truth value as Flink's old CAST writes it: true, not TRUE. */
static const struct leat_expr *bind_small_letters(struct leat_binder *b,
                                                  const struct leat_expr *truth,
                                                  struct leat_span span)
{
	const struct leat_type *text = leat_type_basic(LEAT_VARCHAR);
	const struct leat_expr *large;
	int r = leat_expr_cast(b->arena, truth, text, false, b->zone, &large, NULL);

	leat_assert(r == 0);
	return leat_bind_operator(b, "LOWER", span, 1, &large);
}

static const struct leat_expr *bind_cast(struct leat_binder *b, struct leat_scope *scope,
                                         const struct leat_ast_expr *ast)
{
	const struct leat_expr *arg = leat_bind_expr(b, scope, ast->cast.arg), *expr;
	bool legacy = b->session->settings.legacy_cast, try_cast = ast->cast.try_cast || legacy;
	const struct leat_type *type;
	struct leat_expr *placed;
	struct leat_err err;

	if (leat_type_of_ast(b->arena, ast->cast.type, &type, &err))
		return leat_bind_fail(b, &err, ast->cast.type->span);
	if (!arg)
		return NULL;
	if (type->id == LEAT_TIME) /* Flink's planner knows whole seconds only */
		type = leat_type_timed(b->arena, LEAT_TIME, 0, type->nullable);
	arg = leat_bind_materialize(b, arg);
	if (legacy && arg->type->id == LEAT_BOOLEAN && leat_type_is_text(type))
		arg = bind_small_letters(b, arg, ast->span);
	if (leat_expr_cast(b->arena, arg, type, try_cast, b->zone, &expr, &err)) {
		err.span = ast->span;
		return leat_bind_fail(b, &err, ast->span);
	}
	placed = LEAT_ARENA_NEW(b->arena, struct leat_expr);
	*placed = *expr;
	placed->span = leat_bind_place(b, ast->span);
	return placed;
}

static const struct leat_expr *bind_index(struct leat_binder *b, struct leat_scope *scope,
                                          const struct leat_ast_expr *ast)
{
	const struct leat_expr *args[2] = { leat_bind_expr(b, scope, ast->index.arg),
		                            leat_bind_expr(b, scope, ast->index.index) };

	return leat_bind_operator(b, "[]", ast->span, 2, args);
}

/* INTERVAL x DAY: x times the interval of one. */
static const struct leat_expr *bind_interval(struct leat_binder *b, struct leat_scope *scope,
                                             const struct leat_ast_expr *ast)
{
	static const int64_t second_us = 1000000;
	const struct leat_ast_interval_unit *unit = &ast->interval.unit;
	int64_t one = 0;

	if (unit->from != unit->to)
		return leat_bind_unsupported(b, ast->span,
		                             "an INTERVAL of several fields of an expression");
	switch ((int)unit->from) {
	case LEAT_AST_UNIT_YEAR:
		one = 12;
		break;
	case LEAT_AST_UNIT_MONTH:
		one = 1;
		break;
	case LEAT_AST_UNIT_DAY:
		one = 86400 * second_us;
		break;
	case LEAT_AST_UNIT_HOUR:
		one = 3600 * second_us;
		break;
	case LEAT_AST_UNIT_MINUTE:
		one = 60 * second_us;
		break;
	case LEAT_AST_UNIT_SECOND:
		one = second_us;
		break;
	}
	enum leat_type_id id = leat_ast_interval_is_months(unit) ? LEAT_INTERVAL_YEAR_MONTH
	                                                         : LEAT_INTERVAL_DAY_TIME;
	const struct leat_type *type = leat_type_with_null(b->arena, leat_type_basic(id), false);
	const struct leat_expr *args[2] = { leat_expr_i64(b->arena, type, one),
		                            leat_bind_expr(b, scope, ast->interval.arg) };

	return leat_bind_operator(b, "*", ast->span, 2, args);
}

/* A column, else a function that is written without parentheses. */
static const struct leat_expr *bind_name(struct leat_binder *b, struct leat_scope *scope,
                                         const struct leat_ast_expr *ast)
{
	const struct leat_function *function = NULL;

	if (ast->name.count == 1 && leat_scope_find(scope, &ast->name) < 0)
		function = leat_function_find(ast->name.items[0].text);
	if (function && function->flags & LEAT_FN_NILADIC && !ast->name.items[0].quoted)
		return leat_bind_operator(b, function->name, ast->span, 0, NULL);
	return leat_bind_name(b, scope, &ast->name);
}

static const struct leat_expr *bind(struct leat_binder *b, struct leat_scope *scope,
                                    const struct leat_ast_expr *ast)
{
	const struct leat_expr *arg;

	switch (ast->kind) {
	case LEAT_AST_EXPR_LITERAL:
		return leat_bind_literal(b, ast);
	case LEAT_AST_EXPR_NAME:
		return bind_name(b, scope, ast);
	case LEAT_AST_EXPR_SYMBOL:
		return symbol(b, leat_arena_dup(b->arena, ast->symbol.p, ast->symbol.n));
	case LEAT_AST_EXPR_UNARY:
		return bind_unary(b, scope, ast);
	case LEAT_AST_EXPR_BINARY:
		return bind_binary(b, scope, ast);
	case LEAT_AST_EXPR_IS:
		return bind_is(b, scope, ast);
	case LEAT_AST_EXPR_BETWEEN:
		return bind_between(b, scope, ast);
	case LEAT_AST_EXPR_IN:
		return bind_in(b, scope, ast);
	case LEAT_AST_EXPR_LIKE:
		return bind_like(b, scope, ast);
	case LEAT_AST_EXPR_CASE:
		return bind_case(b, scope, ast);
	case LEAT_AST_EXPR_CAST:
		return bind_cast(b, scope, ast);
	case LEAT_AST_EXPR_CALL:
		return leat_bind_call(b, scope, ast);
	case LEAT_AST_EXPR_ROW:
		return bind_list(b, scope, ast, "ROW", &ast->list);
	case LEAT_AST_EXPR_ARRAY:
		return bind_list(b, scope, ast, "ARRAY", &ast->list);
	case LEAT_AST_EXPR_MAP:
		return bind_list(b, scope, ast, "MAP", &ast->list);
	case LEAT_AST_EXPR_INDEX:
		return bind_index(b, scope, ast);
	case LEAT_AST_EXPR_FIELD:
		arg = leat_bind_expr(b, scope, ast->field.arg);
		return arg ? leat_bind_field(b, arg, &ast->field.name) : NULL;
	case LEAT_AST_EXPR_INTERVAL:
		return bind_interval(b, scope, ast);
	case LEAT_AST_EXPR_STAR:
		return leat_bind_error(b, LEAT_E_QUERY, ast->span,
		                       "\"*\" can only be a whole column of the select list");
	case LEAT_AST_EXPR_EXISTS:
		return leat_bind_unsupported(b, ast->span, "EXISTS");
	case LEAT_AST_EXPR_QUANTIFIED:
		return leat_bind_unsupported(b, ast->span, "a comparison with ANY or ALL");
	case LEAT_AST_EXPR_QUERY:
		return leat_bind_unsupported(b, ast->span, "a sub-query as a value");
	case LEAT_AST_EXPR_MULTISET:
		return leat_bind_unsupported(b, ast->span, "MULTISET[..]");
	case LEAT_AST_EXPR_COLLECT:
		return leat_bind_unsupported(b, ast->span, "a collection made by a sub-query");
	case LEAT_AST_EXPR_NAMED_ARG:
		return leat_bind_unsupported(b, ast->span, "an argument by name");
	case LEAT_AST_EXPR_TABLE_ARG:
		return leat_bind_error(b, LEAT_E_QUERY, ast->span, "a table is no value");
	case LEAT_AST_EXPR_DESCRIPTOR:
		return leat_bind_error(b, LEAT_E_QUERY, ast->span, "DESCRIPTOR is no value");
	case LEAT_AST_EXPR_DEFAULT:
		return leat_bind_unsupported(b, ast->span, "DEFAULT as a value");
	}
	leat_unreachable();
}

const struct leat_expr *leat_bind_expr(struct leat_binder *b, struct leat_scope *scope,
                                       const struct leat_ast_expr *ast)
{
	const struct leat_expr *expr;

	if (b->depth >= LEAT_LIMIT_NESTING)
		return leat_bind_error(b, LEAT_E_LIMIT, ast->span, "this is nested too deeply");
	b->depth++;
	expr = bind(b, scope, ast);
	b->depth--;
	return expr;
}

bool leat_bind_interval(struct leat_binder *b, const struct leat_ast_expr *ast, int64_t *ret_us)
{
	static const struct leat_schema no_columns;
	struct leat_scope nothing = { .schema = &no_columns };
	const struct leat_expr *expr = leat_bind_expr(b, &nothing, ast);

	if (!expr)
		return false;
	if (expr->kind != LEAT_EXPR_CONSTANT || expr->type->id != LEAT_INTERVAL_DAY_TIME ||
	    leat_col_is_null(expr->constant, 0)) {
		leat_bind_error_hint(b, LEAT_E_WINDOW, ast->span,
		                     "write for example INTERVAL '10' SECOND",
		                     "this must be an interval of days to seconds");
		return false;
	}
	*ret_us = expr->constant->i64[0];
	return true;
}

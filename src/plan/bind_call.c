/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of functions: which one, and the special forms that reach it as plain arguments. */
#include <string.h>

#include "base/nearest.h"
#include "plan/bind_int.h"

#include "base/vec.h"

/* Arguments being collected. */
struct args {
	LEAT_VEC(const struct leat_expr *) list; /* bound */
	bool failed;                             /* one did not bind */
};

static void add(struct leat_binder *b, struct args *args, const struct leat_expr *expr)
{
	args->failed |= !expr;
	*LEAT_VEC_ADD(b->arena, &args->list) = expr;
}

static void add_symbol(struct leat_binder *b, struct args *args, const char *word)
{
	add(b, args,
	    leat_expr_bytes(b->arena,
	                    leat_type_with_null(b->arena, leat_type_basic(LEAT_SYMBOL), false),
	                    leat_str_of(word)));
}

static void add_null(struct leat_binder *b, struct args *args, const struct leat_type *type)
{
	add(b, args, leat_expr_null(b->arena, type));
}

static const char *on_word(enum leat_ast_json_on on)
{
	switch (on) {
	case LEAT_AST_JSON_ON_DEFAULT:
	case LEAT_AST_JSON_ON_NULL:
		return "NULL";
	case LEAT_AST_JSON_ON_ERROR:
		return "ERROR";
	case LEAT_AST_JSON_ON_VALUE:
		return "DEFAULT";
	case LEAT_AST_JSON_ON_EMPTY_ARRAY:
		return "EMPTY ARRAY";
	case LEAT_AST_JSON_ON_EMPTY_OBJECT:
		return "EMPTY OBJECT";
	case LEAT_AST_JSON_ON_TRUE:
		return "TRUE";
	case LEAT_AST_JSON_ON_FALSE:
		return "FALSE";
	case LEAT_AST_JSON_ON_UNKNOWN:
		return "UNKNOWN";
	}
	leat_unreachable();
}

static const char *wrapper_word(enum leat_ast_json_wrapper wrapper)
{
	switch (wrapper) {
	case LEAT_AST_JSON_WRAPPER_DEFAULT:
	case LEAT_AST_JSON_WRAPPER_WITHOUT:
		return "WITHOUT";
	case LEAT_AST_JSON_WRAPPER_CONDITIONAL:
		return "CONDITIONAL";
	case LEAT_AST_JSON_WRAPPER_UNCONDITIONAL:
		return "UNCONDITIONAL";
	}
	leat_unreachable();
}

static const char *null_word(const struct leat_ast_json *json, const char *fallback)
{
	if (!json || json->null_handling == LEAT_AST_JSON_NULL_DEFAULT)
		return fallback;
	return json->null_handling == LEAT_AST_JSON_NULL_ON_NULL ? "NULL" : "ABSENT";
}

/* The type of RETURNING, STRING when none is written. */
static const struct leat_type *returning(struct leat_binder *b, struct args *args,
                                         const struct leat_ast_json *json)
{
	const struct leat_type *type = leat_type_basic(LEAT_VARCHAR);
	struct leat_err err;

	if (json->returning && leat_type_of_ast(b->arena, json->returning, &type, &err)) {
		leat_bind_fail(b, &err, json->returning->span);
		args->failed = true;
	}
	return type;
}

static void add_default(struct leat_binder *b, struct leat_scope *scope, struct args *args,
                        const struct leat_ast_expr *value)
{
	if (value)
		add(b, args, leat_bind_expr(b, scope, value));
	else
		add_null(b, args, leat_type_basic(LEAT_NULL));
}

/* The clauses of the JSON functions as the trailing or leading arguments they are called with. */
static void add_json(struct leat_binder *b, struct leat_scope *scope,
                     const struct leat_ast_call *call, struct args *args, bool leading)
{
	static const struct leat_ast_json none;
	const struct leat_ast_json *json = call->json ? call->json : &none;
	struct leat_str name = call->name.items[0].text;

	if (leading) {
		if (leat_str_is_nocase(name, "JSON_OBJECT"))
			add_symbol(b, args, null_word(json, "NULL"));
		else if (leat_str_is_nocase(name, "JSON_ARRAY"))
			add_symbol(b, args, null_word(json, "ABSENT"));
	} else if (leat_str_is_nocase(name, "JSON_VALUE")) {
		add_null(b, args, returning(b, args, json));
		add_symbol(b, args, on_word(json->on_empty));
		add_default(b, scope, args, json->on_empty_value);
		add_symbol(b, args, on_word(json->on_error));
		add_default(b, scope, args, json->on_error_value);
	} else if (leat_str_is_nocase(name, "JSON_QUERY")) {
		add_null(b, args, returning(b, args, json));
		add_symbol(b, args, wrapper_word(json->wrapper));
		add_symbol(b, args, on_word(json->on_empty));
		add_symbol(b, args, on_word(json->on_error));
	} else if (leat_str_is_nocase(name, "JSON_EXISTS")) {
		if (json->on_error != LEAT_AST_JSON_ON_DEFAULT)
			add_symbol(b, args, on_word(json->on_error));
	}
}

static const struct leat_expr *unknown_function(struct leat_binder *b,
                                                const struct leat_ast_name *name)
{
	struct leat_str written = name->items[name->count - 1].text;
	const char *near = leat_function_nearest(written);
	struct leat_err err;

	leat_err_at(&err, LEAT_E_UNKNOWN_FUNCTION, name->span, "there is no function \"%.*s\"",
	            LEAT_STR_ARG(written));
	if (near)
		leat_err_hint(&err, "did you mean \"%s\"?", near);
	return leat_bind_fail(b, &err, name->span);
}

/* PROCTIME() is a time attribute until it is used. */
static const struct leat_expr *as_proctime(struct leat_binder *b, const struct leat_expr *expr)
{
	struct leat_expr *copy;

	if (!expr)
		return NULL;
	copy = LEAT_ARENA_NEW(b->arena, struct leat_expr);
	*copy = *expr;
	copy->type = leat_type_with_time(b->arena, expr->type, LEAT_TIME_PROCTIME);
	return copy;
}

static const struct leat_expr *bind_scalar(struct leat_binder *b, struct leat_scope *scope,
                                           const struct leat_ast_expr *ast,
                                           const struct leat_function *function)
{
	const struct leat_ast_call *call = &ast->call;
	struct leat_str name = call->name.items[0].text;
	bool wants_rowtime = leat_str_is_nocase(name, "CURRENT_WATERMARK");
	const struct leat_expr *expr;
	struct args args = { .failed = false };
	struct leat_err err;

	add_json(b, scope, call, &args, true);
	for (uint32_t i = 0; i < call->args.count; i++) {
		expr = leat_bind_expr(b, scope, call->args.items[i]);
		if (expr && wants_rowtime && expr->type->time != LEAT_TIME_ROWTIME)
			expr = leat_bind_error(b, LEAT_E_ARGUMENTS, call->args.items[i]->span,
			                       "CURRENT_WATERMARK takes an event time column");
		add(b, &args, expr && !wants_rowtime ? leat_bind_materialize(b, expr) : expr);
	}
	add_json(b, scope, call, &args, false);
	if (args.failed)
		return NULL;
	if (leat_expr_call(b->arena, function, name, leat_bind_place(b, ast->span), args.list.count,
	                   args.list.items, b->zone, &expr, &err))
		return leat_bind_fail(b, &err, ast->span);
	expr = leat_bind_materialize(b, expr);
	return leat_str_is_nocase(name, "PROCTIME") ? as_proctime(b, expr) : expr;
}

const struct leat_expr *leat_bind_call(struct leat_binder *b, struct leat_scope *scope,
                                       const struct leat_ast_expr *ast)
{
	const struct leat_ast_call *call = &ast->call;
	struct leat_str name = call->name.items[call->name.count - 1].text;
	const struct leat_aggregate *aggregate;
	const struct leat_function *function;
	enum leat_window_property property;
	enum leat_window_kind window;

	if (call->over)
		return leat_bind_unsupported(b, ast->span, "an OVER window");
	if (call->match != LEAT_AST_MATCH_DEFAULT)
		return leat_bind_unsupported(b, ast->span, "FINAL and RUNNING");
	if (leat_window_property_parse(name, &window, &property))
		return scope->aggs ? leat_bind_window_property(b, scope, ast, window, property)
		                   : leat_bind_row_window(b, scope, ast);
	aggregate = leat_aggregate_find(name);
	function = leat_function_find(name);
	if (aggregate && !function)
		return leat_bind_aggregate(b, scope, ast, aggregate);
	if (!function && leat_window_kind_parse(name, &window))
		return leat_bind_error(b, LEAT_E_WINDOW, ast->span,
		                       "the window %.*s can only stand in GROUP BY or TABLE(..)",
		                       LEAT_STR_ARG(name));
	if (!function)
		return unknown_function(b, &call->name);
	if (call->quantifier == LEAT_AST_SET_DISTINCT || call->filter || call->within_group.count)
		return leat_bind_error(b, LEAT_E_ARGUMENTS, ast->span,
		                       "\"%.*s\" is no aggregate function", LEAT_STR_ARG(name));
	return bind_scalar(b, scope, ast, function);
}

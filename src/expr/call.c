/* SPDX-License-Identifier: Apache-2.0 */
/* Binding calls and casts: implicit conversions become nodes, what is constant is computed. */
#include "expr/bind.h"
#include "expr/expr.h"
#include "expr/lazy.h"
#include "types/cast.h"
#include "types/timezone.h"

/* The value of a pure expression without columns; NULL when it has none (it fails when a row
 * reaches it). */
static const struct leat_expr *fold(struct leat_arena *arena, const struct leat_expr *expr,
                                    const struct leat_tz *zone)
{
	struct leat_arena *scratch = leat_arena_new(0);
	struct leat_program *program = leat_program_new(scratch, &expr, 1);
	struct leat_eval eval = { .zone = zone ? zone : leat_tz_utc() };
	struct leat_sel one = { NULL, 1 };
	struct leat_col value;

	if (leat_program_run(program, &eval, NULL, 1, one, scratch, &value, NULL) == 0) {
		struct leat_col_builder *b = leat_col_builder_new(arena, expr->type, 1);
		struct leat_col *col = LEAT_ARENA_NEW(arena, struct leat_col);
		struct leat_expr *constant;

		leat_col_builder_append(b, &value, 0, true);
		*col = leat_col_builder_finish(b);
		constant = leat_expr_constant(arena, col);
		constant->span = expr->span;
		expr = constant;
	}
	leat_arena_free(scratch);
	return expr;
}

static bool all_constant(uint32_t count, const struct leat_expr *const *exprs)
{
	for (uint32_t i = 0; i < count; i++)
		if (exprs[i]->kind != LEAT_EXPR_CONSTANT)
			return false;
	return true;
}

/* What tells a type from another one when values are computed: all but the nullability inside. */
static bool same_values(const struct leat_type *a, const struct leat_type *b)
{
	if (a->id != b->id || a->precision != b->precision || a->scale != b->scale ||
	    a->length != b->length || a->child_count != b->child_count)
		return false;
	for (uint32_t i = 0; i < a->child_count; i++)
		if (!same_values(a->children[i], b->children[i]))
			return false;
	return true;
}

int leat_expr_cast(struct leat_arena *arena, const struct leat_expr *arg,
                   const struct leat_type *type, bool try_cast, const struct leat_tz *zone,
                   const struct leat_expr **ret_expr, struct leat_err *err)
{
	bool nullable = arg->type->nullable || (try_cast && leat_cast_can_fail(arg->type, type));
	struct leat_expr *expr;
	const struct leat_expr **args;

	if (leat_type_equal(arg->type, type)) {
		*ret_expr = arg;
		return 0;
	}
	if (!leat_cast_is_allowed(arg->type, type, NULL)) {
		struct leat_buf text;
		leat_buf_init(&text, sizeof(err->message));
		leat_type_print(arg->type, false, &text);
		leat_buf_text(&text, " to ");
		leat_type_print(type, false, &text);
		int r = leat_err_at(err, LEAT_E_TYPE, arg->span, "there is no cast from %s",
		                    leat_buf_cstr(&text));
		leat_buf_done(&text);
		return r;
	}
	if (arg->type->id == LEAT_NULL) {
		expr = leat_expr_null(arena, type);
		expr->span = arg->span;
		*ret_expr = expr;
		return 0;
	}
	args = LEAT_ARENA_ARRAY(arena, const struct leat_expr *, 1);
	args[0] = arg;
	expr = LEAT_ARENA_NEW(arena, struct leat_expr);
	*expr = (struct leat_expr){
		.kind = LEAT_EXPR_CAST,
		.span = arg->span,
		.type = leat_type_with_null(arena, type, nullable),
		.try_cast = try_cast,
		.arg_count = 1,
		.args = args,
	};
	*ret_expr = all_constant(1, args) ? fold(arena, expr, zone) : expr;
	return 0;
}

static int check_count(const struct leat_call_site *site, uint32_t arg_count, struct leat_err *err)
{
	const struct leat_function *function = site->function;

	if (arg_count >= function->min_args &&
	    (function->max_args == 255 || arg_count <= function->max_args))
		return 0;
	int r = leat_err_at(err, LEAT_E_ARGUMENTS, site->span,
	                    "\"%.*s\" does not take %u argument%s", LEAT_STR_ARG(site->name),
	                    arg_count, arg_count == 1 ? "" : "s");
	leat_err_hint(err, "use %s", function->syntax);
	return r;
}

/* Run the row's bind: fills @p bind's answers. */
static int bind_call(const struct leat_call_site *site, struct leat_bind *bind,
                     struct leat_err *err)
{
	const struct leat_function *function = site->function;
	int r = function->bind ? function->bind(bind, err)
	                       : leat_bind_signature(bind, function->signature, err);

	if (r && err) {
		leat_err_place(err, site->span);
		if (!err->hint[0])
			leat_err_hint(err, "use %s", function->syntax);
	}
	return r;
}

/* The arguments with the implicit casts that bind asked for. */
static int cast_arguments(const struct leat_call_site *site, const struct leat_bind *bind,
                          const struct leat_expr *const *args, const struct leat_expr **ret_args,
                          struct leat_err *err)
{
	for (uint32_t i = 0; i < bind->arg_count; i++) {
		ret_args[i] = args[i];
		if (!same_values(args[i]->type, bind->args[i]))
			LEAT_TRY(leat_expr_cast(site->arena, args[i], bind->args[i], false,
			                        site->zone, &ret_args[i], err));
	}
	return 0;
}

static const struct leat_expr *make_call(const struct leat_call_site *site,
                                         const struct leat_bind *bind,
                                         const struct leat_expr *const *args)
{
	struct leat_expr *expr = LEAT_ARENA_NEW(site->arena, struct leat_expr);

	*expr = (struct leat_expr){
		.kind = LEAT_EXPR_CALL,
		.span = site->span,
		.type = bind->ret,
		.function = site->function,
		.call = {
			.kernel = bind->kernel,
			.data = bind->data,
			.arg_count = bind->arg_count,
			.args = bind->args,
			.ret = bind->ret,
		},
		.arg_count = bind->arg_count,
		.args = args,
	};
	return expr;
}

int leat_expr_call(struct leat_arena *arena, const struct leat_function *function,
                   struct leat_str written_name, struct leat_span span, uint32_t arg_count,
                   const struct leat_expr *const *args, const struct leat_tz *zone,
                   const struct leat_expr **ret_expr, struct leat_err *err)
{
	struct leat_call_site site = { arena, function, written_name, span, zone };
	struct leat_span *spans = LEAT_ARENA_ARRAY(arena, struct leat_span, arg_count);
	const struct leat_function **calls = LEAT_ARENA_ARRAY(arena, const struct leat_function *,
	                                                      arg_count);
	struct leat_bind bind = {
		.arena = arena,
		.name = written_name,
		.arg_count = arg_count,
		.args = LEAT_ARENA_ARRAY(arena, const struct leat_type *, arg_count),
		.constants = LEAT_ARENA_ARRAY(arena, const struct leat_col *, arg_count),
		.calls = calls,
		.spans = spans,
		.zone = zone,
		.kernel = function->kernel,
	};
	const struct leat_expr **bound = LEAT_ARENA_ARRAY(arena, const struct leat_expr *,
	                                                  arg_count);
	const struct leat_expr *expr;

	LEAT_TRY(check_count(&site, arg_count, err));
	for (uint32_t i = 0; i < arg_count; i++) {
		bind.args[i] = args[i]->type;
		bind.constants[i] = args[i]->constant;
		calls[i] = args[i]->function;
		spans[i] = args[i]->span;
	}
	LEAT_TRY(bind_call(&site, &bind, err));
	LEAT_TRY(cast_arguments(&site, &bind, args, bound, err));
	if (function->flags & LEAT_FN_LAZY)
		LEAT_TRY(leat_lazy_make(&site, bind.ret, arg_count, bound, &expr, err));
	else
		expr = make_call(&site, &bind, bound);
	if ((function->flags & LEAT_FN_PURE) && expr->kind != LEAT_EXPR_COLUMN &&
	    expr->kind != LEAT_EXPR_CONSTANT && all_constant(expr->arg_count, expr->args))
		expr = fold(arena, expr, zone);
	*ret_expr = expr;
	return 0;
}

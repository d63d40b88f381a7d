/* SPDX-License-Identifier: Apache-2.0 */
/* TUMBLE_START(tumble, DURATION '1s') outside of an aggregation.
 *
 * An older dialect has it: the bounds of the tumbling window that the row's own timestamp falls in,
 * where the first argument names no column. */
#include "plan/bind_int.h"
#include "types/datetime.h"

static int64_t floor_to(int64_t us, int64_t size)
{
	int64_t rest = us % size;

	return us - (rest < 0 ? rest + size : rest);
}

static int start_kernel(const struct leat_call *call, const struct leat_eval *eval,
                        const struct leat_col *args, struct leat_sel sel, struct leat_out *out,
                        struct leat_err *err)
{
	(void)call, (void)eval, (void)err;
	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);

		out->i64[row] = floor_to(args[0].i64[row], args[1].i64[row]);
	}
	return 0;
}

static int end_kernel(const struct leat_call *call, const struct leat_eval *eval,
                      const struct leat_col *args, struct leat_sel sel, struct leat_out *out,
                      struct leat_err *err)
{
	(void)call, (void)eval, (void)err;
	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);

		out->i64[row] = floor_to(args[0].i64[row], args[1].i64[row]) + args[1].i64[row];
	}
	return 0;
}

static int bind_bound(struct leat_bind *bind, struct leat_err *err)
{
	(void)err; /* the only caller is below, and it gives what is wanted */
	bind->ret = leat_type_timed(bind->arena, LEAT_TIMESTAMP, 3, bind->args[0]->nullable);
	return 0;
}

/* Not in the registry: nobody can name them. */
static const struct leat_function bounds[] = {
	{ .name = "TUMBLE_START",
	  .group = "window",
	  .syntax = "TUMBLE_START(tumble, INTERVAL size)",
	  .doc = "Start of the tumbling window of the row's own timestamp.",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 2,
	  .max_args = 2,
	  .kernel = start_kernel,
	  .bind = bind_bound },
	{ .name = "TUMBLE_END",
	  .group = "window",
	  .syntax = "TUMBLE_END(tumble, INTERVAL size)",
	  .doc = "End of the tumbling window of the row's own timestamp.",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 2,
	  .max_args = 2,
	  .kernel = end_kernel,
	  .bind = bind_bound },
};

/* The row's own timestamp as TIMESTAMP(3): the record's, else the event time column. */
static const struct leat_expr *own_timestamp(struct leat_binder *b, struct leat_scope *scope,
                                             struct leat_span span)
{
	const struct leat_scope_entry *entry = scope->entry_count == 1 ? scope->entries : NULL;
	const struct leat_expr *time = NULL;

	if (entry && entry->access && entry->access->record_time >= 0)
		time = leat_scope_column(b, scope,
		                         entry->first + (uint32_t)entry->access->record_time, span);
	for (uint32_t i = 0; entry && !time && i < entry->count; i++)
		if (scope->schema->fields[entry->first + i].type->time == LEAT_TIME_ROWTIME)
			time = leat_scope_column(b, scope, entry->first + i, span);
	if (!time)
		return leat_bind_error_hint(
			b, LEAT_E_WINDOW, span,
			"declare a column with a WATERMARK and use a window over it",
			"the rows here have no timestamp of their own");
	time = leat_bind_materialize(b, time);
	return leat_bind_cast(b, time, leat_type_timed(b->arena, LEAT_TIMESTAMP, 3, true));
}

static bool is_legacy_argument(const struct leat_scope *scope, const struct leat_ast_expr *arg)
{
	return arg->kind == LEAT_AST_EXPR_NAME && arg->name.count == 1 &&
	       leat_scope_find(scope, &arg->name) < 0 &&
	       leat_str_is_nocase(arg->name.items[0].text, "tumble");
}

const struct leat_expr *leat_bind_row_window(struct leat_binder *b, struct leat_scope *scope,
                                             const struct leat_ast_expr *ast)
{
	const struct leat_ast_call *call = &ast->call;
	struct leat_str name = call->name.items[call->name.count - 1].text;
	const struct leat_function *function = NULL;
	const struct leat_expr *args[2], *expr;
	const struct leat_type *interval;
	struct leat_err err;
	int64_t size_us;

	for (size_t i = 0; i < LEAT_COUNT(bounds); i++)
		if (leat_str_is_nocase(name, bounds[i].name))
			function = &bounds[i];
	if (!function || call->args.count != 2 || !is_legacy_argument(scope, call->args.items[0]))
		return leat_bind_error_hint(
			b, LEAT_E_WINDOW, ast->span,
			"the window must stand in GROUP BY, as GROUP BY TUMBLE(ts, "
			"INTERVAL '1' MINUTE)",
			"%.*s needs a query that is grouped by the window", LEAT_STR_ARG(name));
	if (!leat_bind_interval(b, call->args.items[1], &size_us))
		return NULL;
	if (size_us <= 0)
		return leat_bind_error(b, LEAT_E_WINDOW, call->args.items[1]->span,
		                       "the size of a window must be positive");
	args[0] = own_timestamp(b, scope, ast->span);
	if (!args[0])
		return NULL;
	leat_diags_warn(
		b->diags, leat_bind_place(b, ast->span),
		"write FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND)) and "
		"window_start",
		"%.*s without a window is an older spelling; the record's own timestamp is taken",
		LEAT_STR_ARG(name));
	interval = leat_type_with_null(b->arena, leat_type_basic(LEAT_INTERVAL_DAY_TIME), false);
	args[1] = leat_expr_i64(b->arena, interval, size_us);
	if (leat_expr_call(b->arena, function, name, leat_bind_place(b, ast->span), 2, args,
	                   b->zone, &expr, &err))
		return leat_bind_fail(b, &err, ast->span);
	return expr;
}

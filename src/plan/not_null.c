/* SPDX-License-Identifier: Apache-2.0 */
/* The guard of a NOT NULL column of a sink: the value, or the end of the job when it is NULL. */
#include "plan/bind_int.h"

static int guard_kernel(const struct leat_call *call, const struct leat_eval *eval,
                        const struct leat_col *args, struct leat_sel sel, struct leat_out *out,
                        struct leat_err *err)
{
	(void)call, (void)eval;
	for (uint32_t i = 0; args[0].nulls && i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);

		if (args[0].nulls[row])
			return leat_err_set(
				err, LEAT_E_RUNTIME,
				"the column \"%.*s\" is NOT NULL and a row has no value for it "
				"(table.exec.sink.not-null-enforcer)",
				LEAT_STR_ARG(args[1].bytes[row]));
	}
	leat_out_take(out, &args[0]);
	return 0;
}

static int bind_guard(struct leat_bind *bind, struct leat_err *err)
{
	(void)err; /* the only caller is below, and it gives what is wanted */
	bind->ret = leat_type_with_null(bind->arena, bind->args[0], false);
	return 0;
}

/* Not in the registry: nobody can name it. */
const struct leat_function leat_not_null_guard = {
	.name = "NOT NULL",
	.group = "conversion",
	.syntax = "NOT NULL(value, name)",
	.doc = "The value; a NULL fails the job.",
	.min_args = 2,
	.max_args = 2,
	.kernel = guard_kernel,
	.bind = bind_guard,
};

const struct leat_expr *leat_bind_not_null(struct leat_binder *b, const struct leat_expr *expr,
                                           struct leat_str column)
{
	const struct leat_expr *args[2] = { expr }, *guarded;
	struct leat_err err;

	args[1] = leat_expr_bytes(
		b->arena, leat_type_with_null(b->arena, leat_type_basic(LEAT_VARCHAR), false),
		column);
	if (leat_expr_call(b->arena, &leat_not_null_guard, LEAT_STR("NOT NULL"), expr->span, 2,
	                   args, b->zone, &guarded, &err))
		return leat_bind_fail(b, &err, expr->span);
	return guarded;
}

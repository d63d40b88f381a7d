/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions as text, as EXPLAIN shows them. */
#include <string.h>

#include "expr/expr.h"
#include "types/render.h"

static void print_list(const struct leat_expr *expr, uint32_t begin,
                       const struct leat_schema *schema, const char *separator,
                       struct leat_buf *out)
{
	for (uint32_t i = begin; i < expr->arg_count; i++) {
		if (i > begin)
			leat_buf_text(out, separator);
		leat_expr_print(expr->args[i], schema, out);
	}
}

static void print_constant(const struct leat_col *constant, struct leat_buf *out)
{
	bool quoted = leat_type_is_text(constant->type) && !leat_col_is_null(constant, 0);

	if (constant->type->id == LEAT_NULL) {
		leat_buf_text(out, "NULL");
		return;
	}
	if (!quoted) {
		leat_render_text(constant, 0, NULL, out);
		return;
	}
	leat_buf_char(out, '\'');
	for (uint32_t i = 0; i < constant->bytes[0].n; i++) {
		char c = constant->bytes[0].p[i];
		leat_buf_char(out, c);
		if (c == '\'')
			leat_buf_char(out, c);
	}
	leat_buf_char(out, '\'');
}

/* Operators stand between, before (-, +, NOT) or behind (IS NULL, ..) their arguments. */
static void print_operator(const struct leat_expr *expr, const struct leat_schema *schema,
                           struct leat_buf *out)
{
	const char *name = expr->function->name;

	if (expr->arg_count == 1 && strncmp(name, "IS ", 3) == 0) {
		leat_expr_print(expr->args[0], schema, out);
		leat_buf_printf(out, " %s", name);
	} else if (expr->arg_count == 1) {
		leat_buf_printf(out, "%s(", name);
		leat_expr_print(expr->args[0], schema, out);
		leat_buf_char(out, ')');
	} else if (strcmp(name, "[]") == 0) {
		leat_expr_print(expr->args[0], schema, out);
		leat_buf_char(out, '[');
		leat_expr_print(expr->args[1], schema, out);
		leat_buf_char(out, ']');
	} else if (expr->arg_count == 2) {
		leat_buf_char(out, '(');
		leat_expr_print(expr->args[0], schema, out);
		leat_buf_printf(out, " %s ", name);
		leat_expr_print(expr->args[1], schema, out);
		leat_buf_char(out, ')');
	} else {
		leat_buf_printf(out, "%s(", name);
		print_list(expr, 0, schema, ", ", out);
		leat_buf_char(out, ')');
	}
}

static void print_joined(const struct leat_expr *expr, const struct leat_schema *schema,
                         const char *separator, struct leat_buf *out)
{
	leat_buf_char(out, '(');
	print_list(expr, 0, schema, separator, out);
	leat_buf_char(out, ')');
}

static void print_named(const struct leat_expr *expr, const struct leat_schema *schema,
                        const char *name, struct leat_buf *out)
{
	leat_buf_text(out, name);
	print_joined(expr, schema, ", ", out);
}

void leat_expr_print(const struct leat_expr *expr, const struct leat_schema *schema,
                     struct leat_buf *out)
{
	switch (expr->kind) {
	case LEAT_EXPR_COLUMN:
		if (schema && expr->column < schema->field_count)
			leat_buf_str(out, schema->fields[expr->column].name);
		else
			leat_buf_printf(out, "$%u", expr->column);
		return;
	case LEAT_EXPR_CONSTANT:
		print_constant(expr->constant, out);
		return;
	case LEAT_EXPR_CALL:
		if (expr->function->flags & LEAT_FN_OPERATOR)
			print_operator(expr, schema, out);
		else
			print_named(expr, schema, expr->function->name, out);
		return;
	case LEAT_EXPR_CAST:
		leat_buf_text(out, expr->try_cast ? "TRY_CAST(" : "CAST(");
		leat_expr_print(expr->args[0], schema, out);
		leat_buf_text(out, " AS ");
		leat_type_print(expr->type, false, out);
		leat_buf_char(out, ')');
		return;
	case LEAT_EXPR_FIELD:
		leat_expr_print(expr->args[0], schema, out);
		leat_buf_char(out, '.');
		leat_buf_str(out, expr->args[0]->type->names[expr->column]);
		return;
	case LEAT_EXPR_CASE:
		print_named(expr, schema, "CASE", out);
		return;
	case LEAT_EXPR_AND:
		print_joined(expr, schema, " AND ", out);
		return;
	case LEAT_EXPR_OR:
		print_joined(expr, schema, " OR ", out);
		return;
	case LEAT_EXPR_COALESCE:
		print_named(expr, schema, "COALESCE", out);
		return;
	case LEAT_EXPR_IN:
		print_named(expr, schema, "IN", out);
		return;
	}
	leat_unreachable();
}

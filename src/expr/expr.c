/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of expression trees: making, comparing, rewriting and inspecting them. */
#include "expr/expr.h"

#include <string.h>

#include "expr/value.h"

static struct leat_expr *node(struct leat_arena *arena, enum leat_expr_kind kind,
                              const struct leat_type *type)
{
	struct leat_expr *expr = LEAT_ARENA_NEW(arena, struct leat_expr);

	leat_assert(type);
	expr->kind = kind;
	expr->type = type;
	return expr;
}

struct leat_expr *leat_expr_column(struct leat_arena *arena, uint32_t column,
                                   const struct leat_type *type)
{
	struct leat_expr *expr = node(arena, LEAT_EXPR_COLUMN, type);

	expr->column = column;
	return expr;
}

struct leat_expr *leat_expr_constant(struct leat_arena *arena, const struct leat_col *col)
{
	struct leat_expr *expr = node(arena, LEAT_EXPR_CONSTANT, col->type);

	expr->constant = col;
	return expr;
}

/* A constant whose one value is what @p b holds. */
static struct leat_expr *built(struct leat_arena *arena, struct leat_col_builder *b)
{
	struct leat_col *col = LEAT_ARENA_NEW(arena, struct leat_col);

	*col = leat_col_builder_finish(b);
	return leat_expr_constant(arena, col);
}

struct leat_expr *leat_expr_null(struct leat_arena *arena, const struct leat_type *type)
{
	struct leat_col_builder *b;

	b = leat_col_builder_new(arena, leat_type_with_null(arena, type, true), 1);
	leat_col_builder_null(b);
	return built(arena, b);
}

struct leat_expr *leat_expr_i64(struct leat_arena *arena, const struct leat_type *type,
                                int64_t value)
{
	struct leat_col_builder *b = leat_col_builder_new(arena, type, 1);

	leat_col_builder_i64(b, value);
	return built(arena, b);
}

struct leat_expr *leat_expr_bytes(struct leat_arena *arena, const struct leat_type *type,
                                  struct leat_str value)
{
	struct leat_col_builder *b = leat_col_builder_new(arena, type, 1);

	leat_col_builder_copy_bytes(b, value);
	return built(arena, b);
}

struct leat_expr *leat_expr_field(struct leat_arena *arena, const struct leat_expr *row,
                                  uint32_t field)
{
	const struct leat_type *type = row->type;
	const struct leat_expr **args = LEAT_ARENA_ARRAY(arena, const struct leat_expr *, 1);
	struct leat_expr *expr;

	leat_assert(type->id == LEAT_ROW && field < type->child_count);
	args[0] = row;
	expr = node(arena, LEAT_EXPR_FIELD,
	            leat_type_with_null(arena, type->children[field],
	                                type->nullable || type->children[field]->nullable));
	expr->column = field;
	expr->arg_count = 1;
	expr->args = args;
	return expr;
}

bool leat_expr_equal(const struct leat_expr *a, const struct leat_expr *b)
{
	if (a == b)
		return true;
	if (a->kind != b->kind || a->arg_count != b->arg_count ||
	    !leat_type_equal(a->type, b->type))
		return false;
	switch (a->kind) {
	case LEAT_EXPR_COLUMN:
	case LEAT_EXPR_FIELD:
		if (a->column != b->column)
			return false;
		break;
	case LEAT_EXPR_CONSTANT:
		return leat_value_same(a->constant, 0, b->constant, 0);
	case LEAT_EXPR_CALL:
		if (a->function != b->function)
			return false;
		break;
	case LEAT_EXPR_CAST:
		if (a->try_cast != b->try_cast)
			return false;
		break;
	case LEAT_EXPR_CASE:
	case LEAT_EXPR_AND:
	case LEAT_EXPR_OR:
	case LEAT_EXPR_COALESCE:
	case LEAT_EXPR_IN:
		break;
	}
	for (uint32_t i = 0; i < a->arg_count; i++)
		if (!leat_expr_equal(a->args[i], b->args[i]))
			return false;
	return true;
}

const struct leat_expr *leat_expr_substitute(struct leat_arena *arena, const struct leat_expr *expr,
                                             const struct leat_expr *const *replacements)
{
	if (expr->kind == LEAT_EXPR_COLUMN)
		return replacements[expr->column];
	if (expr->arg_count == 0)
		return expr;

	const struct leat_expr **args = LEAT_ARENA_ARRAY(arena, const struct leat_expr *,
	                                                 expr->arg_count);
	bool changed = false;
	for (uint32_t i = 0; i < expr->arg_count; i++) {
		args[i] = leat_expr_substitute(arena, expr->args[i], replacements);
		changed |= args[i] != expr->args[i];
	}
	if (!changed)
		return expr;
	struct leat_expr *copy = LEAT_ARENA_NEW(arena, struct leat_expr);
	*copy = *expr;
	copy->args = args;
	return copy;
}

void leat_expr_mark_columns(const struct leat_expr *expr, bool *used)
{
	if (expr->kind == LEAT_EXPR_COLUMN)
		used[expr->column] = true;
	for (uint32_t i = 0; i < expr->arg_count; i++)
		leat_expr_mark_columns(expr->args[i], used);
}

bool leat_expr_is_pure(const struct leat_expr *expr)
{
	if (expr->kind == LEAT_EXPR_CALL && !(expr->function->flags & LEAT_FN_PURE))
		return false;
	for (uint32_t i = 0; i < expr->arg_count; i++)
		if (!leat_expr_is_pure(expr->args[i]))
			return false;
	return true;
}

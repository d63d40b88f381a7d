/* SPDX-License-Identifier: Apache-2.0 */
/* Does an expression call an aggregate function?  That makes a SELECT an aggregation. */
#include "plan/bind_int.h"

static bool any_has(const struct leat_ast_exprs *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (leat_ast_has_aggregate(list->items[i]))
			return true;
	return false;
}

static bool call_has(const struct leat_ast_call *call)
{
	struct leat_str name = call->name.items[call->name.count - 1].text;

	if (!call->over && leat_aggregate_find(name) && !leat_function_find(name))
		return true;
	return any_has(&call->args);
}

static bool case_has(const struct leat_ast_expr *ast)
{
	for (uint32_t i = 0; i < ast->cases.count; i++)
		if (any_has(&ast->cases.items[i].when) ||
		    leat_ast_has_aggregate(ast->cases.items[i].then))
			return true;
	return leat_ast_has_aggregate(ast->cases.arg) ||
	       leat_ast_has_aggregate(ast->cases.otherwise);
}

bool leat_ast_has_aggregate(const struct leat_ast_expr *ast)
{
	if (!ast)
		return false;
	switch (ast->kind) {
	case LEAT_AST_EXPR_UNARY:
		return leat_ast_has_aggregate(ast->unary.arg);
	case LEAT_AST_EXPR_BINARY:
		return leat_ast_has_aggregate(ast->binary.left) ||
		       leat_ast_has_aggregate(ast->binary.right);
	case LEAT_AST_EXPR_IS:
		return leat_ast_has_aggregate(ast->is.arg) || leat_ast_has_aggregate(ast->is.right);
	case LEAT_AST_EXPR_BETWEEN:
		return leat_ast_has_aggregate(ast->between.arg) ||
		       leat_ast_has_aggregate(ast->between.low) ||
		       leat_ast_has_aggregate(ast->between.high);
	case LEAT_AST_EXPR_IN:
		return leat_ast_has_aggregate(ast->in.arg) || any_has(&ast->in.list);
	case LEAT_AST_EXPR_LIKE:
		return leat_ast_has_aggregate(ast->like.arg) ||
		       leat_ast_has_aggregate(ast->like.pattern);
	case LEAT_AST_EXPR_CASE:
		return case_has(ast);
	case LEAT_AST_EXPR_CAST:
		return leat_ast_has_aggregate(ast->cast.arg);
	case LEAT_AST_EXPR_CALL:
		return call_has(&ast->call);
	case LEAT_AST_EXPR_ROW:
	case LEAT_AST_EXPR_ARRAY:
	case LEAT_AST_EXPR_MAP:
	case LEAT_AST_EXPR_MULTISET:
		return any_has(&ast->list);
	case LEAT_AST_EXPR_INDEX:
		return leat_ast_has_aggregate(ast->index.arg) ||
		       leat_ast_has_aggregate(ast->index.index);
	case LEAT_AST_EXPR_FIELD:
		return leat_ast_has_aggregate(ast->field.arg);
	case LEAT_AST_EXPR_INTERVAL:
		return leat_ast_has_aggregate(ast->interval.arg);
	case LEAT_AST_EXPR_QUANTIFIED:
		return leat_ast_has_aggregate(ast->quantified.arg);
	case LEAT_AST_EXPR_LITERAL:
	case LEAT_AST_EXPR_NAME:
	case LEAT_AST_EXPR_STAR:
	case LEAT_AST_EXPR_SYMBOL:
	case LEAT_AST_EXPR_EXISTS:
	case LEAT_AST_EXPR_QUERY:
	case LEAT_AST_EXPR_COLLECT:
	case LEAT_AST_EXPR_NAMED_ARG:
	case LEAT_AST_EXPR_TABLE_ARG:
	case LEAT_AST_EXPR_DESCRIPTOR:
	case LEAT_AST_EXPR_DEFAULT:
		return false;
	}
	leat_unreachable();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Printing expressions but for calls and literals. */
#include "sql/precedence.h"
#include "sql/print_int.h"

/* How strongly an expression holds together; the powers are those of the parser. */
static int precedence_of(const struct leat_ast_expr *e)
{
	switch (e->kind) {
	case LEAT_AST_EXPR_UNARY:
		return e->unary.op == LEAT_AST_UNARY_NOT ? LEAT_PRECEDENCE_NOT
		                                         : LEAT_PRECEDENCE_SIGN;
	case LEAT_AST_EXPR_BINARY:
		return leat_ast_binary_precedence(e->binary.op);
	case LEAT_AST_EXPR_IS:
		return e->is.test == LEAT_AST_IS_DISTINCT_FROM ? LEAT_PRECEDENCE_COMPARE
		                                               : LEAT_PRECEDENCE_IS;
	case LEAT_AST_EXPR_BETWEEN:
	case LEAT_AST_EXPR_IN:
	case LEAT_AST_EXPR_LIKE:
		return LEAT_PRECEDENCE_IN;
	case LEAT_AST_EXPR_QUANTIFIED:
		return LEAT_PRECEDENCE_COMPARE;
	case LEAT_AST_EXPR_LITERAL:
	case LEAT_AST_EXPR_NAME:
	case LEAT_AST_EXPR_STAR:
	case LEAT_AST_EXPR_SYMBOL:
	case LEAT_AST_EXPR_EXISTS:
	case LEAT_AST_EXPR_CASE:
	case LEAT_AST_EXPR_CAST:
	case LEAT_AST_EXPR_CALL:
	case LEAT_AST_EXPR_QUERY:
	case LEAT_AST_EXPR_ROW:
	case LEAT_AST_EXPR_ARRAY:
	case LEAT_AST_EXPR_MAP:
	case LEAT_AST_EXPR_MULTISET:
	case LEAT_AST_EXPR_COLLECT:
	case LEAT_AST_EXPR_INDEX:
	case LEAT_AST_EXPR_FIELD:
	case LEAT_AST_EXPR_INTERVAL:
	case LEAT_AST_EXPR_NAMED_ARG:
	case LEAT_AST_EXPR_TABLE_ARG:
	case LEAT_AST_EXPR_DESCRIPTOR:
	case LEAT_AST_EXPR_DEFAULT:
		return LEAT_PRECEDENCE_PRIMARY;
	}
	leat_unreachable();
}

void leat_print_operand(const struct leat_ast_expr *e, int precedence, struct leat_buf *out)
{
	bool enclose = precedence_of(e) < precedence;

	if (enclose)
		leat_buf_char(out, '(');
	leat_sql_print_expr(e, out);
	if (enclose)
		leat_buf_char(out, ')');
}

void leat_print_exprs(const struct leat_ast_exprs *exprs, struct leat_buf *out)
{
	for (uint32_t i = 0; i < exprs->count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_expr(exprs->items[i], out);
	}
}

void leat_print_orders(const struct leat_ast_orders *orders, struct leat_buf *out)
{
	for (uint32_t i = 0; i < orders->count; i++) {
		const struct leat_ast_order *order = &orders->items[i];

		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_expr(order->expr, out);
		if (order->descending)
			leat_buf_text(out, " DESC");
		if (order->nulls != LEAT_AST_NULLS_DEFAULT)
			leat_buf_text(out, order->nulls == LEAT_AST_NULLS_FIRST ? " NULLS FIRST"
			                                                        : " NULLS LAST");
	}
}

static void print_list(const char *open, const struct leat_ast_exprs *exprs, const char *close,
                       struct leat_buf *out)
{
	leat_buf_text(out, open);
	leat_print_exprs(exprs, out);
	leat_buf_text(out, close);
}

/* (list) or (query) behind IN and ANY */
static void print_set(const struct leat_ast_exprs *list, const struct leat_ast_query *query,
                      struct leat_buf *out)
{
	if (query)
		leat_print_subquery(query, out);
	else
		print_list("(", list, ")", out);
}

static void print_unary(const struct leat_ast_expr *e, struct leat_buf *out)
{
	switch (e->unary.op) {
	case LEAT_AST_UNARY_NOT:
		leat_buf_text(out, "NOT ");
		leat_print_operand(e->unary.arg, LEAT_PRECEDENCE_NOT, out);
		return;
	case LEAT_AST_UNARY_MINUS:
	case LEAT_AST_UNARY_PLUS:
		/* Two signs in a row would begin a comment. */
		leat_buf_char(out, e->unary.op == LEAT_AST_UNARY_MINUS ? '-' : '+');
		leat_print_operand(e->unary.arg, LEAT_PRECEDENCE_SIGN + 1, out);
		return;
	}
}

static void print_binary(const struct leat_ast_expr *e, struct leat_buf *out)
{
	int precedence = leat_ast_binary_precedence(e->binary.op);

	leat_print_operand(e->binary.left, precedence, out);
	leat_buf_printf(out, " %s ", leat_ast_binary_text(e->binary.op));
	leat_print_operand(e->binary.right, precedence + 1, out);
}

static void print_is(const struct leat_ast_expr *e, struct leat_buf *out)
{
	static const char *const tests[] = {
		[LEAT_AST_IS_NULL] = "NULL",
		[LEAT_AST_IS_TRUE] = "TRUE",
		[LEAT_AST_IS_FALSE] = "FALSE",
		[LEAT_AST_IS_UNKNOWN] = "UNKNOWN",
		[LEAT_AST_IS_DISTINCT_FROM] = "DISTINCT FROM ",
		[LEAT_AST_IS_JSON_VALUE] = "JSON VALUE",
		[LEAT_AST_IS_JSON_OBJECT] = "JSON OBJECT",
		[LEAT_AST_IS_JSON_ARRAY] = "JSON ARRAY",
		[LEAT_AST_IS_JSON_SCALAR] = "JSON SCALAR",
		[LEAT_AST_IS_A_SET] = "A SET",
		[LEAT_AST_IS_EMPTY] = "EMPTY",
	};

	leat_print_operand(e->is.arg, precedence_of(e), out);
	leat_buf_text(out, e->is.negated ? " IS NOT " : " IS ");
	leat_buf_text(out, tests[e->is.test]);
	if (e->is.right)
		leat_print_operand(e->is.right, LEAT_PRECEDENCE_COMPARE + 1, out);
}

static void print_between(const struct leat_ast_expr *e, struct leat_buf *out)
{
	leat_print_operand(e->between.arg, LEAT_PRECEDENCE_IN, out);
	leat_buf_text(out, e->between.negated ? " NOT BETWEEN " : " BETWEEN ");
	if (e->between.symmetric)
		leat_buf_text(out, "SYMMETRIC ");
	leat_print_operand(e->between.low, LEAT_PRECEDENCE_IN + 1, out);
	leat_buf_text(out, " AND ");
	leat_print_operand(e->between.high, LEAT_PRECEDENCE_IN + 1, out);
}

static void print_like(const struct leat_ast_expr *e, struct leat_buf *out)
{
	static const char *const words[] = {
		[LEAT_AST_LIKE] = "LIKE",
		[LEAT_AST_ILIKE] = "ILIKE",
		[LEAT_AST_RLIKE] = "RLIKE",
		[LEAT_AST_SIMILAR_TO] = "SIMILAR TO",
	};

	leat_print_operand(e->like.arg, LEAT_PRECEDENCE_IN, out);
	leat_buf_printf(out, "%s %s ", e->like.negated ? " NOT" : "", words[e->like.kind]);
	leat_print_operand(e->like.pattern, LEAT_PRECEDENCE_IN + 1, out);
	if (e->like.escape) {
		leat_buf_text(out, " ESCAPE ");
		leat_print_operand(e->like.escape, LEAT_PRECEDENCE_IN + 1, out);
	}
}

static void print_case(const struct leat_ast_expr *e, struct leat_buf *out)
{
	leat_buf_text(out, "CASE");
	if (e->cases.arg) {
		leat_buf_char(out, ' ');
		leat_sql_print_expr(e->cases.arg, out);
	}
	for (uint32_t i = 0; i < e->cases.count; i++) {
		print_list(" WHEN ", &e->cases.items[i].when, " THEN ", out);
		leat_sql_print_expr(e->cases.items[i].then, out);
	}
	if (e->cases.otherwise) {
		leat_buf_text(out, " ELSE ");
		leat_sql_print_expr(e->cases.otherwise, out);
	}
	leat_buf_text(out, " END");
}

/* The left of [i] and .f; a name before .f would become one with it. */
static void print_accessed(const struct leat_ast_expr *arg, bool field, struct leat_buf *out)
{
	bool name = arg->kind == LEAT_AST_EXPR_NAME && field;

	leat_print_operand(arg,
	                   name || arg->kind == LEAT_AST_EXPR_LITERAL ? LEAT_PRECEDENCE_PRIMARY + 1
	                                                              : LEAT_PRECEDENCE_PRIMARY,
	                   out);
}

static void print_table_arg(const struct leat_ast_expr *e, struct leat_buf *out)
{
	const struct leat_ast_exprs *keys = &e->table.partition_by;
	bool plain = keys->count == 1 && keys->items[0]->kind == LEAT_AST_EXPR_NAME;

	if (e->table.query->kind == LEAT_AST_QUERY_TABLE) {
		leat_sql_print_query(e->table.query, out);
	} else {
		leat_buf_text(out, "TABLE ");
		leat_print_subquery(e->table.query, out);
	}
	if (keys->count > 0)
		print_list(plain ? " PARTITION BY " : " PARTITION BY (", keys, plain ? "" : ")",
		           out);
	if (e->table.order_by.count > 0) {
		leat_buf_text(out, " ORDER BY (");
		leat_print_orders(&e->table.order_by, out);
		leat_buf_char(out, ')');
	}
}

static void print_interval(const struct leat_ast_expr *e, struct leat_buf *out)
{
	bool plain = e->interval.arg->kind == LEAT_AST_EXPR_NAME;

	leat_buf_text(out, "INTERVAL ");
	leat_print_operand(e->interval.arg,
	                   plain ? LEAT_PRECEDENCE_PRIMARY : LEAT_PRECEDENCE_PRIMARY + 1, out);
	leat_buf_char(out, ' ');
	leat_print_interval_unit(&e->interval.unit, out);
}

static void print_cast(const struct leat_ast_expr *e, struct leat_buf *out)
{
	leat_buf_text(out, e->cast.try_cast ? "TRY_CAST(" : "CAST(");
	leat_sql_print_expr(e->cast.arg, out);
	leat_buf_text(out, " AS ");
	leat_sql_print_type(e->cast.type, out);
	leat_buf_char(out, ')');
}

static void print_quantified(const struct leat_ast_expr *e, struct leat_buf *out)
{
	leat_print_operand(e->quantified.arg, LEAT_PRECEDENCE_COMPARE, out);
	leat_buf_printf(out, " %s %s ", leat_ast_binary_text(e->quantified.op),
	                e->quantified.quantifier == LEAT_AST_QUANTIFIER_ALL ? "ALL" : "ANY");
	print_set(&e->quantified.list, e->quantified.query, out);
}

static void print_collect(const struct leat_ast_expr *e, struct leat_buf *out)
{
	leat_buf_text(out, e->collect.kind == LEAT_AST_TYPE_MAP        ? "MAP"
	                   : e->collect.kind == LEAT_AST_TYPE_MULTISET ? "MULTISET"
	                                                               : "ARRAY");
	leat_print_subquery(e->collect.query, out);
}

static void print_star(const struct leat_ast_expr *e, struct leat_buf *out)
{
	leat_sql_print_name(&e->name, out);
	leat_buf_text(out, e->name.count > 0 ? ".*" : "*");
}

void leat_sql_print_expr(const struct leat_ast_expr *e, struct leat_buf *out)
{
	switch (e->kind) {
	case LEAT_AST_EXPR_LITERAL:
		leat_print_literal(&e->literal, out);
		return;
	case LEAT_AST_EXPR_NAME:
		leat_sql_print_name(&e->name, out);
		return;
	case LEAT_AST_EXPR_STAR:
		print_star(e, out);
		return;
	case LEAT_AST_EXPR_SYMBOL:
		leat_buf_str(out, e->symbol);
		return;
	case LEAT_AST_EXPR_UNARY:
		print_unary(e, out);
		return;
	case LEAT_AST_EXPR_BINARY:
		print_binary(e, out);
		return;
	case LEAT_AST_EXPR_IS:
		print_is(e, out);
		return;
	case LEAT_AST_EXPR_BETWEEN:
		print_between(e, out);
		return;
	case LEAT_AST_EXPR_IN:
		leat_print_operand(e->in.arg, LEAT_PRECEDENCE_IN, out);
		leat_buf_text(out, e->in.negated ? " NOT IN " : " IN ");
		print_set(&e->in.list, e->in.query, out);
		return;
	case LEAT_AST_EXPR_LIKE:
		print_like(e, out);
		return;
	case LEAT_AST_EXPR_EXISTS:
		leat_buf_text(out, "EXISTS ");
		leat_print_subquery(e->query, out);
		return;
	case LEAT_AST_EXPR_QUANTIFIED:
		print_quantified(e, out);
		return;
	case LEAT_AST_EXPR_CASE:
		print_case(e, out);
		return;
	case LEAT_AST_EXPR_CAST:
		print_cast(e, out);
		return;
	case LEAT_AST_EXPR_CALL:
		leat_print_call(&e->call, out);
		return;
	case LEAT_AST_EXPR_QUERY:
		leat_print_subquery(e->query, out);
		return;
	case LEAT_AST_EXPR_ROW:
		print_list("ROW(", &e->list, ")", out);
		return;
	case LEAT_AST_EXPR_ARRAY:
		print_list("ARRAY[", &e->list, "]", out);
		return;
	case LEAT_AST_EXPR_MAP:
		print_list("MAP[", &e->list, "]", out);
		return;
	case LEAT_AST_EXPR_MULTISET:
		print_list("MULTISET[", &e->list, "]", out);
		return;
	case LEAT_AST_EXPR_COLLECT:
		print_collect(e, out);
		return;
	case LEAT_AST_EXPR_INDEX:
		print_accessed(e->index.arg, false, out);
		leat_buf_char(out, '[');
		leat_sql_print_expr(e->index.index, out);
		leat_buf_char(out, ']');
		return;
	case LEAT_AST_EXPR_FIELD:
		print_accessed(e->field.arg, true, out);
		leat_buf_char(out, '.');
		leat_sql_print_ident(e->field.name.text, out);
		return;
	case LEAT_AST_EXPR_INTERVAL:
		print_interval(e, out);
		return;
	case LEAT_AST_EXPR_NAMED_ARG:
		leat_sql_print_ident(e->named.name.text, out);
		leat_buf_text(out, " => ");
		leat_sql_print_expr(e->named.arg, out);
		return;
	case LEAT_AST_EXPR_TABLE_ARG:
		print_table_arg(e, out);
		return;
	case LEAT_AST_EXPR_DESCRIPTOR:
		leat_buf_text(out, "DESCRIPTOR");
		leat_print_idents(&e->columns, out);
		return;
	case LEAT_AST_EXPR_DEFAULT:
		leat_buf_text(out, "DEFAULT");
		return;
	}
	leat_unreachable();
}

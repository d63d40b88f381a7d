/* SPDX-License-Identifier: Apache-2.0 */
/* Printing queries and what stands in FROM. */
#include "sql/print_int.h"

/* ---- SELECT ------------------------------------------------------------------------------- */

static void print_group(const struct leat_ast_group *group, struct leat_buf *out)
{
	static const char *const words[] = {
		[LEAT_AST_GROUP_EXPRS] = "",
		[LEAT_AST_GROUP_ROLLUP] = "ROLLUP",
		[LEAT_AST_GROUP_CUBE] = "CUBE",
		[LEAT_AST_GROUP_GROUPING_SETS] = "GROUPING SETS ",
	};

	leat_buf_text(out, words[group->kind]);
	if (group->kind == LEAT_AST_GROUP_EXPRS && group->exprs.count == 1) {
		leat_sql_print_expr(group->exprs.items[0], out);
		return;
	}
	leat_buf_char(out, '(');
	leat_print_exprs(&group->exprs, out);
	for (uint32_t i = 0; i < group->count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		print_group(&group->items[i], out);
	}
	leat_buf_char(out, ')');
}

static void print_group_by(const struct leat_ast_select *select, struct leat_buf *out)
{
	leat_buf_text(out, select->group_distinct ? " GROUP BY DISTINCT " : " GROUP BY ");
	for (uint32_t i = 0; i < select->group_count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		print_group(&select->groups[i], out);
	}
}

static void print_clause(const char *word, const struct leat_ast_expr *e, struct leat_buf *out)
{
	if (!e)
		return;
	leat_buf_text(out, word);
	leat_sql_print_expr(e, out);
}

static void print_select(const struct leat_ast_select *select, struct leat_buf *out)
{
	leat_buf_text(out, "SELECT");
	leat_print_hints(&select->hints, out);
	leat_buf_text(out, select->distinct ? " DISTINCT " : " ");
	for (uint32_t i = 0; i < select->item_count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_expr(select->items[i].expr, out);
		if (leat_ast_has(&select->items[i].alias)) {
			leat_buf_text(out, " AS ");
			leat_sql_print_ident(select->items[i].alias.text, out);
		}
	}
	if (select->from) {
		leat_buf_text(out, " FROM ");
		leat_print_relation(select->from, false, out);
	}
	print_clause(" WHERE ", select->where, out);
	if (select->grouped)
		print_group_by(select, out);
	print_clause(" HAVING ", select->having, out);
	for (uint32_t i = 0; i < select->window_count; i++) {
		leat_buf_text(out, i > 0 ? ", " : " WINDOW ");
		leat_sql_print_ident(select->windows[i].name.text, out);
		leat_buf_text(out, " AS ");
		leat_print_window(select->windows[i].window, out);
	}
	print_clause(" QUALIFY ", select->qualify, out);
}

/* ---- queries ------------------------------------------------------------------------------ */

static void print_ctes(const struct leat_ast_query *q, struct leat_buf *out)
{
	if (q->cte_count == 0)
		return;
	leat_buf_text(out, q->recursive ? "WITH RECURSIVE " : "WITH ");
	for (uint32_t i = 0; i < q->cte_count; i++) {
		const struct leat_ast_cte *cte = &q->ctes[i];

		if (i > 0)
			leat_buf_text(out, ", ");
		leat_sql_print_ident(cte->name.text, out);
		if (cte->columns.count > 0) {
			leat_buf_char(out, ' ');
			leat_print_idents(&cte->columns, out);
		}
		leat_buf_text(out, " AS ");
		leat_print_subquery(cte->query, out);
	}
	leat_buf_char(out, ' ');
}

/* An operand of a set operation; @p op is the operation it stands in. */
static void print_set_operand(const struct leat_ast_query *q, enum leat_ast_set_op op, bool right,
                              struct leat_buf *out)
{
	bool tail = q->cte_count || q->order_by.count || q->limit || q->offset;
	bool weaker = q->kind == LEAT_AST_QUERY_SET_OP && q->set_op.op != LEAT_AST_SET_INTERSECT &&
	              op == LEAT_AST_SET_INTERSECT;
	bool same = q->kind == LEAT_AST_QUERY_SET_OP &&
	            (q->set_op.op == LEAT_AST_SET_INTERSECT) == (op == LEAT_AST_SET_INTERSECT);

	if (tail || weaker || (right && same))
		leat_print_subquery(q, out);
	else
		leat_sql_print_query(q, out);
}

static void print_set_op(const struct leat_ast_query *q, struct leat_buf *out)
{
	static const char *const words[] = {
		[LEAT_AST_SET_UNION] = " UNION ",
		[LEAT_AST_SET_INTERSECT] = " INTERSECT ",
		[LEAT_AST_SET_EXCEPT] = " EXCEPT ",
	};

	print_set_operand(q->set_op.left, q->set_op.op, false, out);
	leat_buf_text(out, words[q->set_op.op]);
	leat_buf_text(out, q->set_op.all ? "ALL " : "");
	print_set_operand(q->set_op.right, q->set_op.op, true, out);
}

/* A row of two or more values needs no word. */
static void print_row(const struct leat_ast_expr *row, struct leat_buf *out)
{
	if (row->kind != LEAT_AST_EXPR_ROW || row->list.count < 2) {
		leat_sql_print_expr(row, out);
		return;
	}
	leat_buf_char(out, '(');
	leat_print_exprs(&row->list, out);
	leat_buf_char(out, ')');
}

static void print_values(const struct leat_ast_exprs *rows, struct leat_buf *out)
{
	leat_buf_text(out, "VALUES ");
	for (uint32_t i = 0; i < rows->count; i++) {
		if (i > 0)
			leat_buf_text(out, ", ");
		print_row(rows->items[i], out);
	}
}

void leat_sql_print_query(const struct leat_ast_query *q, struct leat_buf *out)
{
	print_ctes(q, out);
	switch (q->kind) {
	case LEAT_AST_QUERY_SELECT:
		print_select(&q->select, out);
		break;
	case LEAT_AST_QUERY_VALUES:
		print_values(&q->values, out);
		break;
	case LEAT_AST_QUERY_SET_OP:
		print_set_op(q, out);
		break;
	case LEAT_AST_QUERY_TABLE:
		leat_buf_text(out, "TABLE ");
		leat_sql_print_name(&q->table, out);
		break;
	case LEAT_AST_QUERY_NESTED:
		leat_print_subquery(q->nested, out);
		break;
	}
	if (q->order_by.count > 0) {
		leat_buf_text(out, " ORDER BY ");
		leat_print_orders(&q->order_by, out);
	}
	print_clause(" LIMIT ", q->limit, out);
	print_clause(" OFFSET ", q->offset, out);
}

void leat_print_subquery(const struct leat_ast_query *query, struct leat_buf *out)
{
	leat_buf_char(out, '(');
	leat_sql_print_query(query, out);
	leat_buf_char(out, ')');
}

/* ---- FROM --------------------------------------------------------------------------------- */

static void print_join(const struct leat_ast_relation *r, struct leat_buf *out)
{
	static const char *const words[] = {
		[LEAT_AST_JOIN_CROSS] = "CROSS JOIN ", [LEAT_AST_JOIN_INNER] = "JOIN ",
		[LEAT_AST_JOIN_LEFT] = "LEFT JOIN ",   [LEAT_AST_JOIN_RIGHT] = "RIGHT JOIN ",
		[LEAT_AST_JOIN_FULL] = "FULL JOIN ",
	};

	leat_print_relation(r->join.left, false, out);
	if (r->join.comma) {
		leat_buf_text(out, ", ");
	} else {
		leat_buf_text(out, r->join.natural ? " NATURAL " : " ");
		leat_buf_text(out, words[r->join.kind]);
	}
	leat_print_relation(r->join.right, true, out);
	print_clause(" ON ", r->join.on, out);
	if (r->join.using.count > 0) {
		leat_buf_text(out, " USING ");
		leat_print_idents(&r->join.using, out);
	}
}

static void print_unnest(const struct leat_ast_relation *r, struct leat_buf *out)
{
	leat_buf_text(out, "UNNEST(");
	leat_print_exprs(&r->unnest.args, out);
	leat_buf_text(out, r->unnest.with_ordinality ? ") WITH ORDINALITY" : ")");
}

static void print_alias(const struct leat_ast_relation *r, struct leat_buf *out)
{
	if (!leat_ast_has(&r->alias))
		return;
	leat_buf_text(out, " AS ");
	leat_sql_print_ident(r->alias.text, out);
	if (r->columns.count > 0) {
		leat_buf_char(out, ' ');
		leat_print_idents(&r->columns, out);
	}
}

void leat_print_relation(const struct leat_ast_relation *r, bool enclose, struct leat_buf *out)
{
	enclose = enclose && r->kind == LEAT_AST_RELATION_JOIN;
	if (enclose)
		leat_buf_char(out, '(');
	if (r->lateral)
		leat_buf_text(out, "LATERAL ");
	switch (r->kind) {
	case LEAT_AST_RELATION_TABLE:
		leat_sql_print_name(&r->table, out);
		break;
	case LEAT_AST_RELATION_QUERY:
		leat_print_subquery(r->query, out);
		break;
	case LEAT_AST_RELATION_FUNCTION:
		leat_buf_text(out, "TABLE(");
		leat_sql_print_expr(r->function, out);
		leat_buf_char(out, ')');
		break;
	case LEAT_AST_RELATION_UNNEST:
		print_unnest(r, out);
		break;
	case LEAT_AST_RELATION_JOIN:
		print_join(r, out);
		break;
	case LEAT_AST_RELATION_MATCH:
		leat_print_match(r->match, out);
		break;
	}
	leat_print_hints(&r->hints, out);
	print_clause(" FOR SYSTEM_TIME AS OF ", r->system_time, out);
	print_alias(r, out);
	if (enclose)
		leat_buf_char(out, ')');
}

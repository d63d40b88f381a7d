/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of queries: SELECT, VALUES, set operations, WITH, ORDER BY. */
#include "sql/parse_int.h"

static bool starts_query(const struct leat_token *token)
{
	switch ((int)token->keyword) {
	case LEAT_KW_SELECT:
	case LEAT_KW_WITH:
	case LEAT_KW_VALUES:
	case LEAT_KW_TABLE:
		return true;
	}
	return false;
}

/* May the token stand behind a query in parentheses, as part of a larger query? */
static bool continues_query(const struct leat_token *token)
{
	switch ((int)token->keyword) {
	case LEAT_KW_UNION:
	case LEAT_KW_INTERSECT:
	case LEAT_KW_EXCEPT:
	case LEAT_KW_MINUS:
	case LEAT_KW_ORDER:
	case LEAT_KW_LIMIT:
	case LEAT_KW_OFFSET:
	case LEAT_KW_FETCH:
		return true;
	}
	return token->kind == LEAT_TOKEN_RPAREN;
}

bool leat_parse_at_query(const struct leat_parser *p)
{
	const struct leat_token *token = p->token;
	uint32_t depth = token->depth;

	while (token->kind == LEAT_TOKEN_LPAREN)
		token++;
	if (!starts_query(token))
		return false;

	/* (SELECT 1) + 1 is none: look behind each of the parentheses. */
	for (uint32_t open = token->depth; open > depth; open--) {
		while (token->depth >= open && token->kind != LEAT_TOKEN_END)
			token++;
		if (!continues_query(token))
			return false;
	}
	return true;
}

/* order ::= expr [ 'ASC' | 'DESC' ] [ 'NULLS' ( 'FIRST' | 'LAST' ) ] */
static int parse_order(struct leat_parser *p, struct leat_ast_order *ret)
{
	*ret = (struct leat_ast_order){ 0 };
	LEAT_TRY(leat_parse_expr(p, &ret->expr));
	ret->descending = leat_parse_accept_word(p, LEAT_KW_DESC);
	if (!ret->descending)
		(void)leat_parse_accept_word(p, LEAT_KW_ASC); /* The default. */
	if (!leat_parse_accept_word(p, LEAT_KW_NULLS))
		return 0;
	if (leat_parse_accept_word(p, LEAT_KW_FIRST))
		ret->nulls = LEAT_AST_NULLS_FIRST;
	else if (leat_parse_accept_word(p, LEAT_KW_LAST))
		ret->nulls = LEAT_AST_NULLS_LAST;
	else
		return leat_parse_unexpected(p, "\"FIRST\" or \"LAST\"");
	return 0;
}

/* orders ::= order { ',' order } */
int leat_parse_orders(struct leat_parser *p, struct leat_ast_orders *ret)
{
	LEAT_VEC(struct leat_ast_order) items = { 0 };

	do {
		struct leat_ast_order order;

		LEAT_TRY(parse_order(p, &order));
		*LEAT_VEC_ADD(p->arena, &items) = order;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	*ret = (struct leat_ast_orders){ items.items, items.count };
	return 0;
}

/* ---- SELECT ------------------------------------------------------------------------------- */

/* select_item ::= '*' | expr [ [ 'AS' ] ident ] */
static int parse_select_item(struct leat_parser *p, struct leat_ast_select_item *ret)
{
	*ret = (struct leat_ast_select_item){ 0 };
	if (leat_parse_at(p, LEAT_TOKEN_STAR)) {
		struct leat_ast_expr *e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);

		e->kind = LEAT_AST_EXPR_STAR;
		e->span = p->token->span;
		ret->expr = e;
		leat_parse_next(p);
		return 0;
	}
	LEAT_TRY(leat_parse_expr(p, &ret->expr));
	if (leat_parse_accept_word(p, LEAT_KW_AS) ||
	    (leat_parse_peek_name(p, 0) && !leat_parse_at_word(p, LEAT_KW_QUALIFY)))
		return leat_parse_ident(p, "a column name", &ret->alias);
	return 0;
}

/* Skip from an error in a select list to what follows it at the same depth. */
static bool skip_select_item(struct leat_parser *p, uint32_t depth)
{
	for (;; leat_parse_next(p)) {
		if (leat_parse_at(p, LEAT_TOKEN_END) || leat_parse_at(p, LEAT_TOKEN_SEMICOLON) ||
		    p->token->depth < depth ||
		    (p->token->depth == depth && leat_parse_at(p, LEAT_TOKEN_RPAREN)))
			return false;
		if (p->token->depth == depth &&
		    (leat_parse_at(p, LEAT_TOKEN_COMMA) || leat_parse_at_word(p, LEAT_KW_FROM)))
			return true;
	}
}

/* What may follow a select list.  Anything else is an error within it. */
static bool ends_select_list(const struct leat_parser *p)
{
	switch ((int)p->token->keyword) {
	case LEAT_KW_FROM:
	case LEAT_KW_WHERE:
	case LEAT_KW_GROUP:
	case LEAT_KW_HAVING:
	case LEAT_KW_WINDOW:
	case LEAT_KW_QUALIFY:
		return true;
	}
	return continues_query(p->token) || leat_parse_at(p, LEAT_TOKEN_END) ||
	       leat_parse_at(p, LEAT_TOKEN_SEMICOLON);
}

/* An item that is missing between a comma and FROM is most likely one comma too many. */
static int fail_trailing_comma(struct leat_parser *p)
{
	(void)leat_parse_unexpected(p, "an expression"); /* Returned below. */
	leat_err_hint(&p->err, "there is one comma too many before FROM");
	return -LEAT_E_SYNTAX;
}

/* select_list ::= select_item { ',' select_item } */
static int parse_select_list(struct leat_parser *p, struct leat_ast_select *ret)
{
	LEAT_VEC(struct leat_ast_select_item) items = { 0 };
	uint32_t depth = p->token->depth;

	do {
		struct leat_ast_select_item item;
		int r = items.count && leat_parse_at_word(p, LEAT_KW_FROM)
		                ? fail_trailing_comma(p)
		                : parse_select_item(p, &item);

		if (!r && !leat_parse_at(p, LEAT_TOKEN_COMMA) && !ends_select_list(p))
			r = leat_parse_unexpected(
				p, leat_ast_has(&item.alias)
					   ? "\",\" or \"FROM\""
					   : "an operator, an alias, \",\" or \"FROM\"");
		if (r) {
			leat_parse_report(p);
			if (leat_diags_is_full(p->diags) || !skip_select_item(p, depth))
				return r;
		} else {
			*LEAT_VEC_ADD(p->arena, &items) = item;
		}
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	if (items.count > LEAT_LIMIT_COLUMNS)
		return leat_err_at(&p->err, LEAT_E_LIMIT,
		                   items.items[LEAT_LIMIT_COLUMNS].expr->span,
		                   "more than %d columns", LEAT_LIMIT_COLUMNS);
	ret->items = items.items;
	ret->item_count = items.count;
	return 0;
}

static int parse_group(struct leat_parser *p, struct leat_ast_group *ret);

/* '(' group { ',' group } ')' */
static int parse_groups(struct leat_parser *p, struct leat_ast_group *ret)
{
	LEAT_VEC(struct leat_ast_group) items = { 0 };

	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	do {
		struct leat_ast_group group;

		LEAT_TRY(parse_group(p, &group));
		*LEAT_VEC_ADD(p->arena, &items) = group;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	ret->items = items.items;
	ret->count = items.count;
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

/* One expression; (a, b) is a list of them. */
static int parse_group_exprs(struct leat_parser *p, struct leat_ast_group *ret)
{
	struct leat_parse_args one = { 0 };

	if (leat_parse_at(p, LEAT_TOKEN_LPAREN) &&
	    leat_parse_peek(p, 1)->kind == LEAT_TOKEN_RPAREN) {
		leat_parse_next(p);
		leat_parse_next(p);
		return 0;
	}
	LEAT_TRY(leat_parse_add_expr(p, &one));
	ret->exprs = (struct leat_ast_exprs){ one.items, one.count };
	if (one.items[0]->kind == LEAT_AST_EXPR_ROW && p->text.p[one.items[0]->span.begin] == '(')
		ret->exprs = one.items[0]->list;
	return 0;
}

/* group ::= 'ROLLUP' '(' group { ',' group } ')' | 'CUBE' '(' group { ',' group } ')' | 'GROUPING'
 *          'SETS' '(' group { ',' group } ')' | '(' [ exprs ] ')' | expr */
static int parse_group_any(struct leat_parser *p, struct leat_ast_group *ret)
{
	if (leat_parse_accept_word(p, LEAT_KW_ROLLUP)) {
		ret->kind = LEAT_AST_GROUP_ROLLUP;
		return parse_groups(p, ret);
	}
	if (leat_parse_accept_word(p, LEAT_KW_CUBE)) {
		ret->kind = LEAT_AST_GROUP_CUBE;
		return parse_groups(p, ret);
	}
	if (leat_parse_accept_words(p, LEAT_KW_GROUPING, LEAT_KW_SETS)) {
		ret->kind = LEAT_AST_GROUP_GROUPING_SETS;
		return parse_groups(p, ret);
	}
	ret->kind = LEAT_AST_GROUP_EXPRS;
	return parse_group_exprs(p, ret);
}

static int parse_group(struct leat_parser *p, struct leat_ast_group *ret)
{
	const struct leat_token *begin = p->token;
	int r;

	*ret = (struct leat_ast_group){ 0 };
	LEAT_TRY(leat_parse_enter(p));
	r = parse_group_any(p, ret);
	leat_parse_leave(p);
	ret->span = leat_parse_span(p, begin);
	return r;
}

/* group_by ::= 'GROUP' 'BY' [ 'DISTINCT' | 'ALL' ] group { ',' group } */
static int parse_group_by(struct leat_parser *p, struct leat_ast_select *ret)
{
	LEAT_VEC(struct leat_ast_group) items = { 0 };

	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_BY));
	ret->grouped = true;
	ret->group_distinct = leat_parse_accept_word(p, LEAT_KW_DISTINCT);
	if (!ret->group_distinct)
		(void)leat_parse_accept_word(p, LEAT_KW_ALL); /* The default. */
	do {
		struct leat_ast_group group;

		LEAT_TRY(parse_group(p, &group));
		*LEAT_VEC_ADD(p->arena, &items) = group;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	ret->groups = items.items;
	ret->group_count = items.count;
	return 0;
}

/* window_clause ::= 'WINDOW' ident 'AS' window { ',' ident 'AS' window } */
static int parse_windows(struct leat_parser *p, struct leat_ast_select *ret)
{
	LEAT_VEC(struct leat_ast_window_def) items = { 0 };

	do {
		struct leat_ast_window_def def;

		LEAT_TRY(leat_parse_ident(p, "a window name", &def.name));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
		if (!leat_parse_at(p, LEAT_TOKEN_LPAREN))
			return leat_parse_unexpected(p, "\"(\"");
		LEAT_TRY(leat_parse_window(p, &def.window));
		*LEAT_VEC_ADD(p->arena, &items) = def;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	ret->windows = items.items;
	ret->window_count = items.count;
	return 0;
}

/* select ::= 'SELECT' [ hints ] [ 'ALL' | 'DISTINCT' ] select_list [ 'FROM' relation ] [ 'WHERE'
 *           expr ] [ group_by ] [ 'HAVING' expr ] [ window_clause ] [ 'QUALIFY' expr ] */
static int parse_select(struct leat_parser *p, struct leat_ast_select *ret)
{
	leat_parse_next(p);
	LEAT_TRY(leat_parse_hints(p, &ret->hints));
	ret->distinct = leat_parse_accept_word(p, LEAT_KW_DISTINCT);
	if (!ret->distinct)
		(void)leat_parse_accept_word(p, LEAT_KW_ALL); /* The default. */
	LEAT_TRY(parse_select_list(p, ret));
	if (leat_parse_accept_word(p, LEAT_KW_FROM))
		LEAT_TRY(leat_parse_relation(p, &ret->from));
	if (leat_parse_accept_word(p, LEAT_KW_WHERE))
		LEAT_TRY(leat_parse_expr(p, &ret->where));
	if (leat_parse_accept_word(p, LEAT_KW_GROUP))
		LEAT_TRY(parse_group_by(p, ret));
	if (leat_parse_accept_word(p, LEAT_KW_HAVING))
		LEAT_TRY(leat_parse_expr(p, &ret->having));
	if (leat_parse_accept_word(p, LEAT_KW_WINDOW))
		LEAT_TRY(parse_windows(p, ret));
	if (leat_parse_accept_word(p, LEAT_KW_QUALIFY))
		LEAT_TRY(leat_parse_expr(p, &ret->qualify));
	return 0;
}

/* ---- queries ------------------------------------------------------------------------------ */

static int parse_body(struct leat_parser *p, int precedence, struct leat_ast_query **ret);
static int parse_nested(struct leat_parser *p, struct leat_ast_query **ret);

static struct leat_ast_query *new_query(struct leat_parser *p, enum leat_ast_query_kind kind)
{
	struct leat_ast_query *q = LEAT_ARENA_NEW(p->arena, struct leat_ast_query);

	q->kind = kind;
	q->span = p->token->span;
	return q;
}

/* values ::= 'VALUES' expr { ',' expr } */
static int parse_values(struct leat_parser *p, struct leat_ast_query *q)
{
	LEAT_VEC(const struct leat_ast_expr *) rows = { 0 };

	leat_parse_next(p);
	do {
		const struct leat_ast_expr *row;

		LEAT_TRY(leat_parse_expr(p, &row));
		*LEAT_VEC_ADD(p->arena, &rows) = row;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	q->values = (struct leat_ast_exprs){ rows.items, rows.count };
	return 0;
}

/* query_term ::= select | values | 'TABLE' name | '(' query ')' */
static int parse_term(struct leat_parser *p, struct leat_ast_query **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_query *q = new_query(p, LEAT_AST_QUERY_SELECT);

	if (leat_parse_at_word(p, LEAT_KW_SELECT)) {
		LEAT_TRY(parse_select(p, &q->select));
	} else if (leat_parse_at_word(p, LEAT_KW_VALUES)) {
		q->kind = LEAT_AST_QUERY_VALUES;
		LEAT_TRY(parse_values(p, q));
	} else if (leat_parse_accept_word(p, LEAT_KW_TABLE)) {
		q->kind = LEAT_AST_QUERY_TABLE;
		LEAT_TRY(leat_parse_name(p, "a table name", &q->table));
	} else if (leat_parse_accept(p, LEAT_TOKEN_LPAREN)) {
		LEAT_TRY(parse_nested(p, &q));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	} else {
		return leat_parse_unexpected(p, "a query");
	}
	q->span = leat_parse_span(p, begin);
	*ret = q;
	return 0;
}

/* set_op ::= query_body ( 'UNION' | 'INTERSECT' | 'EXCEPT' | 'MINUS' ) [ 'ALL' | 'DISTINCT' ]
 *           query_body     -- INTERSECT binds more strongly */
static int parse_set_op(struct leat_parser *p, enum leat_ast_set_op op, int precedence,
                        struct leat_ast_query **left)
{
	struct leat_ast_query *q = new_query(p, LEAT_AST_QUERY_SET_OP);
	struct leat_ast_query *right;

	leat_parse_next(p);
	q->span = (*left)->span;
	q->set_op.op = op;
	q->set_op.all = leat_parse_accept_word(p, LEAT_KW_ALL);
	if (!q->set_op.all)
		(void)leat_parse_accept_word(p, LEAT_KW_DISTINCT); /* The default. */
	q->set_op.left = *left;
	LEAT_TRY(parse_body(p, precedence + 1, &right));
	q->set_op.right = right;
	q->span.end = right->span.end;
	*left = q;
	return 0;
}

/* query_body ::= query_term | set_op */
static int parse_body(struct leat_parser *p, int precedence, struct leat_ast_query **ret)
{
	enum { UNION = 1, INTERSECT = 2, CHAIN_MAX = 500 };
	struct leat_ast_query *left = NULL;

	LEAT_TRY(parse_term(p, &left));
	for (int length = 0;; length++) {
		enum leat_ast_set_op op;
		int binds = UNION;

		if (leat_parse_at_word(p, LEAT_KW_UNION)) {
			op = LEAT_AST_SET_UNION;
		} else if (leat_parse_at_word(p, LEAT_KW_EXCEPT) ||
		           leat_parse_at_word(p, LEAT_KW_MINUS)) {
			op = LEAT_AST_SET_EXCEPT;
		} else if (leat_parse_at_word(p, LEAT_KW_INTERSECT)) {
			op = LEAT_AST_SET_INTERSECT;
			binds = INTERSECT;
		} else {
			break;
		}
		if (binds < precedence)
			break;
		if (length == CHAIN_MAX)
			return leat_err_at(&p->err, LEAT_E_LIMIT, p->token->span,
			                   "more than %d set operations in a row", CHAIN_MAX);
		LEAT_TRY(parse_set_op(p, op, binds, &left));
	}
	*ret = left;
	return 0;
}

/* cte ::= ident [ idents ] 'AS' '(' query ')' */
static int parse_cte(struct leat_parser *p, struct leat_ast_cte *ret)
{
	*ret = (struct leat_ast_cte){ 0 };
	LEAT_TRY(leat_parse_ident(p, "a name for the query", &ret->name));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN))
		LEAT_TRY(leat_parse_idents(p, "a column name", &ret->columns));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	LEAT_TRY(leat_parse_query(p, &ret->query));
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

static bool has_tail(const struct leat_ast_query *q)
{
	return q->cte_count || q->order_by.count || q->limit || q->offset;
}

/* tail ::= [ 'ORDER' 'BY' orders ] { 'LIMIT' ( expr | 'ALL' ) | 'OFFSET' expr [ 'ROW' | 'ROWS' ]
 *        | 'FETCH' ( 'FIRST' | 'NEXT' ) expr ( 'ROW' | 'ROWS' ) 'ONLY' } */
static int parse_tail(struct leat_parser *p, struct leat_ast_query *q)
{
	if (leat_parse_accept_words(p, LEAT_KW_ORDER, LEAT_KW_BY))
		LEAT_TRY(leat_parse_orders(p, &q->order_by));
	for (;;) {
		if (!q->limit && leat_parse_accept_word(p, LEAT_KW_LIMIT)) {
			if (leat_parse_accept_word(p, LEAT_KW_ALL))
				continue;
			LEAT_TRY(leat_parse_expr(p, &q->limit));
			if (!q->offset && leat_parse_accept(p, LEAT_TOKEN_COMMA)) {
				q->offset = q->limit; /* LIMIT offset, count */
				LEAT_TRY(leat_parse_expr(p, &q->limit));
			}
		} else if (!q->offset && leat_parse_accept_word(p, LEAT_KW_OFFSET)) {
			LEAT_TRY(leat_parse_expr(p, &q->offset));
			if (!leat_parse_accept_word(p, LEAT_KW_ROW))
				(void)leat_parse_accept_word(p, LEAT_KW_ROWS); /* Optional. */
		} else if (!q->limit && leat_parse_accept_word(p, LEAT_KW_FETCH)) {
			if (!leat_parse_accept_word(p, LEAT_KW_FIRST))
				LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_NEXT));
			LEAT_TRY(leat_parse_expr(p, &q->limit));
			if (!leat_parse_accept_word(p, LEAT_KW_ROW))
				LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_ROWS));
			LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_ONLY));
		} else {
			return 0;
		}
	}
}

static bool at_tail(const struct leat_parser *p)
{
	return leat_parse_at_word(p, LEAT_KW_ORDER) || leat_parse_at_word(p, LEAT_KW_LIMIT) ||
	       leat_parse_at_word(p, LEAT_KW_OFFSET) || leat_parse_at_word(p, LEAT_KW_FETCH);
}

/* query ::= [ 'WITH' [ 'RECURSIVE' ] cte { ',' cte } ] query_body tail */
static int parse_full(struct leat_parser *p, struct leat_ast_query **ret)
{
	const struct leat_token *begin = p->token;
	LEAT_VEC(struct leat_ast_cte) ctes = { 0 };
	struct leat_ast_query *q;
	bool recursive = false;

	if (leat_parse_accept_word(p, LEAT_KW_WITH)) {
		recursive = leat_parse_accept_word(p, LEAT_KW_RECURSIVE);
		do {
			struct leat_ast_cte cte;

			LEAT_TRY(parse_cte(p, &cte));
			*LEAT_VEC_ADD(p->arena, &ctes) = cte;
		} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	}
	LEAT_TRY(parse_body(p, 0, &q));
	if (has_tail(q) && (ctes.count || at_tail(p))) {
		struct leat_ast_query *outer = new_query(p, LEAT_AST_QUERY_NESTED);

		outer->nested = q;
		q = outer;
	}
	q->recursive = q->recursive || recursive;
	if (ctes.count) {
		q->ctes = ctes.items;
		q->cte_count = ctes.count;
	}
	LEAT_TRY(parse_tail(p, q));
	q->span = leat_parse_span(p, begin);
	*ret = q;
	return 0;
}

static int parse_nested(struct leat_parser *p, struct leat_ast_query **ret)
{
	int r;

	LEAT_TRY(leat_parse_enter(p));
	r = parse_full(p, ret);
	leat_parse_leave(p);
	return r;
}

int leat_parse_query(struct leat_parser *p, const struct leat_ast_query **ret)
{
	struct leat_ast_query *q;

	LEAT_TRY(parse_nested(p, &q));
	*ret = q;
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of FROM: tables, sub-queries, table functions, joins. */
#include "sql/parse_int.h"

static struct leat_ast_relation *new_relation(struct leat_parser *p,
                                              enum leat_ast_relation_kind kind)
{
	struct leat_ast_relation *r = LEAT_ARENA_NEW(p->arena, struct leat_ast_relation);

	r->kind = kind;
	r->span = p->token->span;
	return r;
}

/* alias ::= [ [ 'AS' ] ident [ idents ] ] */
static int parse_alias(struct leat_parser *p, struct leat_ast_relation *r)
{
	bool as = leat_parse_accept_word(p, LEAT_KW_AS);

	if (!as && (!leat_parse_peek_name(p, 0) || leat_parse_at_word(p, LEAT_KW_QUALIFY)))
		return 0;
	LEAT_TRY(leat_parse_ident(p, "an alias", &r->alias));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN))
		return leat_parse_idents(p, "a column name", &r->columns);
	return 0;
}

/* function ::= 'TABLE' '(' call ')' */
static int parse_function(struct leat_parser *p, struct leat_ast_relation *r)
{
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	LEAT_TRY(leat_parse_expr(p, &r->function));
	if (r->function->kind != LEAT_AST_EXPR_CALL) {
		leat_parse_fail(p, r->function->span, "expected a table function");
		leat_err_hint(&p->err, "TABLE(...) takes a call, as TABLE(f(x))");
		return -LEAT_E_SYNTAX;
	}
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

/* unnest ::= 'UNNEST' '(' exprs ')' [ 'WITH' 'ORDINALITY' ] */
static int parse_unnest(struct leat_parser *p, struct leat_ast_relation *r)
{
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	LEAT_TRY(leat_parse_exprs(p, &r->unnest.args));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	if (leat_parse_accept_word(p, LEAT_KW_WITH)) {
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_ORDINALITY));
		r->unnest.with_ordinality = true;
	}
	return 0;
}

/* A table, or a table function without TABLE(...), which Flink does not take. */
static int parse_table(struct leat_parser *p, struct leat_ast_relation *r)
{
	LEAT_TRY(leat_parse_name(p, "a table name", &r->table));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN)) {
		struct leat_str name = leat_parse_slice(p, r->table.span);

		leat_parse_unexpected(p, "an alias or the end of the table");
		leat_err_hint(&p->err, "a function in FROM is written TABLE(%.*s(...))",
		              LEAT_STR_ARG(name));
		return -LEAT_E_SYNTAX;
	}
	LEAT_TRY(leat_parse_hints(p, &r->hints));
	if (leat_parse_accept_words(p, LEAT_KW_FOR, LEAT_KW_SYSTEM_TIME)) {
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_OF));
		LEAT_TRY(leat_parse_expr(p, &r->system_time));
	}
	return 0;
}

static int parse_match(struct leat_parser *p, struct leat_ast_relation **r)
{
	struct leat_ast_relation *match = new_relation(p, LEAT_AST_RELATION_MATCH);

	leat_parse_next(p);
	match->span = (*r)->span;
	LEAT_TRY(leat_parse_match(p, *r, &match->match));
	LEAT_TRY(parse_alias(p, match));
	match->span.end = p->token[-1].span.end;
	*r = match;
	return 0;
}

/* '(' ( query | relation ) ')' */
static int parse_parenthesised(struct leat_parser *p, struct leat_ast_relation **r)
{
	const struct leat_ast_relation *inner;

	leat_parse_next(p);
	if (leat_parse_at_query(p)) {
		(*r)->kind = LEAT_AST_RELATION_QUERY;
		LEAT_TRY(leat_parse_query(p, &(*r)->query));
		return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
	}
	LEAT_TRY(leat_parse_relation(p, &inner));
	**r = *inner;
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

/* table ::= name [ hints ] [ 'FOR' 'SYSTEM_TIME' 'AS' 'OF' expr ]
 * item ::= ( table | [ 'LATERAL' ] '(' query ')' | '(' relation ')' | [ 'LATERAL' ] function
 *        | unnest | '(' 'VALUES' ... ')' ) alias [ 'MATCH_RECOGNIZE' match alias ] */
static int parse_item(struct leat_parser *p, struct leat_ast_relation **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_relation *r = new_relation(p, LEAT_AST_RELATION_TABLE);
	bool joined = false;

	r->lateral = leat_parse_accept_word(p, LEAT_KW_LATERAL);
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN)) {
		bool lateral = r->lateral;

		LEAT_TRY(parse_parenthesised(p, &r));
		r->lateral = r->lateral || lateral;
		joined = r->kind == LEAT_AST_RELATION_JOIN;
	} else if (leat_parse_accept_word(p, LEAT_KW_TABLE)) {
		r->kind = LEAT_AST_RELATION_FUNCTION;
		LEAT_TRY(parse_function(p, r));
	} else if (leat_parse_accept_word(p, LEAT_KW_UNNEST)) {
		r->kind = LEAT_AST_RELATION_UNNEST;
		LEAT_TRY(parse_unnest(p, r));
	} else if (r->lateral) {
		return leat_parse_unexpected(p, "\"TABLE\" or \"(\"");
	} else {
		LEAT_TRY(parse_table(p, r));
	}
	if (!joined && !leat_ast_has(&r->alias))
		LEAT_TRY(parse_alias(p, r));
	r->span = leat_parse_span(p, begin);
	if (leat_parse_at_word(p, LEAT_KW_MATCH_RECOGNIZE))
		LEAT_TRY(parse_match(p, &r));
	*ret = r;
	return 0;
}

/* join_kind ::= [ 'NATURAL' ] [ 'INNER' | ( 'LEFT' | 'RIGHT' | 'FULL' ) [ 'OUTER' ] ] 'JOIN'
 *             | 'CROSS' 'JOIN' | ',' */
static int parse_join_kind(struct leat_parser *p, struct leat_ast_relation *join, bool *ret_found)
{
	*ret_found = true;
	if (leat_parse_accept(p, LEAT_TOKEN_COMMA)) {
		join->join.kind = LEAT_AST_JOIN_CROSS;
		join->join.comma = true;
		return 0;
	}
	if (leat_parse_accept_word(p, LEAT_KW_CROSS)) {
		join->join.kind = LEAT_AST_JOIN_CROSS;
		return leat_parse_expect_word(p, LEAT_KW_JOIN);
	}
	join->join.natural = leat_parse_accept_word(p, LEAT_KW_NATURAL);
	join->join.kind = leat_parse_at_word(p, LEAT_KW_LEFT)    ? LEAT_AST_JOIN_LEFT
	                  : leat_parse_at_word(p, LEAT_KW_RIGHT) ? LEAT_AST_JOIN_RIGHT
	                  : leat_parse_at_word(p, LEAT_KW_FULL)  ? LEAT_AST_JOIN_FULL
	                                                         : LEAT_AST_JOIN_INNER;
	if (join->join.kind != LEAT_AST_JOIN_INNER) {
		leat_parse_next(p);
		(void)leat_parse_accept_word(p, LEAT_KW_OUTER); /* Optional. */
		return leat_parse_expect_word(p, LEAT_KW_JOIN);
	}
	if (leat_parse_accept_word(p, LEAT_KW_INNER) || join->join.natural)
		return leat_parse_expect_word(p, LEAT_KW_JOIN);
	*ret_found = leat_parse_accept_word(p, LEAT_KW_JOIN);
	return 0;
}

/* condition ::= [ 'ON' expr | 'USING' idents ] */
static int parse_condition(struct leat_parser *p, struct leat_ast_relation *join)
{
	if (join->join.comma || join->join.kind == LEAT_AST_JOIN_CROSS || join->join.natural)
		return 0;
	if (leat_parse_accept_word(p, LEAT_KW_ON))
		return leat_parse_expr(p, &join->join.on);
	if (leat_parse_accept_word(p, LEAT_KW_USING))
		return leat_parse_idents(p, "a column name", &join->join.using);
	return 0;
}

static int parse_joins(struct leat_parser *p, struct leat_ast_relation **ret)
{
	enum { CHAIN_MAX = 200 };
	const struct leat_token *begin = p->token;
	struct leat_ast_relation *left;

	LEAT_TRY(parse_item(p, &left));
	for (int length = 0;; length++) {
		struct leat_ast_relation *join, *right;
		bool found;

		join = new_relation(p, LEAT_AST_RELATION_JOIN);
		LEAT_TRY(parse_join_kind(p, join, &found));
		if (!found)
			break;
		if (length == CHAIN_MAX)
			return leat_err_at(&p->err, LEAT_E_LIMIT, join->span,
			                   "more than %d joins in a row", CHAIN_MAX);
		LEAT_TRY(parse_item(p, &right));
		join->join.left = left;
		join->join.right = right;
		LEAT_TRY(parse_condition(p, join));
		join->span = leat_parse_span(p, begin);
		left = join;
	}
	*ret = left;
	return 0;
}

/* relation ::= item { join_kind item [ condition ] } */
int leat_parse_relation(struct leat_parser *p, const struct leat_ast_relation **ret)
{
	struct leat_ast_relation *relation = NULL;
	int r;

	LEAT_TRY(leat_parse_enter(p));
	r = parse_joins(p, &relation);
	leat_parse_leave(p);
	if (!r)
		*ret = relation;
	return r;
}

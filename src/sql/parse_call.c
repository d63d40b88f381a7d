/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of calls, in the common way and in the ways that the standard gave to some. */
#include <string.h>
#include <strings.h>

#include "sql/parse_int.h"
#include "sql/precedence.h"

static struct leat_ast_expr *new_expr(struct leat_parser *p, enum leat_ast_expr_kind kind)
{
	struct leat_ast_expr *e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);

	e->kind = kind;
	e->span = p->token->span;
	return e;
}

/* A word as an argument, in upper case. */
static const struct leat_ast_expr *new_symbol(struct leat_parser *p, const char *word,
                                              struct leat_span span)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_SYMBOL);

	e->span = span;
	e->symbol = leat_str_of(word);
	return e;
}

int leat_parse_add_expr(struct leat_parser *p, struct leat_parse_args *args)
{
	const struct leat_ast_expr *arg;

	LEAT_TRY(leat_parse_expr(p, &arg));
	*LEAT_VEC_ADD(p->arena, args) = arg;
	return 0;
}

/* ---- arguments ---------------------------------------------------------------------------- */

/* [ 'PARTITION' 'BY' ( '(' exprs ')' | exprs ) ] [ 'ORDER' 'BY' orders ] behind a table argument */
static int parse_table_tail(struct leat_parser *p, struct leat_ast_expr *e)
{
	if (leat_parse_accept_words(p, LEAT_KW_PARTITION, LEAT_KW_BY)) {
		bool enclosed = leat_parse_accept(p, LEAT_TOKEN_LPAREN);
		LEAT_VEC(const struct leat_ast_expr *) keys = { 0 };

		/* A comma also separates arguments: without parentheses there is one key. */
		do {
			const struct leat_ast_expr *key;

			LEAT_TRY(leat_parse_expr(p, &key));
			*LEAT_VEC_ADD(p->arena, &keys) = key;
		} while (enclosed && leat_parse_accept(p, LEAT_TOKEN_COMMA));
		if (enclosed)
			LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
		e->table.partition_by = (struct leat_ast_exprs){ keys.items, keys.count };
	}
	if (leat_parse_accept_words(p, LEAT_KW_ORDER, LEAT_KW_BY)) {
		bool enclosed = leat_parse_accept(p, LEAT_TOKEN_LPAREN);

		LEAT_TRY(leat_parse_orders(p, &e->table.order_by));
		if (enclosed)
			LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	}
	e->span.end = p->token[-1].span.end;
	return 0;
}

/* table_arg ::= ( 'TABLE' name | [ 'TABLE' ] '(' query ')' ) [ 'PARTITION' 'BY' ... ] [ 'ORDER'
 *              'BY' ... ] */
static int parse_table_arg(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_TABLE_ARG);

	if (leat_parse_at_word(p, LEAT_KW_TABLE) &&
	    leat_parse_peek(p, 1)->kind == LEAT_TOKEN_LPAREN)
		leat_parse_next(p);
	LEAT_TRY(leat_parse_query(p, &e->table.query));
	LEAT_TRY(parse_table_tail(p, e));
	*ret = e;
	return 0;
}

/* descriptor ::= 'DESCRIPTOR' '(' ident { ',' ident } ')' */
static int parse_descriptor(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_DESCRIPTOR);

	leat_parse_next(p);
	LEAT_TRY(leat_parse_idents(p, "a column name", &e->columns));
	e->span.end = p->token[-1].span.end;
	*ret = e;
	return 0;
}

/* A query in parentheses is a scalar, or a table when it is partitioned or ordered. */
static int parse_query_arg(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	const struct leat_ast_expr *arg;
	struct leat_ast_expr *e;

	LEAT_TRY(leat_parse_expr(p, &arg));
	*ret = arg;
	if (arg->kind != LEAT_AST_EXPR_QUERY ||
	    (!leat_parse_at_word(p, LEAT_KW_PARTITION) && !leat_parse_at_word(p, LEAT_KW_ORDER)))
		return 0;
	e = new_expr(p, LEAT_AST_EXPR_TABLE_ARG);
	e->span = arg->span;
	e->table.query = arg->query;
	*ret = e;
	return parse_table_tail(p, e);
}

/* arg_value ::= expr | query | table_arg | descriptor | 'DEFAULT' */
static int parse_arg_value(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e;

	if (leat_parse_at_word(p, LEAT_KW_TABLE))
		return parse_table_arg(p, ret);
	if (leat_parse_at_word(p, LEAT_KW_DESCRIPTOR) &&
	    leat_parse_peek(p, 1)->kind == LEAT_TOKEN_LPAREN)
		return parse_descriptor(p, ret);
	if (leat_parse_at_word(p, LEAT_KW_DEFAULT)) {
		*ret = new_expr(p, LEAT_AST_EXPR_DEFAULT);
		leat_parse_next(p);
		return 0;
	}
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN))
		return parse_query_arg(p, ret);
	if (leat_parse_at_query(p)) {
		e = new_expr(p, LEAT_AST_EXPR_QUERY);
		LEAT_TRY(leat_parse_query(p, &e->query));
		e->span.end = p->token[-1].span.end;
		*ret = e;
		return 0;
	}
	return leat_parse_expr(p, ret);
}

/* arg ::= [ ident '=>' ] arg_value */
static int parse_arg(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e;

	if (!leat_parse_peek_name(p, 0) || leat_parse_peek(p, 1)->kind != LEAT_TOKEN_ARROW)
		return parse_arg_value(p, ret);
	e = new_expr(p, LEAT_AST_EXPR_NAMED_ARG);
	LEAT_TRY(leat_parse_ident(p, "an argument name", &e->named.name));
	leat_parse_next(p);
	LEAT_TRY(parse_arg_value(p, &e->named.arg));
	e->span.end = p->token[-1].span.end;
	*ret = e;
	return 0;
}

/* [ ( 'IGNORE' | 'RESPECT' ) 'NULLS' ] */
static void parse_null_treatment(struct leat_parser *p, struct leat_ast_call *call)
{
	if (leat_parse_accept_words(p, LEAT_KW_IGNORE, LEAT_KW_NULLS))
		call->nulls = LEAT_AST_NULL_TREATMENT_IGNORE;
	else if (leat_parse_accept_words(p, LEAT_KW_RESPECT, LEAT_KW_NULLS))
		call->nulls = LEAT_AST_NULL_TREATMENT_RESPECT;
}

/* args ::= '(' [ '*' | [ 'DISTINCT' | 'ALL' ] arg { ',' arg } [ ( 'IGNORE' | 'RESPECT' ) 'NULLS' ]
 *         [ 'ORDER' 'BY' orders ] ] ')' */
static int parse_args(struct leat_parser *p, struct leat_ast_call *call)
{
	struct leat_parse_args items = { 0 };

	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	if (leat_parse_accept(p, LEAT_TOKEN_RPAREN))
		return 0;
	if (leat_parse_at(p, LEAT_TOKEN_STAR)) {
		*LEAT_VEC_ADD(p->arena, &items) = new_expr(p, LEAT_AST_EXPR_STAR);
		leat_parse_next(p);
		call->args = (struct leat_ast_exprs){ items.items, items.count };
		return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
	}
	if (leat_parse_accept_word(p, LEAT_KW_DISTINCT))
		call->quantifier = LEAT_AST_SET_DISTINCT;
	else if (leat_parse_accept_word(p, LEAT_KW_ALL))
		call->quantifier = LEAT_AST_SET_ALL;
	do {
		const struct leat_ast_expr *arg;

		LEAT_TRY(parse_arg(p, &arg));
		*LEAT_VEC_ADD(p->arena, &items) = arg;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	call->args = (struct leat_ast_exprs){ items.items, items.count };
	parse_null_treatment(p, call);
	if (leat_parse_accept_words(p, LEAT_KW_ORDER, LEAT_KW_BY))
		LEAT_TRY(leat_parse_orders(p, &call->within_group));
	if (leat_parse_accept(p, LEAT_TOKEN_RPAREN))
		return 0;
	return leat_parse_unexpected(p, "\",\" or \")\"");
}

/* ---- what follows a call ------------------------------------------------------------------ */

/* bound ::= 'UNBOUNDED' ( 'PRECEDING' | 'FOLLOWING' ) | 'CURRENT' 'ROW' | expr ( 'PRECEDING'
 *         | 'FOLLOWING' ) */
static int parse_bound(struct leat_parser *p, struct leat_ast_bound *ret)
{
	bool unbounded = leat_parse_at_word(p, LEAT_KW_UNBOUNDED) &&
	                 (leat_parse_peek_word(p, 1, LEAT_KW_PRECEDING) ||
	                  leat_parse_peek_word(p, 1, LEAT_KW_FOLLOWING));

	*ret = (struct leat_ast_bound){ .kind = LEAT_AST_BOUND_CURRENT_ROW };
	if (leat_parse_accept_words(p, LEAT_KW_CURRENT, LEAT_KW_ROW))
		return 0;
	if (unbounded)
		leat_parse_next(p);
	else
		LEAT_TRY(leat_parse_expr(p, &ret->offset));
	if (leat_parse_accept_word(p, LEAT_KW_PRECEDING))
		ret->kind = unbounded ? LEAT_AST_BOUND_UNBOUNDED_PRECEDING
		                      : LEAT_AST_BOUND_PRECEDING;
	else if (leat_parse_accept_word(p, LEAT_KW_FOLLOWING))
		ret->kind = unbounded ? LEAT_AST_BOUND_UNBOUNDED_FOLLOWING
		                      : LEAT_AST_BOUND_FOLLOWING;
	else
		return leat_parse_unexpected(p, "\"PRECEDING\" or \"FOLLOWING\"");
	return 0;
}

/* frame ::= ( 'ROWS' | 'RANGE' ) ( bound | 'BETWEEN' bound 'AND' bound ) */
static int parse_frame(struct leat_parser *p, struct leat_ast_window *w)
{
	if (leat_parse_accept_word(p, LEAT_KW_ROWS))
		w->frame = LEAT_AST_FRAME_ROWS;
	else if (leat_parse_accept_word(p, LEAT_KW_RANGE))
		w->frame = LEAT_AST_FRAME_RANGE;
	else
		return 0;
	w->end.kind = LEAT_AST_BOUND_CURRENT_ROW;
	if (!leat_parse_accept_word(p, LEAT_KW_BETWEEN))
		return parse_bound(p, &w->start);
	LEAT_TRY(parse_bound(p, &w->start));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AND));
	return parse_bound(p, &w->end);
}

/* window ::= ident | '(' [ ident ] [ 'PARTITION' 'BY' exprs ] [ 'ORDER' 'BY' orders ] [ frame ]
 *           ')' */
int leat_parse_window(struct leat_parser *p, const struct leat_ast_window **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_window *w = LEAT_ARENA_NEW(p->arena, struct leat_ast_window);

	*ret = w;
	w->by_name = !leat_parse_accept(p, LEAT_TOKEN_LPAREN);
	if (w->by_name || leat_parse_peek_name(p, 0))
		LEAT_TRY(leat_parse_ident(
			p, w->by_name ? "\"(\" or a window name" : "a window name", &w->base));
	if (!w->by_name) {
		if (leat_parse_accept_words(p, LEAT_KW_PARTITION, LEAT_KW_BY))
			LEAT_TRY(leat_parse_exprs(p, &w->partition_by));
		if (leat_parse_accept_words(p, LEAT_KW_ORDER, LEAT_KW_BY))
			LEAT_TRY(leat_parse_orders(p, &w->order_by));
		LEAT_TRY(parse_frame(p, w));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	}
	w->span = leat_parse_span(p, begin);
	return 0;
}

/* call_tail ::= [ 'WITHIN' 'GROUP' '(' 'ORDER' 'BY' orders ')' ] [ 'FILTER' '(' 'WHERE' expr ')' ]
 *              [ ( 'IGNORE' | 'RESPECT' ) 'NULLS' ] [ 'OVER' window ] */
int leat_parse_call_tail(struct leat_parser *p, struct leat_ast_call *call)
{
	if (leat_parse_accept_words(p, LEAT_KW_WITHIN, LEAT_KW_GROUP)) {
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_ORDER));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_BY));
		LEAT_TRY(leat_parse_orders(p, &call->within_group));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	}
	if (leat_parse_accept_word(p, LEAT_KW_FILTER)) {
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_WHERE));
		LEAT_TRY(leat_parse_expr(p, &call->filter));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	}
	parse_null_treatment(p, call);
	if (leat_parse_accept_word(p, LEAT_KW_OVER))
		return leat_parse_window(p, &call->over);
	return 0;
}

/* call ::= name args call_tail | BARE_FUNCTION */
int leat_parse_call(struct leat_parser *p, const struct leat_token *begin,
                    const struct leat_ast_name *name, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_CALL);

	e->call.name = *name;
	e->call.bare = !leat_parse_at(p, LEAT_TOKEN_LPAREN);
	if (!e->call.bare) {
		LEAT_TRY(parse_args(p, &e->call));
		LEAT_TRY(leat_parse_call_tail(p, &e->call));
	}
	e->span = leat_parse_span(p, begin);
	*ret = e;
	return 0;
}

/* ---- functions with a spelling of their own ----------------------------------------------- */

static int parse_unit_symbol(struct leat_parser *p, struct leat_parse_args *args)
{
	enum leat_ast_unit unit;

	if (leat_parse_at(p, LEAT_TOKEN_WORD)) {
		struct leat_str word = leat_parse_slice(p, p->token->span);
		const char *name = NULL;

		if (leat_parse_unit_of(word, false, &unit))
			name = leat_ast_unit_name(unit);
		else if (word.n >= 11 && !strncasecmp(word.p + word.n - 11, "FRAC_SECOND", 11))
			name = leat_ast_unit_name(LEAT_AST_UNIT_MICROSECOND);
		if (name) {
			*LEAT_VEC_ADD(p->arena, args) = new_symbol(p, name, p->token->span);
			leat_parse_next(p);
			return 0;
		}
	}
	return leat_parse_unexpected(p, "a unit of time, as DAY");
}

/* An operand that IN may follow, which is no operator there. */
static int add_operand(struct leat_parser *p, struct leat_parse_args *args)
{
	const struct leat_ast_expr *arg;

	LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_IN + 1, &arg));
	*LEAT_VEC_ADD(p->arena, args) = arg;
	return 0;
}

/* extract ::= 'EXTRACT' '(' UNIT 'FROM' expr ')' */
static int parse_extract(struct leat_parser *p, struct leat_parse_args *args)
{
	LEAT_TRY(parse_unit_symbol(p, args));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_FROM));
	return leat_parse_add_expr(p, args);
}

/* ceil_or_floor ::= ( 'CEIL' | 'CEILING' | 'FLOOR' ) '(' expr [ 'TO' UNIT ] ')' */
static int parse_ceil(struct leat_parser *p, struct leat_parse_args *args)
{
	LEAT_TRY(leat_parse_add_expr(p, args));
	return leat_parse_accept_word(p, LEAT_KW_TO) ? parse_unit_symbol(p, args) : 0;
}

/* timestamp_add_or_diff ::= ( 'TIMESTAMPADD' | 'TIMESTAMPDIFF' ) '(' UNIT ',' expr ',' expr ')' */
static int parse_timestamp(struct leat_parser *p, struct leat_parse_args *args)
{
	LEAT_TRY(parse_unit_symbol(p, args));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_COMMA));
	LEAT_TRY(leat_parse_add_expr(p, args));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_COMMA));
	return leat_parse_add_expr(p, args);
}

/* trim ::= 'TRIM' '(' [ 'BOTH' | 'LEADING' | 'TRAILING' ] [ expr ] [ 'FROM' ] expr ')' */
static int parse_trim(struct leat_parser *p, struct leat_parse_args *args)
{
	static const enum leat_keyword sides[] = { LEAT_KW_BOTH, LEAT_KW_LEADING,
		                                   LEAT_KW_TRAILING };
	const char *side = "BOTH";
	struct leat_span span = p->token->span;
	struct leat_ast_expr *space = new_expr(p, LEAT_AST_EXPR_LITERAL);
	const struct leat_ast_expr *arg = NULL;

	for (size_t i = 0; i < LEAT_COUNT(sides); i++)
		if (leat_parse_accept_word(p, sides[i]))
			side = leat_keyword_text(sides[i]);
	if (!leat_parse_at_word(p, LEAT_KW_FROM))
		LEAT_TRY(leat_parse_expr(p, &arg));
	*LEAT_VEC_ADD(p->arena, args) = new_symbol(p, side, span);

	space->literal.kind = LEAT_AST_LITERAL_STRING;
	space->literal.text = LEAT_STR(" ");
	*LEAT_VEC_ADD(p->arena, args) = space;
	if (!leat_parse_accept_word(p, LEAT_KW_FROM)) {
		*LEAT_VEC_ADD(p->arena, args) = arg;
		return 0;
	}
	if (arg)
		args->items[args->count - 1] = arg;
	return leat_parse_add_expr(p, args);
}

/* substring ::= 'SUBSTRING' '(' expr ( 'FROM' expr [ 'FOR' expr ] | ',' expr [ ',' expr ] ) ')' */
static int parse_substring(struct leat_parser *p, struct leat_parse_args *args)
{
	bool words;

	LEAT_TRY(leat_parse_add_expr(p, args));
	words = leat_parse_accept_word(p, LEAT_KW_FROM);
	if (!words && !leat_parse_accept(p, LEAT_TOKEN_COMMA))
		return leat_parse_unexpected(p, "\"FROM\" or \",\"");
	LEAT_TRY(leat_parse_add_expr(p, args));
	if (words ? leat_parse_accept_word(p, LEAT_KW_FOR) : leat_parse_accept(p, LEAT_TOKEN_COMMA))
		return leat_parse_add_expr(p, args);
	return 0;
}

/* position ::= 'POSITION' '(' operand 'IN' expr [ 'FROM' expr ] ')' */
static int parse_position(struct leat_parser *p, struct leat_parse_args *args)
{
	LEAT_TRY(add_operand(p, args));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_IN));
	LEAT_TRY(leat_parse_add_expr(p, args));
	return leat_parse_accept_word(p, LEAT_KW_FROM) ? leat_parse_add_expr(p, args) : 0;
}

/* overlay ::= 'OVERLAY' '(' expr 'PLACING' expr 'FROM' expr [ 'FOR' expr ] ')' */
static int parse_overlay(struct leat_parser *p, struct leat_parse_args *args)
{
	LEAT_TRY(leat_parse_add_expr(p, args));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_PLACING));
	LEAT_TRY(leat_parse_add_expr(p, args));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_FROM));
	LEAT_TRY(leat_parse_add_expr(p, args));
	return leat_parse_accept_word(p, LEAT_KW_FOR) ? leat_parse_add_expr(p, args) : 0;
}

static const struct special {
	enum leat_keyword keyword;
	int (*parse)(struct leat_parser *p,
	             struct leat_parse_args *args); /* NULL: leat_parse_json_call(). */
} specials[] = {
	{ LEAT_KW_EXTRACT, parse_extract },
	{ LEAT_KW_CEIL, parse_ceil },
	{ LEAT_KW_CEILING, parse_ceil },
	{ LEAT_KW_FLOOR, parse_ceil },
	{ LEAT_KW_TIMESTAMPADD, parse_timestamp },
	{ LEAT_KW_TIMESTAMPDIFF, parse_timestamp },
	{ LEAT_KW_TRIM, parse_trim },
	{ LEAT_KW_SUBSTRING, parse_substring },
	{ LEAT_KW_POSITION, parse_position },
	{ LEAT_KW_OVERLAY, parse_overlay },
	{ LEAT_KW_JSON_ARRAY, NULL },
	{ LEAT_KW_JSON_ARRAYAGG, NULL },
	{ LEAT_KW_JSON_EXISTS, NULL },
	{ LEAT_KW_JSON_OBJECT, NULL },
	{ LEAT_KW_JSON_OBJECTAGG, NULL },
	{ LEAT_KW_JSON_QUERY, NULL },
	{ LEAT_KW_JSON_VALUE, NULL },
};

static const struct special *find_special(enum leat_keyword keyword)
{
	for (size_t i = 0; i < LEAT_COUNT(specials); i++)
		if (specials[i].keyword == keyword)
			return &specials[i];
	return NULL;
}

/* FINAL or RUNNING in front of a call of MATCH_RECOGNIZE. */
static bool at_semantics(const struct leat_parser *p)
{
	return (leat_parse_at_word(p, LEAT_KW_FINAL) || leat_parse_at_word(p, LEAT_KW_RUNNING)) &&
	       leat_parse_peek(p, 1)->kind == LEAT_TOKEN_WORD &&
	       leat_parse_peek(p, 2)->kind == LEAT_TOKEN_LPAREN;
}

bool leat_parse_is_special(const struct leat_parser *p)
{
	return at_semantics(p) || (find_special(p->token->keyword) &&
	                           leat_parse_peek(p, 1)->kind == LEAT_TOKEN_LPAREN);
}

/* measure ::= ( 'FINAL' | 'RUNNING' ) call */
static int parse_semantics(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *copy = new_expr(p, LEAT_AST_EXPR_CALL);
	bool final = leat_parse_at_word(p, LEAT_KW_FINAL);
	const struct leat_ast_expr *e;

	leat_parse_next(p);
	LEAT_TRY(leat_parse_primary(p, &e));
	if (e->kind != LEAT_AST_EXPR_CALL)
		return leat_parse_fail(p, e->span, "expected a call behind %s",
		                       final ? "FINAL" : "RUNNING");
	copy->call = e->call;
	copy->call.match = final ? LEAT_AST_MATCH_FINAL : LEAT_AST_MATCH_RUNNING;
	copy->span.end = e->span.end;
	*ret = copy;
	return 0;
}

/* special ::= extract | ceil_or_floor | timestamp_add_or_diff | trim | substring | position
 *           | overlay | json_call | measure */
int leat_parse_special(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	const struct leat_token *begin = p->token;
	const struct special *special = find_special(begin->keyword);
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_CALL);
	struct leat_ast_ident *ident;
	struct leat_parse_args args = { 0 };

	if (!special)
		return parse_semantics(p, ret);
	ident = LEAT_ARENA_NEW(p->arena, struct leat_ast_ident);
	*ident = leat_parse_ident_of(p, begin);
	e->call.name = (struct leat_ast_name){ ident, 1, begin->span };
	leat_parse_next(p);
	leat_parse_next(p);
	if (special->parse) {
		LEAT_TRY(special->parse(p, &args));
		e->call.args = (struct leat_ast_exprs){ args.items, args.count };
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	} else {
		LEAT_TRY(leat_parse_json_call(p, special->keyword, &e->call));
	}
	LEAT_TRY(leat_parse_call_tail(p, &e->call));
	e->span = leat_parse_span(p, begin);
	*ret = e;
	return 0;
}

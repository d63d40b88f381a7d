/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of MATCH_RECOGNIZE. */
#include "sql/parse_int.h"

static int parse_choice(struct leat_parser *p, const struct leat_ast_pattern **ret);

static struct leat_ast_pattern *new_pattern(struct leat_parser *p, enum leat_ast_pattern_kind kind)
{
	struct leat_ast_pattern *pattern = LEAT_ARENA_NEW(p->arena, struct leat_ast_pattern);

	pattern->kind = kind;
	pattern->span = p->token->span;
	return pattern;
}

static void set_items(struct leat_parser *p, struct leat_ast_pattern *pattern,
                      const struct leat_ast_pattern *only)
{
	const struct leat_ast_pattern **items = LEAT_ARENA_ARRAY(
		p->arena, const struct leat_ast_pattern *, 1);

	items[0] = only;
	pattern->items = items;
	pattern->count = 1;
}

/* pattern_atom ::= ident | '(' pattern ')' | '{' '-' pattern '-' '}' | 'PERMUTE' '(' pattern { ','
 *                 pattern } ')' */
static int parse_atom(struct leat_parser *p, const struct leat_ast_pattern **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_pattern *pattern = new_pattern(p, LEAT_AST_PATTERN_VARIABLE);
	LEAT_VEC(const struct leat_ast_pattern *) items = { 0 };
	const struct leat_ast_pattern *inner;

	*ret = pattern;
	if (leat_parse_accept(p, LEAT_TOKEN_LPAREN)) {
		LEAT_TRY(parse_choice(p, ret));
		return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
	}
	if (leat_parse_accept(p, LEAT_TOKEN_LBRACE)) {
		pattern->kind = LEAT_AST_PATTERN_EXCLUDE;
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_MINUS));
		LEAT_TRY(parse_choice(p, &inner));
		set_items(p, pattern, inner);
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_MINUS));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RBRACE));
	} else if (leat_parse_accept_word(p, LEAT_KW_PERMUTE)) {
		pattern->kind = LEAT_AST_PATTERN_PERMUTE;
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
		do {
			LEAT_TRY(parse_choice(p, &inner));
			*LEAT_VEC_ADD(p->arena, &items) = inner;
		} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
		pattern->items = items.items;
		pattern->count = items.count;
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	} else {
		LEAT_TRY(leat_parse_ident(p, "a pattern variable name", &pattern->variable));
	}
	pattern->span = leat_parse_span(p, begin);
	return 0;
}

/* times ::= '{' ( NUMBER [ ',' [ NUMBER ] ] | ',' NUMBER ) '}' */
static int parse_times(struct leat_parser *p, struct leat_ast_pattern *repeat)
{
	if (!leat_parse_at(p, LEAT_TOKEN_COMMA))
		LEAT_TRY(leat_parse_count(p, "a number of times", INT32_MAX, &repeat->min));
	repeat->max = repeat->min;
	if (leat_parse_accept(p, LEAT_TOKEN_COMMA)) {
		repeat->max = -1;
		if (!leat_parse_at(p, LEAT_TOKEN_RBRACE))
			LEAT_TRY(leat_parse_count(p, "a number of times", INT32_MAX, &repeat->max));
	}
	return leat_parse_expect(p, LEAT_TOKEN_RBRACE);
}

/* pattern_factor ::= pattern_atom [ ( '*' | '+' | '?' | times ) [ '?' ] ] */
static int parse_factor(struct leat_parser *p, const struct leat_ast_pattern **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_pattern *repeat;
	const struct leat_ast_pattern *atom;

	LEAT_TRY(parse_atom(p, &atom));
	repeat = new_pattern(p, LEAT_AST_PATTERN_REPEAT);
	*ret = atom;
	if (leat_parse_accept(p, LEAT_TOKEN_STAR)) {
		repeat->max = -1;
	} else if (leat_parse_accept(p, LEAT_TOKEN_PLUS)) {
		repeat->min = 1;
		repeat->max = -1;
	} else if (leat_parse_accept(p, LEAT_TOKEN_QUESTION)) {
		repeat->max = 1;
	} else if (leat_parse_at(p, LEAT_TOKEN_LBRACE) &&
	           leat_parse_peek(p, 1)->kind != LEAT_TOKEN_MINUS) {
		leat_parse_next(p);
		LEAT_TRY(parse_times(p, repeat));
	} else {
		return 0;
	}
	repeat->reluctant = leat_parse_accept(p, LEAT_TOKEN_QUESTION);
	set_items(p, repeat, atom);
	repeat->span = leat_parse_span(p, begin);
	*ret = repeat;
	return 0;
}

static bool ends_sequence(const struct leat_parser *p)
{
	return leat_parse_at(p, LEAT_TOKEN_RPAREN) || leat_parse_at(p, LEAT_TOKEN_PIPE) ||
	       leat_parse_at(p, LEAT_TOKEN_COMMA) || leat_parse_at(p, LEAT_TOKEN_DOLLAR) ||
	       leat_parse_at(p, LEAT_TOKEN_MINUS) || leat_parse_at(p, LEAT_TOKEN_END);
}

/* pattern_sequence ::= pattern_factor { pattern_factor } */
static int parse_sequence(struct leat_parser *p, const struct leat_ast_pattern **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_pattern *sequence = new_pattern(p, LEAT_AST_PATTERN_SEQUENCE);
	LEAT_VEC(const struct leat_ast_pattern *) items = { 0 };

	do {
		const struct leat_ast_pattern *factor;

		LEAT_TRY(parse_factor(p, &factor));
		*LEAT_VEC_ADD(p->arena, &items) = factor;
	} while (!ends_sequence(p));
	sequence->items = items.items;
	sequence->count = items.count;
	sequence->span = leat_parse_span(p, begin);
	*ret = items.count == 1 ? items.items[0] : sequence;
	return 0;
}

/* pattern ::= pattern_sequence { '|' pattern_sequence } */
static int parse_choice(struct leat_parser *p, const struct leat_ast_pattern **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_pattern *choice = new_pattern(p, LEAT_AST_PATTERN_CHOICE);
	LEAT_VEC(const struct leat_ast_pattern *) items = { 0 };
	int r = 0;

	LEAT_TRY(leat_parse_enter(p));
	do {
		const struct leat_ast_pattern *sequence;

		r = parse_sequence(p, &sequence);
		if (!r)
			*LEAT_VEC_ADD(p->arena, &items) = sequence;
	} while (!r && leat_parse_accept(p, LEAT_TOKEN_PIPE));
	leat_parse_leave(p);
	if (r)
		return r;
	choice->items = items.items;
	choice->count = items.count;
	choice->span = leat_parse_span(p, begin);
	*ret = items.count == 1 ? items.items[0] : choice;
	return 0;
}

/* skip ::= 'AFTER' 'MATCH' 'SKIP' ( 'PAST' 'LAST' 'ROW' | 'TO' 'NEXT' 'ROW' | 'TO' [ 'FIRST'
 *        | 'LAST' ] ident ) */
static int parse_skip(struct leat_parser *p, struct leat_ast_match *m)
{
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_MATCH));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_SKIP));
	if (leat_parse_accept_word(p, LEAT_KW_PAST)) {
		m->skip = LEAT_AST_MATCH_SKIP_PAST_LAST_ROW;
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_LAST));
		return leat_parse_expect_word(p, LEAT_KW_ROW);
	}
	if (!leat_parse_accept_word(p, LEAT_KW_TO))
		return leat_parse_unexpected(p, "\"PAST LAST ROW\" or \"TO\"");
	if (leat_parse_accept_words(p, LEAT_KW_NEXT, LEAT_KW_ROW)) {
		m->skip = LEAT_AST_MATCH_SKIP_TO_NEXT_ROW;
		return 0;
	}
	m->skip = LEAT_AST_MATCH_SKIP_TO_LAST;
	if (leat_parse_accept_word(p, LEAT_KW_FIRST))
		m->skip = LEAT_AST_MATCH_SKIP_TO_FIRST;
	else
		(void)leat_parse_accept_word(p, LEAT_KW_LAST); /* The default. */
	return leat_parse_ident(p, "a pattern variable name", &m->skip_to);
}

/* measures ::= 'MEASURES' expr 'AS' ident { ',' expr 'AS' ident } */
static int parse_measures(struct leat_parser *p, struct leat_ast_match *m)
{
	LEAT_VEC(struct leat_ast_named_expr) items = { 0 };

	do {
		struct leat_ast_named_expr item;

		LEAT_TRY(leat_parse_expr(p, &item.expr));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
		LEAT_TRY(leat_parse_ident(p, "a column name", &item.name));
		*LEAT_VEC_ADD(p->arena, &items) = item;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	m->measures = items.items;
	m->measure_count = items.count;
	return 0;
}

/* define ::= 'DEFINE' ident 'AS' expr { ',' ident 'AS' expr } */
static int parse_defines(struct leat_parser *p, struct leat_ast_match *m)
{
	LEAT_VEC(struct leat_ast_named_expr) items = { 0 };

	do {
		struct leat_ast_named_expr item;

		LEAT_TRY(leat_parse_ident(p, "a pattern variable name", &item.name));
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
		LEAT_TRY(leat_parse_expr(p, &item.expr));
		*LEAT_VEC_ADD(p->arena, &items) = item;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	m->defines = items.items;
	m->define_count = items.count;
	return 0;
}

/* subset ::= 'SUBSET' ident '=' idents { ',' ident '=' idents } */
static int parse_subsets(struct leat_parser *p, struct leat_ast_match *m)
{
	LEAT_VEC(struct leat_ast_subset) items = { 0 };

	do {
		struct leat_ast_subset item;

		LEAT_TRY(leat_parse_ident(p, "a pattern variable name", &item.name));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_EQ));
		LEAT_TRY(leat_parse_idents(p, "a pattern variable name", &item.members));
		*LEAT_VEC_ADD(p->arena, &items) = item;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	m->subsets = items.items;
	m->subset_count = items.count;
	return 0;
}

/* [ ( 'ONE' 'ROW' | 'ALL' 'ROWS' ) 'PER' 'MATCH' ] */
static int parse_rows(struct leat_parser *p, struct leat_ast_match *m)
{
	m->all_rows = leat_parse_accept_words(p, LEAT_KW_ALL, LEAT_KW_ROWS);
	if (!m->all_rows && !leat_parse_accept_words(p, LEAT_KW_ONE, LEAT_KW_ROW))
		return 0;
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_PER));
	return leat_parse_expect_word(p, LEAT_KW_MATCH);
}

/* pattern_clause ::= 'PATTERN' '(' [ '^' ] pattern [ '$' ] ')' [ 'WITHIN' expr ] */
static int parse_pattern(struct leat_parser *p, struct leat_ast_match *m)
{
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_PATTERN));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	m->strict_start = leat_parse_accept(p, LEAT_TOKEN_CARET);
	LEAT_TRY(parse_choice(p, &m->pattern));
	m->strict_end = leat_parse_accept(p, LEAT_TOKEN_DOLLAR);
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	return leat_parse_accept_word(p, LEAT_KW_WITHIN) ? leat_parse_expr(p, &m->within) : 0;
}

/* match ::= '(' [ 'PARTITION' 'BY' exprs ] [ 'ORDER' 'BY' orders ] [ measures ] [ ( 'ONE' 'ROW'
 *         | 'ALL' 'ROWS' ) 'PER' 'MATCH' ] [ skip ] pattern_clause [ subset ] define ')' */
int leat_parse_match(struct leat_parser *p, const struct leat_ast_relation *input,
                     const struct leat_ast_match **ret)
{
	struct leat_ast_match *m = LEAT_ARENA_NEW(p->arena, struct leat_ast_match);

	m->input = input;
	*ret = m;
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	if (leat_parse_accept_words(p, LEAT_KW_PARTITION, LEAT_KW_BY))
		LEAT_TRY(leat_parse_exprs(p, &m->partition_by));
	if (leat_parse_accept_words(p, LEAT_KW_ORDER, LEAT_KW_BY))
		LEAT_TRY(leat_parse_orders(p, &m->order_by));
	if (leat_parse_accept_word(p, LEAT_KW_MEASURES))
		LEAT_TRY(parse_measures(p, m));
	LEAT_TRY(parse_rows(p, m));
	if (leat_parse_accept_word(p, LEAT_KW_AFTER))
		LEAT_TRY(parse_skip(p, m));
	LEAT_TRY(parse_pattern(p, m));
	if (leat_parse_accept_word(p, LEAT_KW_SUBSET))
		LEAT_TRY(parse_subsets(p, m));
	if (leat_parse_accept_word(p, LEAT_KW_DEFINE))
		LEAT_TRY(parse_defines(p, m));
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

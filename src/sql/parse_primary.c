/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of expressions: what stands between operators. */
#include "base/duration.h"
#include "sql/parse_int.h"
#include "sql/precedence.h"
#include "sql/print.h"

static struct leat_ast_expr *new_expr(struct leat_parser *p, enum leat_ast_expr_kind kind)
{
	struct leat_ast_expr *e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);

	e->kind = kind;
	e->span = p->token->span;
	return e;
}

/* All tokens of @p e are read. */
static int finish(struct leat_parser *p, struct leat_ast_expr *e, const struct leat_ast_expr **ret)
{
	e->span.end = p->token[-1].span.end;
	*ret = e;
	return 0;
}

/* ---- literals ----------------------------------------------------------------------------- */

static int parse_number(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_LITERAL);

	e->literal.kind = leat_parse_at(p, LEAT_TOKEN_APPROX) ? LEAT_AST_LITERAL_APPROX
	                                                      : LEAT_AST_LITERAL_EXACT;
	e->literal.text = leat_parse_slice(p, p->token->span);
	leat_parse_next(p);
	return finish(p, e, ret);
}

/* string ::= STRING | UNICODE_STRING [ 'UESCAPE' STRING ] | BINARY_STRING */
static int parse_string(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_LITERAL);
	bool unicode = leat_parse_at(p, LEAT_TOKEN_UNICODE_STRING);

	e->literal.kind = leat_parse_at(p, LEAT_TOKEN_BINARY_STRING) ? LEAT_AST_LITERAL_BINARY
	                                                             : LEAT_AST_LITERAL_STRING;
	LEAT_TRY(leat_parse_string_value(p, p->token, &e->literal.text));
	leat_parse_next(p);
	if (unicode && leat_parse_accept_word(p, LEAT_KW_UESCAPE))
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_STRING));
	return finish(p, e, ret);
}

/* typed_literal ::= ( 'DATE' | 'TIME' | 'TIMESTAMP' ) STRING */
static int parse_typed(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_LITERAL);
	struct leat_ast_text text;

	e->literal.kind = leat_parse_at_word(p, LEAT_KW_DATE)   ? LEAT_AST_LITERAL_DATE
	                  : leat_parse_at_word(p, LEAT_KW_TIME) ? LEAT_AST_LITERAL_TIME
	                                                        : LEAT_AST_LITERAL_TIMESTAMP;
	leat_parse_next(p);
	LEAT_TRY(leat_parse_text(p, "a text", &text));
	e->literal.text = text.value;
	return finish(p, e, ret);
}

/* Name the spelling that SQL has. */
static void warn_duration(struct leat_parser *p, const struct leat_ast_expr *e)
{
	enum { SPELLING_MAX = 128 };
	struct leat_buf spelling;

	leat_buf_init(&spelling, SPELLING_MAX);
	leat_buf_text(&spelling, "write ");
	leat_sql_print_expr(e, &spelling);
	leat_diags_warn(p->diags, e->span, leat_buf_cstr(&spelling),
	                "DURATION is a spelling that only Leat has");
	leat_buf_done(&spelling);
}

/* duration ::= 'DURATION' STRING     -- Leat only: '10 s', '5min'; use INTERVAL instead */
static int parse_duration(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_LITERAL);
	struct leat_ast_text text;
	struct leat_err err;

	leat_parse_next(p);
	LEAT_TRY(leat_parse_text(p, "a text", &text));
	e->literal.kind = LEAT_AST_LITERAL_INTERVAL;
	e->literal.legacy = true;
	e->literal.text = text.value;
	e->literal.interval = (struct leat_ast_interval_unit){ LEAT_AST_UNIT_DAY,
		                                               LEAT_AST_UNIT_SECOND, -1, -1 };
	if (leat_duration_parse(text.value, &e->literal.value, &err) || e->literal.value % 1000) {
		leat_err_at(&p->err, LEAT_E_LITERAL, text.span, "'%.*s' is no duration",
		            LEAT_STR_ARG(text.value));
		leat_err_hint(&p->err, "it is written like '10 s', '5 min', '1 h' or '500 ms'");
		return -LEAT_E_LITERAL;
	}
	LEAT_TRY(finish(p, e, ret));
	warn_duration(p, e);
	return 0;
}

/* interval ::= 'INTERVAL' ( [ '-' | '+' ] STRING | [ '-' | '+' ] ( NUMBER | name | '(' expr
 *             ')' ) ) interval_unit */
static int parse_interval(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_LITERAL);
	struct leat_ast_text text;
	bool negative;

	leat_parse_next(p);
	negative = leat_parse_at(p, LEAT_TOKEN_MINUS);
	if (leat_parse_peek(p, negative || leat_parse_at(p, LEAT_TOKEN_PLUS))->kind !=
	    LEAT_TOKEN_STRING) {
		e->kind = LEAT_AST_EXPR_INTERVAL;
		LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_SIGN, &e->interval.arg));
		LEAT_TRY(leat_parse_interval_unit(p, &e->interval.unit));
		return finish(p, e, ret);
	}
	if (negative || leat_parse_at(p, LEAT_TOKEN_PLUS))
		leat_parse_next(p);
	LEAT_TRY(leat_parse_text(p, "a text", &text));
	e->literal.kind = LEAT_AST_LITERAL_INTERVAL;
	e->literal.text = text.value;
	LEAT_TRY(leat_parse_interval_unit(p, &e->literal.interval));
	LEAT_TRY(leat_parse_interval_value(p, text.value, text.span, &e->literal.interval,
	                                   &e->literal.value));
	if (negative) {
		bool twice = text.value.n > 0 && text.value.p[0] == '-';

		e->literal.value = -e->literal.value;
		e->literal.text.p = leat_arena_printf(p->arena, "%s%.*s", twice ? "" : "-",
		                                      (int)(text.value.n - twice),
		                                      text.value.p + twice);
		e->literal.text.n = text.value.n + (twice ? -1u : 1);
	}
	return finish(p, e, ret);
}

/* NULL, TRUE, FALSE, UNKNOWN */
static int parse_constant(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_LITERAL);
	bool null = leat_parse_at_word(p, LEAT_KW_NULL) || leat_parse_at_word(p, LEAT_KW_UNKNOWN);

	e->literal.kind = null ? LEAT_AST_LITERAL_NULL : LEAT_AST_LITERAL_BOOLEAN;
	e->literal.truth = leat_parse_at_word(p, LEAT_KW_TRUE) ||
	                   leat_parse_at_word(p, LEAT_KW_UNKNOWN);
	leat_parse_next(p);
	return finish(p, e, ret);
}

/* ---- with words --------------------------------------------------------------------------- */

/* when ::= 'WHEN' expr { ',' expr } 'THEN' expr */
static int parse_when(struct leat_parser *p, bool several, struct leat_ast_when *ret)
{
	struct leat_span span = p->token->span;

	LEAT_TRY(leat_parse_exprs(p, &ret->when));
	if (!several && ret->when.count > 1)
		return leat_parse_fail(p, span, "CASE without an operand takes one condition");
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_THEN));
	return leat_parse_expr(p, &ret->then);
}

/* case ::= 'CASE' [ expr ] when { when } [ 'ELSE' expr ] 'END' */
static int parse_case(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_CASE);
	LEAT_VEC(struct leat_ast_when) whens = { 0 };

	leat_parse_next(p);
	if (!leat_parse_at_word(p, LEAT_KW_WHEN))
		LEAT_TRY(leat_parse_expr(p, &e->cases.arg));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_WHEN));
	do {
		struct leat_ast_when when = { 0 };

		LEAT_TRY(parse_when(p, e->cases.arg, &when));
		*LEAT_VEC_ADD(p->arena, &whens) = when;
	} while (leat_parse_accept_word(p, LEAT_KW_WHEN));
	if (leat_parse_accept_word(p, LEAT_KW_ELSE))
		LEAT_TRY(leat_parse_expr(p, &e->cases.otherwise));
	if (!leat_parse_accept_word(p, LEAT_KW_END))
		return leat_parse_unexpected(
			p, e->cases.otherwise ? "\"END\"" : "\"WHEN\", \"ELSE\" or \"END\"");
	e->cases.items = whens.items;
	e->cases.count = whens.count;
	return finish(p, e, ret);
}

/* cast ::= ( 'CAST' | 'TRY_CAST' ) '(' expr 'AS' type ')' */
static int parse_cast(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_CAST);

	e->cast.try_cast = leat_parse_at_word(p, LEAT_KW_TRY_CAST);
	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	LEAT_TRY(leat_parse_expr(p, &e->cast.arg));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AS));
	LEAT_TRY(leat_parse_type(p, &e->cast.type));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	return finish(p, e, ret);
}

/* exists ::= 'EXISTS' '(' query ')' */
static int parse_exists(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_EXISTS);

	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	LEAT_TRY(leat_parse_query(p, &e->query));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	return finish(p, e, ret);
}

/* collection ::= ( 'ARRAY' | 'MAP' | 'MULTISET' ) ( '[' [ exprs ] ']' | '(' query ')' ) */
static int parse_collection(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_ARRAY);
	enum leat_ast_type_kind kind = LEAT_AST_TYPE_ARRAY;
	struct leat_span span;

	if (leat_parse_at_word(p, LEAT_KW_MAP)) {
		e->kind = LEAT_AST_EXPR_MAP;
		kind = LEAT_AST_TYPE_MAP;
	} else if (leat_parse_at_word(p, LEAT_KW_MULTISET)) {
		e->kind = LEAT_AST_EXPR_MULTISET;
		kind = LEAT_AST_TYPE_MULTISET;
	}
	leat_parse_next(p);
	if (leat_parse_accept(p, LEAT_TOKEN_LPAREN)) {
		e->kind = LEAT_AST_EXPR_COLLECT;
		e->collect.kind = kind;
		LEAT_TRY(leat_parse_query(p, &e->collect.query));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
		return finish(p, e, ret);
	}
	if (!leat_parse_accept(p, LEAT_TOKEN_LBRACKET))
		return leat_parse_unexpected(p, "\"[\" or \"(\"");
	span = p->token->span;
	if (!leat_parse_at(p, LEAT_TOKEN_RBRACKET))
		LEAT_TRY(leat_parse_exprs(p, &e->list));
	if (!leat_parse_at(p, LEAT_TOKEN_RBRACKET))
		return leat_parse_unexpected(p, "\",\" or \"]\"");
	if (kind == LEAT_AST_TYPE_MAP && e->list.count % 2)
		return leat_parse_fail(p, span, "MAP[...] takes pairs of a key and a value");
	leat_parse_next(p);
	return finish(p, e, ret);
}

/* row ::= 'ROW' '(' exprs ')' | 'PERIOD' '(' expr ',' expr ')' */
static int parse_row(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_ROW);

	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	LEAT_TRY(leat_parse_exprs(p, &e->list));
	if (!leat_parse_accept(p, LEAT_TOKEN_RPAREN))
		return leat_parse_unexpected(p, "\",\" or \")\"");
	return finish(p, e, ret);
}

/* parenthesised ::= '(' ( query | exprs ) ')' */
static int parse_parenthesised(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_ROW);

	leat_parse_next(p);
	if (leat_parse_at_query(p)) {
		e->kind = LEAT_AST_EXPR_QUERY;
		LEAT_TRY(leat_parse_query(p, &e->query));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
		return finish(p, e, ret);
	}
	LEAT_TRY(leat_parse_exprs(p, &e->list));
	if (!leat_parse_accept(p, LEAT_TOKEN_RPAREN))
		return leat_parse_unexpected(p, "an operator, \",\" or \")\"");
	if (e->list.count > 1)
		return finish(p, e, ret);
	*ret = e->list.items[0];
	return 0;
}

/* ---- names and calls ---------------------------------------------------------------------- */

/* reference ::= ident { '.' ident } [ '.' '*' ] */
static int parse_name_or_call(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_expr *e = new_expr(p, LEAT_AST_EXPR_NAME);
	LEAT_VEC(struct leat_ast_ident) parts = { 0 };
	bool callable = leat_keyword_class(begin->keyword) >= LEAT_KEYWORD_CALLABLE;

	if (callable) {
		*LEAT_VEC_ADD(p->arena, &parts) = leat_parse_ident_of(p, begin);
		leat_parse_next(p);
	}
	while (!callable) {
		struct leat_ast_ident part;

		if (parts.count && leat_parse_accept(p, LEAT_TOKEN_STAR)) {
			e->kind = LEAT_AST_EXPR_STAR;
			break;
		}
		LEAT_TRY(leat_parse_ident(
			p, parts.count ? "a name behind the point" : "an expression", &part));
		*LEAT_VEC_ADD(p->arena, &parts) = part;
		if (!leat_parse_accept(p, LEAT_TOKEN_DOT))
			break;
	}
	e->name = (struct leat_ast_name){ parts.items, parts.count, leat_parse_span(p, begin) };
	if (callable || (leat_parse_at(p, LEAT_TOKEN_LPAREN) && e->kind == LEAT_AST_EXPR_NAME))
		return leat_parse_call(p, begin, &e->name, ret);
	return finish(p, e, ret);
}

static int parse_word(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	enum leat_token_kind next = leat_parse_peek(p, 1)->kind;
	bool quoted = next == LEAT_TOKEN_STRING;
	bool opens = next == LEAT_TOKEN_LPAREN;

	switch ((int)p->token->keyword) {
	case LEAT_KW_NULL:
	case LEAT_KW_TRUE:
	case LEAT_KW_FALSE:
	case LEAT_KW_UNKNOWN:
		return parse_constant(p, ret);
	case LEAT_KW_DATE:
	case LEAT_KW_TIME:
	case LEAT_KW_TIMESTAMP:
		if (quoted)
			return parse_typed(p, ret);
		break;
	case LEAT_KW_INTERVAL:
		return parse_interval(p, ret);
	case LEAT_KW_DURATION:
		if (quoted)
			return parse_duration(p, ret);
		break;
	case LEAT_KW_CASE:
		return parse_case(p, ret);
	case LEAT_KW_CAST:
		return parse_cast(p, ret);
	case LEAT_KW_TRY_CAST:
		if (opens)
			return parse_cast(p, ret);
		break;
	case LEAT_KW_EXISTS:
		return parse_exists(p, ret);
	case LEAT_KW_MAP:
		if (!opens && next != LEAT_TOKEN_LBRACKET)
			break;
		return parse_collection(p, ret);
	case LEAT_KW_ARRAY:
	case LEAT_KW_MULTISET:
		return parse_collection(p, ret);
	case LEAT_KW_ROW:
	case LEAT_KW_PERIOD:
		return parse_row(p, ret);
	}
	if (leat_parse_is_special(p))
		return leat_parse_special(p, ret);

	enum leat_keyword_class cls = leat_keyword_class(p->token->keyword);
	if (cls == LEAT_KEYWORD_RESERVED || (cls == LEAT_KEYWORD_CALLABLE && !opens))
		return leat_parse_unexpected(p, "an expression");
	return parse_name_or_call(p, ret);
}

static int parse_start(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	switch ((int)p->token->kind) {
	case LEAT_TOKEN_EXACT:
	case LEAT_TOKEN_APPROX:
		return parse_number(p, ret);
	case LEAT_TOKEN_STRING:
	case LEAT_TOKEN_UNICODE_STRING:
	case LEAT_TOKEN_BINARY_STRING:
		return parse_string(p, ret);
	case LEAT_TOKEN_LPAREN:
		return parse_parenthesised(p, ret);
	case LEAT_TOKEN_QUOTED:
		return parse_name_or_call(p, ret);
	case LEAT_TOKEN_WORD:
		return parse_word(p, ret);
	case LEAT_TOKEN_QUESTION:
		return leat_parse_fail(p, p->token->span, "a parameter has no value in a script");
	}
	return leat_parse_unexpected(p, "an expression");
}

/* primary ::= start { '[' expr ']' | '.' ident }
 * start ::= NUMBER | string | typed_literal | duration | interval | 'NULL' | 'TRUE' | 'FALSE'
 *         | 'UNKNOWN' | case | cast | exists | collection | row | parenthesised | special | call
 *         | reference */
int leat_parse_primary(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	const struct leat_ast_expr *left;

	LEAT_TRY(parse_start(p, &left));
	for (int length = 0;; length++) {
		struct leat_ast_expr *e;

		if (!leat_parse_at(p, LEAT_TOKEN_LBRACKET) && !leat_parse_at(p, LEAT_TOKEN_DOT)) {
			*ret = left;
			return 0;
		}
		if (length == LEAT_LIMIT_NESTING)
			return leat_err_at(&p->err, LEAT_E_LIMIT, p->token->span,
			                   "more than %d levels of access", LEAT_LIMIT_NESTING);
		e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);
		e->span = left->span;
		if (leat_parse_accept(p, LEAT_TOKEN_LBRACKET)) {
			e->kind = LEAT_AST_EXPR_INDEX;
			e->index.arg = left;
			LEAT_TRY(leat_parse_expr(p, &e->index.index));
			LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RBRACKET));
		} else {
			leat_parse_next(p);
			e->kind = LEAT_AST_EXPR_FIELD;
			e->field.arg = left;
			LEAT_TRY(leat_parse_ident(p, "a field name", &e->field.name));
		}
		LEAT_TRY(finish(p, e, &left));
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers of the parser: tokens, errors, recovery, names. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "base/utf8.h"
#include "sql/parse_int.h"

const struct leat_token *leat_parse_peek(const struct leat_parser *p, uint32_t ahead)
{
	const struct leat_token *token = p->token;

	while (ahead-- > 0 && token->kind != LEAT_TOKEN_END)
		token++;
	return token;
}

void leat_parse_next(struct leat_parser *p)
{
	if (p->token->kind != LEAT_TOKEN_END)
		p->token++;
}

bool leat_parse_accept(struct leat_parser *p, enum leat_token_kind kind)
{
	if (!leat_parse_at(p, kind))
		return false;
	leat_parse_next(p);
	return true;
}

bool leat_parse_accept_word(struct leat_parser *p, enum leat_keyword keyword)
{
	if (!leat_parse_at_word(p, keyword))
		return false;
	leat_parse_next(p);
	return true;
}

bool leat_parse_accept_words(struct leat_parser *p, enum leat_keyword first,
                             enum leat_keyword second)
{
	if (!leat_parse_at_word(p, first) || !leat_parse_peek_word(p, 1, second))
		return false;
	leat_parse_next(p);
	leat_parse_next(p);
	return true;
}

int leat_parse_expect(struct leat_parser *p, enum leat_token_kind kind)
{
	return leat_parse_accept(p, kind) ? 0
	                                  : leat_parse_unexpected(p, leat_token_description(kind));
}

int leat_parse_expect_word(struct leat_parser *p, enum leat_keyword keyword)
{
	char what[48];

	if (leat_parse_accept_word(p, keyword))
		return 0;
	snprintf(what, sizeof(what), "\"%s\"", leat_keyword_text(keyword));
	return leat_parse_unexpected(p, what);
}

struct leat_span leat_parse_span(const struct leat_parser *p, const struct leat_token *begin)
{
	struct leat_span span = begin->span;

	if (p->token > begin)
		span.end = p->token[-1].span.end;
	return span;
}

struct leat_str leat_parse_slice(const struct leat_parser *p, struct leat_span span)
{
	return (struct leat_str){ p->text.p + span.begin, span.end - span.begin };
}

/* ---- errors ------------------------------------------------------------------------------- */

static int fail_problem(struct leat_parser *p, const struct leat_token *token)
{
	static const char *const messages[] = {
		[LEAT_PROBLEM_CHARACTER] = NULL,
		[LEAT_PROBLEM_DOUBLE_QUOTE] = "double quotes are not SQL here",
		[LEAT_PROBLEM_TYPED_QUOTE] = NULL,
		[LEAT_PROBLEM_SPACE] = NULL,
		[LEAT_PROBLEM_STRING_END] = "the text has no closing quote",
		[LEAT_PROBLEM_BACKTICK_END] = "the name has no closing backtick",
		[LEAT_PROBLEM_EMPTY_NAME] = "a name cannot be empty",
		[LEAT_PROBLEM_COMMENT_END] = "the comment has no end",
		[LEAT_PROBLEM_UTF8] = "the text is not UTF-8",
	};
	static const char *const hints[] = {
		[LEAT_PROBLEM_DOUBLE_QUOTE] = "texts have 'single quotes', names `backticks`",
		[LEAT_PROBLEM_TYPED_QUOTE] = "texts are written in 'straight quotes'",
		[LEAT_PROBLEM_SPACE] = "this is no ordinary space; it may be from a web page",
		[LEAT_PROBLEM_STRING_END] = "a quote within a text is written twice: 'it''s'",
		[LEAT_PROBLEM_UTF8] = NULL,
	};
	struct leat_str text = leat_parse_slice(p, token->span);
	enum leat_token_problem problem = token->problem;

	uint32_t c;

	leat_utf8_decode(text, &c);
	if (messages[problem])
		leat_parse_fail(p, token->span, "%s", messages[problem]);
	else if (c > ' ' && c < 127)
		leat_parse_fail(p, token->span, "unexpected character \"%c\"", (int)c);
	else
		leat_parse_fail(p, token->span, "unexpected character U+%04X", c);
	if (hints[problem])
		leat_err_hint(&p->err, "%s", hints[problem]);
	return -LEAT_E_SYNTAX;
}

/* How a token is shown behind "found". */
static void describe(const struct leat_parser *p, const struct leat_token *token, char *out,
                     size_t size)
{
	enum { SHOWN_CHARACTERS = 40 };
	struct leat_str text = leat_parse_slice(p, token->span);
	uint32_t cut = leat_utf8_offset(text, SHOWN_CHARACTERS);
	const char *known = leat_token_description(token->kind);

	if (known[0])
		snprintf(out, size, "%s", known);
	else
		snprintf(out, size, "\"%.*s%s\"", (int)cut, text.p, cut < text.n ? "..." : "");
}

/* Where a name is expected, any reserved word may be meant as one; where an expression is, words
 * that begin the next part of a statement are not. */
static bool may_be_meant_as_name(enum leat_keyword keyword, const char *what)
{
	static const enum leat_keyword parts[] = {
		LEAT_KW_AND,    LEAT_KW_AS,     LEAT_KW_ELSE,   LEAT_KW_END,   LEAT_KW_FROM,
		LEAT_KW_GROUP,  LEAT_KW_HAVING, LEAT_KW_JOIN,   LEAT_KW_LIMIT, LEAT_KW_ON,
		LEAT_KW_OR,     LEAT_KW_ORDER,  LEAT_KW_SELECT, LEAT_KW_THEN,  LEAT_KW_UNION,
		LEAT_KW_VALUES, LEAT_KW_WHEN,   LEAT_KW_WHERE,
	};
	bool expression = strstr(what, "expression") || strstr(what, "behind");

	if (leat_keyword_class(keyword) == LEAT_KEYWORD_SOFT ||
	    (!expression && !strstr(what, " name") && !strstr(what, "alias")))
		return false;
	for (size_t i = 0; expression && i < LEAT_COUNT(parts); i++)
		if (parts[i] == keyword)
			return false;
	return true;
}

int leat_parse_unexpected(struct leat_parser *p, const char *what)
{
	const struct leat_token *token = p->token;
	char found[256];

	if (token->kind == LEAT_TOKEN_ERROR)
		return fail_problem(p, token);
	describe(p, token, found, sizeof(found));
	leat_parse_fail(p, token->span, "expected %s, found %s", what, found);

	if (token->keyword && may_be_meant_as_name(token->keyword, what)) {
		struct leat_str text = leat_parse_slice(p, token->span);

		leat_err_hint(&p->err,
		              "\"%.*s\" is a reserved word; as a name it is written `%.*s`",
		              LEAT_STR_ARG(text), LEAT_STR_ARG(text));
	}
	return -LEAT_E_SYNTAX;
}

int leat_parse_fail(struct leat_parser *p, struct leat_span span, const char *fmt, ...)
{
	char message[sizeof(p->err.message)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	return leat_err_at(&p->err, LEAT_E_SYNTAX, span, "%s", message);
}

int leat_parse_enter(struct leat_parser *p)
{
	if (p->nesting >= LEAT_LIMIT_NESTING)
		return leat_err_at(&p->err, LEAT_E_LIMIT, p->token->span,
		                   "more than %d levels of nesting", LEAT_LIMIT_NESTING);
	p->nesting++;
	return 0;
}

void leat_parse_leave(struct leat_parser *p)
{
	leat_assert(p->nesting > 0);
	p->nesting--;
}

void leat_parse_report(struct leat_parser *p)
{
	if (p->err.code != LEAT_OK)
		leat_diags_add(p->diags, LEAT_SEVERITY_ERROR, &p->err);
	p->err.code = LEAT_OK;
	p->broken = true;
}

/* Skip to a comma or closing parenthesis of the list that is @p depth deep. */
static bool skip_item(struct leat_parser *p, uint32_t depth)
{
	for (;; leat_parse_next(p)) {
		if (leat_parse_at(p, LEAT_TOKEN_END) || leat_parse_at(p, LEAT_TOKEN_SEMICOLON) ||
		    p->token->depth < depth)
			return false;
		if (p->token->depth == depth &&
		    (leat_parse_at(p, LEAT_TOKEN_COMMA) || leat_parse_at(p, LEAT_TOKEN_RPAREN)))
			return true;
	}
}

int leat_parse_item_end(struct leat_parser *p, int r, uint32_t depth, bool *more)
{
	*more = false;
	if (!r && !leat_parse_at(p, LEAT_TOKEN_COMMA) && !leat_parse_at(p, LEAT_TOKEN_RPAREN)) {
		r = leat_parse_unexpected(p, "\",\" or \")\"");
		if (leat_parse_at(p, LEAT_TOKEN_WORD) || leat_parse_at(p, LEAT_TOKEN_STRING) ||
		    leat_parse_at(p, LEAT_TOKEN_QUOTED))
			leat_err_hint(&p->err, "there may be a comma missing before it");
	}
	if (r) {
		leat_parse_report(p);
		if (leat_diags_is_full(p->diags) || !skip_item(p, depth))
			return r;
	}
	*more = leat_parse_accept(p, LEAT_TOKEN_COMMA);
	return *more ? 0 : leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

/* ---- names and texts ---------------------------------------------------------------------- */

bool leat_parse_peek_name(const struct leat_parser *p, uint32_t ahead)
{
	const struct leat_token *token = leat_parse_peek(p, ahead);

	return token->kind == LEAT_TOKEN_QUOTED ||
	       (token->kind == LEAT_TOKEN_WORD &&
	        leat_keyword_class(token->keyword) == LEAT_KEYWORD_SOFT);
}

/* @p s with each pair of @p quote made one. */
static struct leat_str undouble(struct leat_parser *p, struct leat_str s, char quote)
{
	struct leat_str out = { s.p, s.n };
	char *bytes;

	if (s.n == 0 || !memchr(s.p, quote, s.n))
		return out;
	bytes = leat_arena_alloc(p->arena, s.n);
	out = (struct leat_str){ bytes, 0 };
	for (uint32_t i = 0; i < s.n; i++) {
		bytes[out.n++] = s.p[i];
		i += s.p[i] == quote;
	}
	return out;
}

struct leat_ast_ident leat_parse_ident_of(struct leat_parser *p, const struct leat_token *token)
{
	struct leat_ast_ident ident = {
		.text = leat_parse_slice(p, token->span),
		.span = token->span,
		.quoted = token->kind == LEAT_TOKEN_QUOTED,
	};

	if (ident.quoted) {
		ident.text = (struct leat_str){ ident.text.p + 1, ident.text.n - 2 };
		ident.text = undouble(p, ident.text, '`');
	}
	return ident;
}

int leat_parse_ident(struct leat_parser *p, const char *what, struct leat_ast_ident *ret)
{
	if (!leat_parse_peek_name(p, 0))
		return leat_parse_unexpected(p, what);
	*ret = leat_parse_ident_of(p, p->token);
	if (ret->text.n > LEAT_LIMIT_NAME_BYTES)
		return leat_err_at(&p->err, LEAT_E_LIMIT, ret->span,
		                   "the name is longer than %d bytes", LEAT_LIMIT_NAME_BYTES);
	leat_parse_next(p);
	return 0;
}

/* name ::= ident { '.' ident } */
int leat_parse_name(struct leat_parser *p, const char *what, struct leat_ast_name *ret)
{
	const struct leat_token *begin = p->token;
	LEAT_VEC(struct leat_ast_ident) parts = { 0 };

	do {
		struct leat_ast_ident part;

		LEAT_TRY(
			leat_parse_ident(p, parts.count ? "a name behind the point" : what, &part));
		*LEAT_VEC_ADD(p->arena, &parts) = part;
	} while (leat_parse_accept(p, LEAT_TOKEN_DOT));
	*ret = (struct leat_ast_name){ parts.items, parts.count, leat_parse_span(p, begin) };
	return 0;
}

/* idents ::= '(' ident { ',' ident } ')' */
int leat_parse_idents(struct leat_parser *p, const char *what, struct leat_ast_idents *ret)
{
	LEAT_VEC(struct leat_ast_ident) parts = { 0 };
	bool more = true;

	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	for (uint32_t depth = p->token->depth; more;) {
		struct leat_ast_ident part;
		int r = leat_parse_ident(p, what, &part);

		if (!r)
			*LEAT_VEC_ADD(p->arena, &parts) = part;
		LEAT_TRY(leat_parse_item_end(p, r, depth, &more));
	}
	*ret = (struct leat_ast_idents){ parts.items, parts.count };
	return 0;
}

int leat_parse_text(struct leat_parser *p, const char *what, struct leat_ast_text *ret)
{
	if (!leat_parse_at(p, LEAT_TOKEN_STRING) && !leat_parse_at(p, LEAT_TOKEN_UNICODE_STRING))
		return leat_parse_unexpected(p, what);
	LEAT_TRY(leat_parse_string_value(p, p->token, &ret->value));
	ret->span = p->token->span;
	leat_parse_next(p);
	return 0;
}

int leat_parse_count(struct leat_parser *p, const char *what, int64_t max, int64_t *ret)
{
	if (!leat_parse_at(p, LEAT_TOKEN_EXACT))
		return leat_parse_unexpected(p, what);
	if (!leat_number_parse_i64(leat_parse_slice(p, p->token->span), ret) || *ret > max)
		return leat_parse_fail(p, p->token->span, "expected %s from 0 to %lld", what,
		                       (long long)max);
	leat_parse_next(p);
	return 0;
}

/* Say that keys and values are texts, when a word or number stands for one. */
static int fail_option(struct leat_parser *p, const char *what)
{
	struct leat_str text = leat_parse_slice(p, p->token->span);

	(void)leat_parse_unexpected(p, what); /* Returned below. */
	if (leat_parse_at(p, LEAT_TOKEN_WORD) || leat_parse_at(p, LEAT_TOKEN_EXACT))
		leat_err_hint(&p->err, "options are written in quotes: '%.*s'", LEAT_STR_ARG(text));
	return -LEAT_E_SYNTAX;
}

/* option ::= STRING '=' STRING */
static int parse_option(struct leat_parser *p, bool with_value, struct leat_ast_option *ret)
{
	*ret = (struct leat_ast_option){ 0 };
	if (!leat_parse_at(p, LEAT_TOKEN_STRING) && !leat_parse_at(p, LEAT_TOKEN_UNICODE_STRING))
		return fail_option(p, "the name of an option");
	LEAT_TRY(leat_parse_text(p, "the name of an option", &ret->key));
	if (!with_value)
		return 0;
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_EQ));
	if (!leat_parse_at(p, LEAT_TOKEN_STRING) && !leat_parse_at(p, LEAT_TOKEN_UNICODE_STRING))
		return fail_option(p, "the value of the option");
	return leat_parse_text(p, "the value of the option", &ret->value);
}

/* options ::= '(' [ option { ',' option } ] ')'
 * keys ::= '(' [ STRING { ',' STRING } ] ')' */
int leat_parse_options(struct leat_parser *p, bool with_values, struct leat_ast_options *ret)
{
	const struct leat_token *begin = p->token;
	LEAT_VEC(struct leat_ast_option) items = { 0 };
	bool more = true;

	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	if (leat_parse_accept(p, LEAT_TOKEN_RPAREN))
		more = false;
	for (uint32_t depth = p->token->depth; more;) {
		struct leat_ast_option option;
		int r = parse_option(p, with_values, &option);

		if (!r)
			*LEAT_VEC_ADD(p->arena, &items) = option;
		LEAT_TRY(leat_parse_item_end(p, r, depth, &more));
	}
	*ret = (struct leat_ast_options){ items.items, items.count, leat_parse_span(p, begin) };
	return 0;
}

/* hint_arg ::= STRING '=' STRING | name '=' STRING | STRING | ident | NUMBER */
static int parse_hint_arg(struct leat_parser *p, struct leat_ast_option *ret_option,
                          struct leat_ast_ident *ret_arg)
{
	const struct leat_token *begin = p->token;
	struct leat_ast_text key = { 0 };

	*ret_option = (struct leat_ast_option){ 0 };
	if (leat_parse_at(p, LEAT_TOKEN_STRING) || leat_parse_at(p, LEAT_TOKEN_UNICODE_STRING)) {
		LEAT_TRY(leat_parse_text(p, "an option", &key));
	} else if (leat_parse_at(p, LEAT_TOKEN_EXACT)) {
		key = (struct leat_ast_text){ leat_parse_slice(p, begin->span), begin->span };
		leat_parse_next(p);
	} else {
		struct leat_ast_name name;

		LEAT_TRY(leat_parse_name(p, "an argument of the hint", &name));
		key = (struct leat_ast_text){ leat_parse_slice(p, name.span), name.span };
		if (name.count == 1)
			key.value = name.items[0].text;
	}
	if (!leat_parse_accept(p, LEAT_TOKEN_EQ)) {
		*ret_arg = (struct leat_ast_ident){ .text = key.value, .span = key.span };
		return 0;
	}
	ret_option->key = key;
	return leat_parse_text(p, "a value in quotes", &ret_option->value);
}

/* hint ::= ident [ '(' [ hint_arg { ',' hint_arg } ] ')' ] */
static int parse_hint(struct leat_parser *p, struct leat_ast_hint *ret)
{
	const struct leat_token *begin = p->token;
	LEAT_VEC(struct leat_ast_option) options = { 0 };
	LEAT_VEC(struct leat_ast_ident) args = { 0 };
	struct leat_span list = { 0 };

	*ret = (struct leat_ast_hint){ 0 };
	LEAT_TRY(leat_parse_ident(p, "the name of a hint", &ret->name));
	if (leat_parse_at(p, LEAT_TOKEN_LPAREN)) {
		const struct leat_token *open = p->token;
		bool more;

		leat_parse_next(p);
		more = !leat_parse_accept(p, LEAT_TOKEN_RPAREN);
		for (uint32_t depth = p->token->depth; more;) {
			struct leat_ast_option option;
			struct leat_ast_ident arg;
			int r = parse_hint_arg(p, &option, &arg);

			if (!r && option.key.value.p)
				*LEAT_VEC_ADD(p->arena, &options) = option;
			else if (!r)
				*LEAT_VEC_ADD(p->arena, &args) = arg;
			LEAT_TRY(leat_parse_item_end(p, r, depth, &more));
		}
		list = leat_parse_span(p, open);
	}
	ret->options = (struct leat_ast_options){ options.items, options.count, list };
	ret->args = (struct leat_ast_idents){ args.items, args.count };
	ret->span = leat_parse_span(p, begin);
	return 0;
}

/* hints ::= '/'*+ hint { [ ',' ] hint } *'/' */
int leat_parse_hints(struct leat_parser *p, struct leat_ast_hints *ret)
{
	LEAT_VEC(struct leat_ast_hint) items = { 0 };

	*ret = (struct leat_ast_hints){ 0 };
	if (!leat_parse_accept(p, LEAT_TOKEN_HINT_OPEN))
		return 0;
	do {
		struct leat_ast_hint hint;

		LEAT_TRY(parse_hint(p, &hint));
		*LEAT_VEC_ADD(p->arena, &items) = hint;
		(void)leat_parse_accept(p, LEAT_TOKEN_COMMA); /* May be left out. */
	} while (!leat_parse_at(p, LEAT_TOKEN_HINT_CLOSE) && leat_parse_peek_name(p, 0));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_HINT_CLOSE));
	*ret = (struct leat_ast_hints){ items.items, items.count };
	return 0;
}

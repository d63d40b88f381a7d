/* SPDX-License-Identifier: Apache-2.0 */
/* The lexer: SQL text to tokens. */
#include "sql/token.h"

#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"

struct lexer {
	struct leat_arena *arena;
	struct leat_str text;
	uint32_t at;    /* Next byte. */
	uint32_t depth; /* Open parentheses. */
	bool in_hint;   /* Between HINT_OPEN and HINT_CLOSE. */
	LEAT_VEC(struct leat_token) out;
};

const char *leat_token_description(enum leat_token_kind kind)
{
	static const char *const descriptions[] = {
#define XX(id, description) [LEAT_TOKEN_##id] = description,
		LEAT_TOKENS(XX)
#undef XX
	};

	leat_assert(kind < LEAT_COUNT(descriptions));
	return descriptions[kind];
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 128;
}

static bool is_word_part(char c)
{
	return is_word_start(c) || is_digit(c) || c == '$';
}

/* The byte @p ahead of the next one; NUL behind the end. */
static char peek(const struct lexer *lx, uint32_t ahead)
{
	return ahead < lx->text.n - lx->at ? lx->text.p[lx->at + ahead] : '\0';
}

static struct leat_token *add(struct lexer *lx, enum leat_token_kind kind, uint32_t begin)
{
	struct leat_token *token = LEAT_VEC_ADD(lx->arena, &lx->out);

	*token = (struct leat_token){ .kind = kind, .depth = lx->depth, .span = { begin, lx->at } };
	return token;
}

static void add_problem(struct lexer *lx, enum leat_token_problem problem, uint32_t begin)
{
	add(lx, LEAT_TOKEN_ERROR, begin)->problem = problem;
}

/* The end of the line that @p at is in. */
static uint32_t line_end(const struct lexer *lx, uint32_t at)
{
	while (at < lx->text.n && lx->text.p[at] != '\n' && lx->text.p[at] != '\r')
		at++;
	return at;
}

/* From @p begin to the end of its line, all behind it lost: a quote or comment without an end. */
static void add_unended(struct lexer *lx, enum leat_token_problem problem, uint32_t begin)
{
	lx->at = line_end(lx, begin);
	add_problem(lx, problem, begin);
	lx->at = lx->text.n;
}

/* Spaces and comments, but not hints.  False when a comment has no end. */
static bool skip_space(struct lexer *lx)
{
	for (;;) {
		char c = peek(lx, 0);

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
			lx->at++;
		} else if (c == '-' && peek(lx, 1) == '-') {
			lx->at = line_end(lx, lx->at);
		} else if (c == '/' && peek(lx, 1) == '*' && peek(lx, 2) != '+') {
			uint32_t begin = lx->at;
			const char *rest = lx->text.p + begin + 2;
			const char *end = memmem(rest, lx->text.n - begin - 2, "*/", 2);

			if (!end) {
				add_unended(lx, LEAT_PROBLEM_COMMENT_END, begin);
				return false;
			}
			lx->at = (uint32_t)(end - lx->text.p) + 2;
		} else {
			return true;
		}
	}
}

/* '...' where two quotes in a row are one; @p begin is where the prefix stands. */
static void lex_string(struct lexer *lx, enum leat_token_kind kind, uint32_t begin)
{
	for (lx->at++; lx->at < lx->text.n; lx->at++) {
		if (peek(lx, 0) != '\'')
			continue;
		if (peek(lx, 1) != '\'') {
			lx->at++;
			add(lx, kind, begin);
			return;
		}
		lx->at++;
	}
	add_unended(lx, LEAT_PROBLEM_STRING_END, begin);
}

/* `...` where two backticks in a row are one; ends within its line. */
static void lex_quoted(struct lexer *lx)
{
	uint32_t begin = lx->at;
	uint32_t end = line_end(lx, begin);

	for (lx->at++; lx->at < end; lx->at++) {
		if (peek(lx, 0) != '`')
			continue;
		if (peek(lx, 1) != '`') {
			lx->at++;
			if (lx->at - begin == 2)
				add_problem(lx, LEAT_PROBLEM_EMPTY_NAME, begin);
			else
				add(lx, LEAT_TOKEN_QUOTED, begin);
			return;
		}
		lx->at++;
	}
	add_problem(lx, LEAT_PROBLEM_BACKTICK_END, begin);
}

/* "..." is a token in other dialects only. */
static void lex_double_quote(struct lexer *lx)
{
	uint32_t begin = lx->at;
	uint32_t end = line_end(lx, begin);

	for (lx->at++; lx->at < end; lx->at++) {
		if (peek(lx, 0) == '"') {
			lx->at++;
			add_problem(lx, LEAT_PROBLEM_DOUBLE_QUOTE, begin);
			return;
		}
	}
	lx->at = begin + 1;
	add_problem(lx, LEAT_PROBLEM_DOUBLE_QUOTE, begin);
}

static void lex_number(struct lexer *lx)
{
	uint32_t begin = lx->at;
	enum leat_token_kind kind = LEAT_TOKEN_EXACT;

	while (is_digit(peek(lx, 0)))
		lx->at++;
	if (peek(lx, 0) == '.') {
		lx->at++;
		while (is_digit(peek(lx, 0)))
			lx->at++;
	}
	if (peek(lx, 0) == 'e' || peek(lx, 0) == 'E') {
		uint32_t sign = peek(lx, 1) == '+' || peek(lx, 1) == '-';

		if (is_digit(peek(lx, 1 + sign))) {
			kind = LEAT_TOKEN_APPROX;
			for (lx->at += 1 + sign; is_digit(peek(lx, 0)); lx->at++)
				;
		}
	}
	add(lx, kind, begin);
}

/* The bytes of a character beyond ASCII that looks like a token of SQL and is none: such a one is
 * an error of its own, where others are parts of words.  0 when the next character is not so. */
static uint32_t lookalike(const struct lexer *lx, enum leat_token_problem *ret_problem)
{
	struct leat_str rest = { lx->text.p + lx->at, lx->text.n - lx->at };
	uint32_t c;
	uint32_t bytes = leat_utf8_decode(rest, &c);

	if (c >= 0x2018 && c <= 0x201f)
		*ret_problem = LEAT_PROBLEM_TYPED_QUOTE;
	else if (c == 0xa0 || (c >= 0x2000 && c <= 0x200f) || c == 0x202f || c == 0x3000 ||
	         c == 0xfeff)
		*ret_problem = LEAT_PROBLEM_SPACE;
	else if (c == 0xff08 || c == 0xff09 || c == 0xff0c || c == 0xff1b || c == 0x3001 ||
	         c == 0x3002)
		*ret_problem = LEAT_PROBLEM_CHARACTER; /* Full-width ( ) , ; and East Asian , . */
	else
		return 0;
	return bytes;
}

static void lex_word(struct lexer *lx)
{
	uint32_t begin = lx->at;
	enum leat_token_problem problem;

	do
		lx->at++;
	while (is_word_part(peek(lx, 0)) &&
	       !((unsigned char)peek(lx, 0) >= 0xc0 && lookalike(lx, &problem)));

	struct leat_str word = { lx->text.p + begin, lx->at - begin };
	add(lx, LEAT_TOKEN_WORD, begin)->keyword = leat_keyword_find(word);
}

static void add_mark(struct lexer *lx, enum leat_token_kind kind, uint32_t bytes)
{
	uint32_t begin = lx->at;

	lx->at += bytes;
	add(lx, kind, begin);
}

/* Marks of two and three characters.  False when there is none. */
static bool lex_long_mark(struct lexer *lx)
{
	static const struct {
		char text[4];
		enum leat_token_kind kind;
	} marks[] = {
		{ "<>", LEAT_TOKEN_NE }, { "!=", LEAT_TOKEN_NE },     { "<=", LEAT_TOKEN_LE },
		{ ">=", LEAT_TOKEN_GE }, { "||", LEAT_TOKEN_CONCAT }, { "=>", LEAT_TOKEN_ARROW },
	};

	if (peek(lx, 0) == '/' && peek(lx, 1) == '*') {
		lx->in_hint = true; /* A comment would have been skipped. */
		add_mark(lx, LEAT_TOKEN_HINT_OPEN, 3);
		return true;
	}
	if (lx->in_hint && peek(lx, 0) == '*' && peek(lx, 1) == '/') {
		lx->in_hint = false;
		add_mark(lx, LEAT_TOKEN_HINT_CLOSE, 2);
		return true;
	}
	for (size_t i = 0; i < LEAT_COUNT(marks); i++) {
		if (peek(lx, 0) == marks[i].text[0] && peek(lx, 1) == marks[i].text[1]) {
			add_mark(lx, marks[i].kind, 2);
			return true;
		}
	}
	return false;
}

static void lex_mark(struct lexer *lx)
{
	static const struct {
		char c;
		enum leat_token_kind kind;
	} marks[] = {
		{ '(', LEAT_TOKEN_LPAREN },    { ')', LEAT_TOKEN_RPAREN },
		{ '[', LEAT_TOKEN_LBRACKET },  { ']', LEAT_TOKEN_RBRACKET },
		{ '{', LEAT_TOKEN_LBRACE },    { '}', LEAT_TOKEN_RBRACE },
		{ ',', LEAT_TOKEN_COMMA },     { '.', LEAT_TOKEN_DOT },
		{ ';', LEAT_TOKEN_SEMICOLON }, { ':', LEAT_TOKEN_COLON },
		{ '=', LEAT_TOKEN_EQ },        { '<', LEAT_TOKEN_LT },
		{ '>', LEAT_TOKEN_GT },        { '+', LEAT_TOKEN_PLUS },
		{ '-', LEAT_TOKEN_MINUS },     { '*', LEAT_TOKEN_STAR },
		{ '/', LEAT_TOKEN_SLASH },     { '%', LEAT_TOKEN_PERCENT },
		{ '|', LEAT_TOKEN_PIPE },      { '^', LEAT_TOKEN_CARET },
		{ '$', LEAT_TOKEN_DOLLAR },    { '?', LEAT_TOKEN_QUESTION },
	};
	uint32_t begin = lx->at;

	if (lex_long_mark(lx))
		return;
	for (size_t i = 0; i < LEAT_COUNT(marks); i++) {
		if (peek(lx, 0) != marks[i].c)
			continue;
		if (marks[i].kind == LEAT_TOKEN_SEMICOLON)
			lx->depth = 0; /* A statement ends, whatever it left open. */
		add_mark(lx, marks[i].kind, 1);
		if (marks[i].kind == LEAT_TOKEN_LPAREN)
			lx->depth++;
		else if (marks[i].kind == LEAT_TOKEN_RPAREN && lx->depth > 0)
			lx->depth--;
		return;
	}
	lx->at++;
	add_problem(lx, LEAT_PROBLEM_CHARACTER, begin);
}

static void lex_token(struct lexer *lx)
{
	char c = peek(lx, 0), next = peek(lx, 1);
	enum leat_token_problem problem;
	uint32_t bytes;

	if (c == '\'') {
		lex_string(lx, LEAT_TOKEN_STRING, lx->at);
	} else if ((c == 'x' || c == 'X') && next == '\'') {
		lx->at++;
		lex_string(lx, LEAT_TOKEN_BINARY_STRING, lx->at - 1);
	} else if ((c == 'u' || c == 'U') && next == '&' && peek(lx, 2) == '\'') {
		lx->at += 2;
		lex_string(lx, LEAT_TOKEN_UNICODE_STRING, lx->at - 2);
	} else if (c == '`') {
		lex_quoted(lx);
	} else if (c == '"') {
		lex_double_quote(lx);
	} else if (is_digit(c) || (c == '.' && is_digit(next))) {
		lex_number(lx);
	} else if ((bytes = lookalike(lx, &problem)) > 0) {
		lx->at += bytes;
		add_problem(lx, problem, lx->at - bytes);
	} else if (is_word_start(c)) {
		lex_word(lx);
	} else {
		lex_mark(lx);
	}
}

/* The first byte that is no UTF-8. */
static uint32_t bad_byte(struct leat_str text)
{
	uint32_t at = 0;

	while (at < text.n) {
		uint32_t c;
		uint32_t bytes = leat_utf8_decode((struct leat_str){ text.p + at, text.n - at },
		                                  &c);

		if (bytes == 1 && (unsigned char)text.p[at] >= 128)
			break;
		at += bytes;
	}
	return at;
}

struct leat_tokens leat_lex(struct leat_arena *arena, struct leat_str text)
{
	struct lexer lx = { .arena = arena, .text = text };

	if (!leat_utf8_is_valid(text)) {
		lx.at = bad_byte(text);
		lx.at += lx.at < text.n;
		add_problem(&lx, LEAT_PROBLEM_UTF8, lx.at - 1);
		lx.at = text.n;
	}
	while (skip_space(&lx) && lx.at < text.n)
		lex_token(&lx);
	add(&lx, LEAT_TOKEN_END, lx.at);
	return (struct leat_tokens){ lx.out.items, lx.out.count };
}

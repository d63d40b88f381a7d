/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens, their places, and what is none. */
#include "suite.h"

#include <string.h>

#include "sql/token.h"

static struct leat_arena *arena;

/* The tokens of @p text are exactly the @p count kinds, and END. */
static const struct leat_token *lex(const char *text, const enum leat_token_kind *kinds,
                                    uint32_t count)
{
	struct leat_tokens tokens = leat_lex(arena, leat_str_of(text));

	ck_assert_uint_eq(tokens.count, count + 1);
	for (uint32_t i = 0; i < count; i++)
		ck_assert_msg(tokens.items[i].kind == kinds[i], "token %u of %s", i, text);
	ck_assert_int_eq(tokens.items[count].kind, LEAT_TOKEN_END);
	return tokens.items;
}

#define LEX(text, ...)                                                                             \
	lex(text, (enum leat_token_kind[]){ __VA_ARGS__ },                                         \
	    LEAT_COUNT(((enum leat_token_kind[]){ __VA_ARGS__ })))

static void setup(void)
{
	arena = leat_arena_new(0);
}

static void teardown(void)
{
	arena = leat_arena_free(arena);
}

START_TEST(marks)
{
	LEX("<>!= <= >= || => | < > =", LEAT_TOKEN_NE, LEAT_TOKEN_NE, LEAT_TOKEN_LE, LEAT_TOKEN_GE,
	    LEAT_TOKEN_CONCAT, LEAT_TOKEN_ARROW, LEAT_TOKEN_PIPE, LEAT_TOKEN_LT, LEAT_TOKEN_GT,
	    LEAT_TOKEN_EQ);
	LEX("ROW<a ARRAY<INT>>", LEAT_TOKEN_WORD, LEAT_TOKEN_LT, LEAT_TOKEN_WORD, LEAT_TOKEN_WORD,
	    LEAT_TOKEN_LT, LEAT_TOKEN_WORD, LEAT_TOKEN_GT, LEAT_TOKEN_GT);
}
END_TEST

START_TEST(numbers)
{
	LEX("1 1.5 .5 1. 1e3 1.5E-3 2e", LEAT_TOKEN_EXACT, LEAT_TOKEN_EXACT, LEAT_TOKEN_EXACT,
	    LEAT_TOKEN_EXACT, LEAT_TOKEN_APPROX, LEAT_TOKEN_APPROX, LEAT_TOKEN_EXACT,
	    LEAT_TOKEN_WORD);
}
END_TEST

START_TEST(strings)
{
	const struct leat_token *t = LEX("'it''s' x'0a' U&'a' `a``b`", LEAT_TOKEN_STRING,
	                                 LEAT_TOKEN_BINARY_STRING, LEAT_TOKEN_UNICODE_STRING,
	                                 LEAT_TOKEN_QUOTED);

	ck_assert_uint_eq(t[0].span.begin, 0);
	ck_assert_uint_eq(t[0].span.end, 7);
	ck_assert_uint_eq(t[1].span.begin, 8);
	ck_assert_uint_eq(t[3].span.end, 26);
	LEX("'a\nb'", LEAT_TOKEN_STRING);
}
END_TEST

START_TEST(comments_and_hints)
{
	LEX("a -- b\n/* c\n * d */ e", LEAT_TOKEN_WORD, LEAT_TOKEN_WORD);
	LEX("a /*+ b */ * c", LEAT_TOKEN_WORD, LEAT_TOKEN_HINT_OPEN, LEAT_TOKEN_WORD,
	    LEAT_TOKEN_HINT_CLOSE, LEAT_TOKEN_STAR, LEAT_TOKEN_WORD);
	LEX("-", LEAT_TOKEN_MINUS);
	LEX("/", LEAT_TOKEN_SLASH);
}
END_TEST

START_TEST(words)
{
	const struct leat_token *t = LEX("select größe $ a$1", LEAT_TOKEN_WORD, LEAT_TOKEN_WORD,
	                                 LEAT_TOKEN_DOLLAR, LEAT_TOKEN_WORD);

	ck_assert_int_eq(t[0].keyword, LEAT_KW_SELECT);
	ck_assert_int_eq(t[1].keyword, LEAT_KEYWORD_NONE);
	ck_assert_uint_eq(t[1].span.end - t[1].span.begin, strlen("größe"));
}
END_TEST

START_TEST(depth)
{
	const struct leat_token *t = LEX("a (b (c)) d ((; e", LEAT_TOKEN_WORD, LEAT_TOKEN_LPAREN,
	                                 LEAT_TOKEN_WORD, LEAT_TOKEN_LPAREN, LEAT_TOKEN_WORD,
	                                 LEAT_TOKEN_RPAREN, LEAT_TOKEN_RPAREN, LEAT_TOKEN_WORD,
	                                 LEAT_TOKEN_LPAREN, LEAT_TOKEN_LPAREN, LEAT_TOKEN_SEMICOLON,
	                                 LEAT_TOKEN_WORD);
	static const uint32_t depths[] = { 0, 0, 1, 1, 2, 2, 1, 0, 0, 1, 0, 0 };

	for (size_t i = 0; i < LEAT_COUNT(depths); i++)
		ck_assert_uint_eq(t[i].depth, depths[i]);
}
END_TEST

START_TEST(problems)
{
	static const struct {
		const char *text;
		enum leat_token_problem problem;
		uint32_t bytes;
	} cases[] = {
		{ "@", LEAT_PROBLEM_CHARACTER, 1 },
		{ "\"a b\"", LEAT_PROBLEM_DOUBLE_QUOTE, 5 },
		{ "\xe2\x80\x98", LEAT_PROBLEM_TYPED_QUOTE, 3 },
		{ "\xc2\xa0", LEAT_PROBLEM_SPACE, 2 },
		{ "'abc\ndef", LEAT_PROBLEM_STRING_END, 4 },
		{ "`abc", LEAT_PROBLEM_BACKTICK_END, 4 },
		{ "``", LEAT_PROBLEM_EMPTY_NAME, 2 },
		{ "/* abc\n", LEAT_PROBLEM_COMMENT_END, 6 },
		{ "\xff", LEAT_PROBLEM_UTF8, 1 },
	};

	for (size_t i = 0; i < LEAT_COUNT(cases); i++) {
		const struct leat_token *t = LEX(cases[i].text, LEAT_TOKEN_ERROR);

		ck_assert_int_eq(t[0].problem, cases[i].problem);
		ck_assert_uint_eq(t[0].span.begin, 0);
		ck_assert_uint_eq(t[0].span.end, cases[i].bytes);
	}
}
END_TEST

START_TEST(lookalike_ends_a_word)
{
	LEX("a\xc2\xa0" "b", LEAT_TOKEN_WORD, LEAT_TOKEN_ERROR, LEAT_TOKEN_WORD);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, marks);
	tcase_add_test(tc, numbers);
	tcase_add_test(tc, strings);
	tcase_add_test(tc, comments_and_hints);
	tcase_add_test(tc, words);
	tcase_add_test(tc, depth);
	tcase_add_test(tc, problems);
	tcase_add_test(tc, lookalike_ends_a_word);
}

int main(void)
{
	return suite_main("lex", add);
}

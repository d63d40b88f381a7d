/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of a subcommand. */
#include "cli/args.h"

#include "suite.h"

enum { ARGC_MAX = 8 };

static const struct leat_flag flags[] = {
	{ "--config", 'c', "FILE", "A file." },
	{ "--set", 'D', "KEY=VALUE", "A key." },
	{ "--details", 0, NULL, "More." },
	{ 0 },
};

static struct leat_arena *arena;
static struct leat_args args;
static struct leat_err err;

static void set_up(void)
{
	arena = leat_arena_new(0);
	err = (struct leat_err){ 0 };
}

static void tear_down(void)
{
	leat_arena_free(arena);
}

/* Parse "name" and up to ARGC_MAX texts behind it, ended by NULL. */
static int parse(const char *const *texts)
{
	char *argv[ARGC_MAX + 1] = { (char *)(uintptr_t) "name" };
	int argc = 1;

	for (; *texts; texts++)
		argv[argc++] = (char *)(uintptr_t)*texts;
	return leat_args_parse(arena, argc, argv, flags, &args, &err);
}

#define PARSE(...) parse((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(a_value_is_the_next_word_or_behind_an_equals_sign_or_joined)
{
	ck_assert_int_eq(PARSE("--config", "a", "--config=b=c", "-c", "d", "-ce"), 0);
	ck_assert_uint_eq(args.given_count, 4);
	ck_assert_str_eq(args.given[0].value, "a");
	ck_assert_str_eq(args.given[1].value, "b=c");
	ck_assert_str_eq(args.given[2].value, "d");
	ck_assert_str_eq(args.given[3].value, "e");
	ck_assert_str_eq(leat_args_value(&args, "--config", "z"), "e");
	ck_assert_str_eq(leat_args_value(&args, "--set", "z"), "z");
}
END_TEST

START_TEST(a_joined_value_keeps_its_equals_sign)
{
	ck_assert_int_eq(PARSE("-Drest.port=1", "-D", "a=-b"), 0);
	ck_assert_str_eq(args.given[0].value, "rest.port=1");
	ck_assert_str_eq(args.given[1].value, "a=-b");
}
END_TEST

START_TEST(a_flag_without_a_value_is_there_or_not)
{
	ck_assert_int_eq(PARSE("x"), 0);
	ck_assert(!leat_args_has(&args, "--details"));
	ck_assert_int_eq(PARSE("x", "--details", "y"), 0);
	ck_assert(leat_args_has(&args, "--details"));
	ck_assert_uint_eq(args.operand_count, 2);
	ck_assert_str_eq(args.operands[1], "y");
}
END_TEST

START_TEST(two_dashes_end_the_flags_and_one_is_an_operand)
{
	ck_assert_int_eq(PARSE("-", "--", "--details", "--", "-x"), 0);
	ck_assert_uint_eq(args.given_count, 0);
	ck_assert_uint_eq(args.operand_count, 4);
	ck_assert_str_eq(args.operands[0], "-");
	ck_assert_str_eq(args.operands[1], "--details");
	ck_assert_str_eq(args.operands[2], "--");
	ck_assert_str_eq(args.operands[3], "-x");
}
END_TEST

static const struct {
	const char *text;
	const char *message, *hint;
} wrong[] = {
	{ "--detials", "unknown flag '--detials'", "did you mean \"--details\"?" },
	{ "-x", "unknown flag '-x'", "" },
	{ "-xy", "unknown flag '-xy'", "" },
	{ "--config", "flag '--config' wants a value: FILE", "" },
	{ "-D", "flag '-D' wants a value: KEY=VALUE", "" },
	{ "--details=yes", "flag '--details' takes no value", "" },
};

START_TEST(wrong_use_is_told)
{
	ck_assert_int_eq(parse((const char *const[]){ wrong[_i].text, NULL }), -LEAT_E_USAGE);
	ck_assert_str_eq(err.message, wrong[_i].message);
	ck_assert_str_eq(err.hint, wrong[_i].hint);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_value_is_the_next_word_or_behind_an_equals_sign_or_joined);
	tcase_add_test(tc, a_joined_value_keeps_its_equals_sign);
	tcase_add_test(tc, a_flag_without_a_value_is_there_or_not);
	tcase_add_test(tc, two_dashes_end_the_flags_and_one_is_an_operand);
	tcase_add_loop_test(tc, wrong_use_is_told, 0, (int)LEAT_COUNT(wrong));
}

int main(void)
{
	return suite_main("args", add);
}

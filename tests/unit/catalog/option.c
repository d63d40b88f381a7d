/* SPDX-License-Identifier: Apache-2.0 */
/* Options: look-up, values, ranges, defaults, legacy names, maps. */
#include "leat/option.h"

#include <string.h>

#include "leat/arena.h"
#include "suite.h"

struct config {
	struct leat_str text;
	struct leat_opt_list list;
	bool flag;
	int64_t number, wait_us, room_bytes;
	double ratio;
	int choice;
	struct leat_opt_map map, inner;
};

#define AT(field) offsetof(struct config, field)
static const char *const choices[] = { "red", "green", NULL };
static const struct leat_opt rows[] = {
	{ .name = "text",
	  .type = LEAT_OPT_STR,
	  .offset = AT(text),
	  .fallback = "none",
	  .doc = "." },
	{ .name = "list", .type = LEAT_OPT_LIST, .offset = AT(list), .doc = "." },
	{ .name = "flag",
	  .type = LEAT_OPT_BOOL,
	  .offset = AT(flag),
	  .fallback = "true",
	  .doc = "." },
	{ .name = "number",
	  .type = LEAT_OPT_INT,
	  .offset = AT(number),
	  .min = 1,
	  .max = 9,
	  .fallback = "3",
	  .doc = "." },
	{ .name = "wait",
	  .type = LEAT_OPT_DURATION,
	  .offset = AT(wait_us),
	  .max = 60000000,
	  .fallback = "10 s",
	  .doc = "." },
	{ .name = "room",
	  .type = LEAT_OPT_SIZE,
	  .offset = AT(room_bytes),
	  .fallback = "2 mb",
	  .doc = "." },
	{ .name = "ratio",
	  .type = LEAT_OPT_DOUBLE,
	  .offset = AT(ratio),
	  .fallback = "1.5",
	  .doc = "." },
	{ .name = "choice",
	  .type = LEAT_OPT_ENUM,
	  .offset = AT(choice),
	  .enums = choices,
	  .fallback = "green",
	  .doc = "." },
	{ .name = "map", .type = LEAT_OPT_MAP, .offset = AT(map), .doc = "." },
	{ .name = "map.inner", .type = LEAT_OPT_MAP, .offset = AT(inner), .doc = "." },
	{ .name = "colour",
	  .type = LEAT_OPT_ENUM,
	  .flags = LEAT_OPT_LEGACY,
	  .enums = choices,
	  .alias_of = "choice",
	  .doc = "." },
	{ .name = "secret",
	  .type = LEAT_OPT_INT,
	  .flags = LEAT_OPT_SECRET,
	  .offset = AT(number),
	  .doc = "." },
	{ .name = NULL },
};

static struct leat_arena *arena;
static struct config config;
static struct leat_err err;

static struct leat_str str(const char *text)
{
	return leat_str_of(text);
}

static int set(const char *key, const char *value)
{
	struct leat_opt_pair pair = { str(key), str(value), { 1, 2 }, { 3, 4 } };
	const struct leat_opt *row = leat_opt_find(rows, pair.key);

	ck_assert_ptr_nonnull(row);
	return leat_opt_set(rows, row, arena, &pair, &config, &err);
}

static void setup(void)
{
	arena = leat_arena_new(0);
	memset(&config, 0, sizeof(config));
	leat_opt_defaults(rows, arena, &config);
}

static void teardown(void)
{
	leat_arena_free(arena);
}

START_TEST(defaults_are_parsed)
{
	ck_assert(config.flag);
	ck_assert_int_eq(config.number, 3);
	ck_assert_int_eq(config.wait_us, 10000000);
	ck_assert_int_eq(config.room_bytes, 2 << 20);
	ck_assert(config.ratio == 1.5);
	ck_assert_int_eq(config.choice, 1);
	ck_assert_int_eq(config.text.n, 4);
}
END_TEST

START_TEST(values_are_parsed)
{
	ck_assert_int_eq(set("list", " a ;b;; c"), 0);
	ck_assert_int_eq(config.list.count, 3);
	ck_assert_int_eq(config.list.items[2].n, 1);
	ck_assert_int_eq(set("flag", "FALSE"), 0);
	ck_assert(!config.flag);
	ck_assert_int_eq(set("wait", "1 min"), 0);
	ck_assert_int_eq(config.wait_us, 60000000);
	ck_assert_int_eq(set("choice", "RED"), 0);
	ck_assert_int_eq(config.choice, 0);
}
END_TEST

START_TEST(a_legacy_name_sets_the_modern_field)
{
	ck_assert_int_eq(set("colour", "red"), 0);
	ck_assert_int_eq(config.choice, 0);
}
END_TEST

START_TEST(maps_keep_order_and_replace)
{
	ck_assert_int_eq(set("map.a", "1"), 0);
	ck_assert_int_eq(set("map.b.c", "2"), 0);
	ck_assert_int_eq(set("map.a", "3"), 0);
	ck_assert_int_eq(config.map.count, 2);
	ck_assert_int_eq(config.map.pairs[0].value.p[0], '3');
	ck_assert_int_eq(config.map.pairs[1].key.n, 3);
}
END_TEST

START_TEST(the_longest_map_wins)
{
	ck_assert_int_eq(set("map.inner.x", "1"), 0);
	ck_assert_int_eq(config.map.count, 0);
	ck_assert_int_eq(config.inner.count, 1);
	ck_assert_int_eq(config.inner.pairs[0].key.n, 1);
}
END_TEST

START_TEST(errors_name_the_value_and_its_place)
{
	ck_assert_int_eq(set("number", "10"), -LEAT_E_OPTION_VALUE);
	ck_assert_str_eq(err.message, "option 'number' must be between 1 and 9, not '10'");
	ck_assert_int_eq(err.span.begin, 3);
	ck_assert_int_eq(set("wait", "2 min"), -LEAT_E_OPTION_VALUE);
	ck_assert_int_eq(set("flag", "yes"), -LEAT_E_OPTION_VALUE);
	ck_assert_int_eq(set("choice", "gren"), -LEAT_E_OPTION_VALUE);
	ck_assert_str_eq(err.hint, "did you mean \"green\"?");
	ck_assert_int_eq(config.choice, 1);
}
END_TEST

START_TEST(a_secret_is_not_in_the_error)
{
	ck_assert_int_eq(set("secret", "hunter2"), -LEAT_E_OPTION_VALUE);
	ck_assert_ptr_null(strstr(err.message, "hunter2"));
}
END_TEST

START_TEST(unknown_names_have_a_nearest_one)
{
	ck_assert_ptr_null(leat_opt_find(rows, str("nubmer")));
	ck_assert_str_eq(leat_opt_nearest(rows, str("nubmer")), "number");
	ck_assert_ptr_null(leat_opt_find(rows, str("map.")));
	ck_assert_ptr_null(leat_opt_nearest(rows, str("something else")));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, defaults_are_parsed);
	tcase_add_test(tc, values_are_parsed);
	tcase_add_test(tc, a_legacy_name_sets_the_modern_field);
	tcase_add_test(tc, maps_keep_order_and_replace);
	tcase_add_test(tc, the_longest_map_wins);
	tcase_add_test(tc, errors_name_the_value_and_its_place);
	tcase_add_test(tc, a_secret_is_not_in_the_error);
	tcase_add_test(tc, unknown_names_have_a_nearest_one);
}

int main(void)
{
	return suite_main("option", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Errors and how they look; the nearest name. */
#include "base/diag.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "suite.h"

static void check_picture(const char *text, struct leat_span span, const char *hint,
                          const char *want)
{
	struct leat_err err;
	struct leat_buf out;

	ck_assert_int_eq(leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, span, "no column \"%s\"", "ag"),
	                 -LEAT_E_UNKNOWN_COLUMN);
	if (hint)
		leat_err_hint(&err, "%s", hint);
	leat_buf_init(&out, 1 << 16);
	leat_diag_render(&err, LEAT_SEVERITY_ERROR, "job.sql", leat_str_of(text), &out);
	ck_assert_str_eq(leat_buf_cstr(&out), want);
	leat_buf_done(&out);
}

START_TEST(pictures)
{
	check_picture("SELECT a\nFROM t,\n    SELECT id, ag\n", (struct leat_span){ 32, 34 },
	              "did you mean \"age\"?",
	              "job.sql:3:16: error: no column \"ag\"\n"
	              "    3 |     SELECT id, ag\n"
	              "      |                ^^\n"
	              "hint: did you mean \"age\"?\n");
	/* Tabs stay tabs, wide characters are two columns wide. */
	check_picture("\t'\xe6\x97\xa5\xc3\xa9' ag\r\n", (struct leat_span){ 9, 11 }, NULL,
	              "job.sql:1:7: error: no column \"ag\"\n"
	              "    1 | \t'\xe6\x97\xa5\xc3\xa9' ag\n"
	              "      | \t      ^^\n");
	/* A span of several lines is marked on its first one. */
	check_picture("ag (\n1)", (struct leat_span){ 0, 7 }, NULL,
	              "job.sql:1:1: error: no column \"ag\"\n"
	              "    1 | ag (\n"
	              "      | ^^^^\n");
	/* The end of the text. */
	check_picture("SELECT", (struct leat_span){ 6, 6 }, NULL,
	              "job.sql:1:7: error: no column \"ag\"\n"
	              "    1 | SELECT\n"
	              "      |       ^\n");
	check_picture("SELECT", (struct leat_span){ 100, 200 }, NULL,
	              "job.sql:1:7: error: no column \"ag\"\n"
	              "    1 | SELECT\n"
	              "      |       ^\n");
	/* No place. */
	check_picture("SELECT", (struct leat_span){ 0, 0 }, NULL, "job.sql: error: no column \"ag\"\n");
	check_picture("", (struct leat_span){ 0, 3 }, NULL, "job.sql: error: no column \"ag\"\n");
}
END_TEST

START_TEST(long_lines_are_cut)
{
	char text[501], want[600];

	memset(text, 'a', 500);
	text[500] = '\0';
	memcpy(text + 300, "ag", 2);
	snprintf(
		want, sizeof(want),
		"job.sql:1:301: error: no column \"ag\"\n    1 | ...%.160s...\n      |    %60s^^\n",
		text + 240, "");
	check_picture(text, (struct leat_span){ 300, 302 }, NULL, want);
}
END_TEST

START_TEST(places_are_in_characters)
{
	struct leat_str text = LEAT_STR("a\n\xc3\xa9\xe6\x97\xa5 xyz");
	struct leat_place place = leat_place_of(text, (struct leat_span){ 8, 11 });

	ck_assert_uint_eq(place.line, 2);
	ck_assert_uint_eq(place.column, 4);
	ck_assert_uint_eq(place.length, 3);
	place = leat_place_of(text, (struct leat_span){ 2, 7 });
	ck_assert_uint_eq(place.column, 1);
	ck_assert_uint_eq(place.length, 2);
}
END_TEST

START_TEST(a_list_is_limited_and_ordered)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_diags diags;
	struct leat_buf out;

	leat_diags_init(&diags, arena);
	leat_diags_warn(&diags, (struct leat_span){ 4, 5 }, "write b", "a is old");
	for (uint32_t i = 0; i < 2 * LEAT_DIAG_ERRORS_MAX; i++)
		ck_assert_int_eq(leat_diags_error(&diags, LEAT_E_SYNTAX,
		                                  (struct leat_span){ 30 - i, 31 - i }, "e%u", i),
		                 -LEAT_E_SYNTAX);
	leat_diags_error(&diags, LEAT_E_SYNTAX, (struct leat_span){ 30, 31 }, "e0");
	ck_assert_uint_eq(diags.error_count, LEAT_DIAG_ERRORS_MAX);
	ck_assert(leat_diags_is_full(&diags));
	ck_assert_str_eq(leat_diags_first_error(&diags)->message, "e0");
	leat_buf_init(&out, 1 << 16);
	leat_diags_render(&diags, NULL, (struct leat_str){ NULL, 0 }, &out);
	ck_assert_str_eq(leat_buf_cstr(&out),
	                 "warning: a is old\nhint: write b\nerror: e7\nerror: e6\n"
	                 "error: e5\nerror: e4\nerror: e3\nerror: e2\nerror: e1\n"
	                 "error: e0\n");
	leat_buf_done(&out);
	leat_arena_free(arena);
}
END_TEST

START_TEST(messages_are_one_line_of_whole_characters)
{
	struct leat_err err;
	char text[500];

	for (size_t i = 0; i + 1 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	text[499] = '\0';
	(void)leat_err_set(&err, LEAT_E_SYNTAX, "x%.498s", text);
	size_t n = strlen(err.message);
	ck_assert_uint_eq(n, sizeof(err.message) - 1);
	(void)leat_err_set(&err, LEAT_E_SYNTAX, "%.498s", text);
	ck_assert_uint_eq(strlen(err.message), sizeof(err.message) - 2);
	(void)leat_err_set(&err, LEAT_E_SYNTAX, "a\nb\tc");
	ck_assert_str_eq(err.message, "a b c");
	leat_err_place(&err, (struct leat_span){ 3, 4 });
	leat_err_place(&err, (struct leat_span){ 5, 6 });
	ck_assert_uint_eq(err.span.begin, 3);
	ck_assert_int_eq(leat_err_set(NULL, LEAT_E_SYNTAX, "x"), -LEAT_E_SYNTAX);
	leat_err_hint(NULL, "x");
}
END_TEST

START_TEST(codes_have_rows)
{
	int count = 0;

	for (const struct leat_err_info *row = leat_err_table(); row->code != LEAT_OK; row++, count++) {
		ck_assert_ptr_eq(leat_err_info(row->code), row);
		ck_assert_uint_gt(strlen(row->name), 2);
		ck_assert_uint_gt(strlen(row->title), 5);
	}
	ck_assert_int_gt(count, 20);
	ck_assert_str_eq(leat_err_info(LEAT_E_UNKNOWN_TABLE)->name, "unknown_table");
	ck_assert_int_eq(leat_err_info(LEAT_E_RECORD)->cls, LEAT_CLASS_DATA);
}
END_TEST

START_TEST(nearest_names)
{
	static const char *const known[] = { "age", "name", "scan.startup.mode", "ID", "indexed_at" };
	static const struct {
		const char *name, *nearest;
	} rows[] = {
		{ "ag", "age" },     { "nmae", "name" },      { "id", "ID" },
		{ "Name", "name" },  { "xyz", NULL },         { "scan.start.mode", "scan.startup.mode" },
		{ "a", NULL },       { "", NULL },            { "indexedat", "indexed_at" },
		{ "quantity", NULL },
	};

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		struct leat_nearest near = leat_nearest_of(leat_str_of(rows[i].name));
		struct leat_err err = { .hint = "" };
		for (size_t k = 0; k < LEAT_COUNT(known); k++)
			leat_nearest_offer_text(&near, known[k]);
		ck_assert(leat_nearest_hint(&near, &err) == (rows[i].nearest != NULL));
		if (!rows[i].nearest) {
			ck_assert_str_eq(err.hint, "");
			continue;
		}
		char want[64];
		snprintf(want, sizeof(want), "did you mean \"%s\"?", rows[i].nearest);
		ck_assert_str_eq(err.hint, want);
	}
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, pictures);
	tcase_add_test(tc, long_lines_are_cut);
	tcase_add_test(tc, places_are_in_characters);
	tcase_add_test(tc, a_list_is_limited_and_ordered);
	tcase_add_test(tc, messages_are_one_line_of_whole_characters);
	tcase_add_test(tc, codes_have_rows);
	tcase_add_test(tc, nearest_names);
}

int main(void)
{
	return suite_main("diag", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Date patterns against Java 17's DateTimeFormatter and SimpleDateFormat (locale en_US, zone
 * UTC). */
#include "types/datetime_pattern.h"

#include <string.h>

#include "suite.h"
#include "types/timezone.h"

static struct leat_str str_of(const char *text)
{
	return leat_str_of(text);
}

START_TEST(formats_as_java)
{
	static const struct {
		enum leat_date_pattern_kind kind;
		const char *pattern;
		int64_t local_us;
		const char *text;
	} rows[] = {
#include "pattern_format.inc"
	};
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_buf out;

	leat_buf_init(&out, 1 << 16);
	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		const struct leat_date_pattern *pattern;
		struct leat_err err;
		ck_assert_msg(leat_date_pattern_compile(arena, rows[i].kind,
		                                        str_of(rows[i].pattern), &pattern,
		                                        &err) == 0,
		              "%s: %s", rows[i].pattern, err.message);
		leat_buf_clear(&out);
		leat_date_pattern_format(pattern, rows[i].local_us, 0, NULL, &out);
		ck_assert_msg(strcmp(leat_buf_cstr(&out), rows[i].text) == 0,
		              "%d %s: \"%s\", not \"%s\"", rows[i].kind, rows[i].pattern,
		              leat_buf_cstr(&out), rows[i].text);
	}
	leat_buf_done(&out);
	leat_arena_free(arena);
}
END_TEST

START_TEST(reads_as_java)
{
	static const struct {
		enum leat_date_pattern_kind kind;
		const char *pattern, *text;
		int64_t local_us;
	} rows[] = {
#include "pattern_parse.inc"
	};
	struct leat_arena *arena = leat_arena_new(0);

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		const struct leat_date_pattern *pattern;
		int64_t us = INT64_MIN, offset;
		bool zoned;
		ck_assert_int_eq(leat_date_pattern_compile(arena, rows[i].kind,
		                                           str_of(rows[i].pattern), &pattern, NULL),
		                 0);
		if (!leat_date_pattern_parse(pattern, str_of(rows[i].text), &us, &zoned, &offset))
			us = INT64_MIN;
		ck_assert_msg(us == rows[i].local_us, "%d %s of %s: %lld, not %lld", rows[i].kind,
		              rows[i].pattern, rows[i].text, (long long)us,
		              (long long)rows[i].local_us);
	}
	leat_arena_free(arena);
}
END_TEST

START_TEST(zones_are_read_and_printed)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_date_pattern *pattern;
	const struct leat_tz *tz;
	struct leat_buf out;
	int64_t us, offset;
	bool zoned;

	leat_buf_init(&out, 1 << 16);
	ck_assert_int_eq(leat_date_pattern_compile(arena, LEAT_PATTERN_FORMATTER,
	                                           LEAT_STR("HH:mm XXX xx Z z VV"), &pattern, NULL),
	                 0);
	ck_assert_int_eq(leat_tz_find(LEAT_STR("Asia/Kolkata"), &tz, NULL), 0);
	leat_date_pattern_format(pattern, 0, 0, tz, &out);
	ck_assert_str_eq(leat_buf_cstr(&out), "00:00 +05:30 +0530 +0530 IST Asia/Kolkata");
	ck_assert_int_eq(leat_date_pattern_compile(arena, LEAT_PATTERN_FORMATTER,
	                                           LEAT_STR("yyyy-MM-dd HH:mmXXX"), &pattern, NULL),
	                 0);
	ck_assert(leat_date_pattern_parse(pattern, LEAT_STR("1970-01-01 00:00-01:30"), &us, &zoned,
	                                  &offset));
	ck_assert(zoned);
	ck_assert_int_eq(offset, INT64_C(-5400000000));
	leat_buf_done(&out);
	leat_tz_forget();
	leat_arena_free(arena);
}
END_TEST

START_TEST(wrong_patterns_are_refused)
{
	static const char *const wrong[] = { "yyyy-bb", "'open", "[yyyy]]", "P" };
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_date_pattern *pattern;
	struct leat_err err;

	for (size_t i = 0; i < LEAT_COUNT(wrong); i++)
		ck_assert_msg(leat_date_pattern_compile(arena, LEAT_PATTERN_FORMATTER,
		                                        str_of(wrong[i]), &pattern,
		                                        &err) == -LEAT_E_ARGUMENTS,
		              "%s", wrong[i]);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, formats_as_java);
	tcase_add_test(tc, reads_as_java);
	tcase_add_test(tc, zones_are_read_and_printed);
	tcase_add_test(tc, wrong_patterns_are_refused);
}

int main(void)
{
	return suite_main("datetime_pattern", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Durations and sizes. */
#include "base/duration.h"

#include <string.h>

#include "suite.h"

static struct leat_str str_of(const char *text)
{
	return leat_str_of(text);
}

START_TEST(durations)
{
	static const struct {
		const char *text;
		int64_t us;
		const char *printed;
	} rows[] = {
		{ "10 s", 10000000, "10 s" },      { "1min", 60000000, "1 min" },
		{ "500 ms", 500000, "500 ms" },    { "1 h", INT64_C(3600000000), "1 h" },
		{ "250", 250000, "250 ms" },       { " 2 days ", INT64_C(172800000000), "2 d" },
		{ "90 SECONDS", 90000000, "90 s" }, { "7 \xc2\xb5s", 7, "7 us" },
		{ "5000 ns", 5, "5 us" },          { "0", 0, "0 ms" },
	};
	static const char *const wrong[] = { "", "s", "-1 s", "1.5 s", "10 sx", "1 fortnight",
		                             "99999999999999999999 s", "9223372036854775807 d" };
	struct leat_buf out;
	struct leat_err err;
	int64_t us;

	leat_buf_init(&out, 100);
	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		ck_assert_msg(leat_duration_parse(str_of(rows[i].text), &us, &err) == 0, "%s",
		              rows[i].text);
		ck_assert_int_eq(us, rows[i].us);
		leat_buf_clear(&out);
		leat_duration_print(us, &out);
		ck_assert_str_eq(leat_buf_cstr(&out), rows[i].printed);
	}
	for (size_t i = 0; i < LEAT_COUNT(wrong); i++)
		ck_assert_msg(leat_duration_parse(str_of(wrong[i]), &us, &err) ==
		                      -LEAT_E_OPTION_VALUE,
		              "%s", wrong[i]);
	ck_assert_int_eq(leat_duration_parse(LEAT_STR("10 sx"), &us, &err), -LEAT_E_OPTION_VALUE);
	ck_assert_str_eq(err.message, "\"sx\" is no unit");
	ck_assert_str_ne(err.hint, "");
	leat_buf_done(&out);
}
END_TEST

START_TEST(sizes)
{
	static const struct {
		const char *text;
		int64_t bytes;
		const char *printed;
	} rows[] = {
		{ "2mb", 2 << 20, "2 mb" }, { "64 kb", 65536, "64 kb" }, { "100", 100, "100 b" },
		{ "1 gibibytes", 1 << 30, "1 gb" }, { "3 T", INT64_C(3) << 40, "3 tb" }, { "0 k", 0, "0 b" },
	};
	struct leat_buf out;
	int64_t bytes;

	leat_buf_init(&out, 100);
	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		ck_assert_msg(leat_memory_parse(str_of(rows[i].text), &bytes, NULL) == 0, "%s",
		              rows[i].text);
		ck_assert_int_eq(bytes, rows[i].bytes);
		leat_buf_clear(&out);
		leat_memory_print(bytes, &out);
		ck_assert_str_eq(leat_buf_cstr(&out), rows[i].printed);
	}
	ck_assert_int_eq(leat_memory_parse(LEAT_STR("5 ms"), &bytes, NULL), -LEAT_E_OPTION_VALUE);
	ck_assert_int_eq(leat_memory_parse(LEAT_STR("9999999 tb"), &bytes, NULL),
	                 -LEAT_E_OPTION_VALUE);
	leat_buf_done(&out);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, durations);
	tcase_add_test(tc, sizes);
}

int main(void)
{
	return suite_main("duration", add);
}

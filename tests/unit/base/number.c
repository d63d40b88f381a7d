/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as text. */
#include "base/number.h"

#include <math.h>
#include <string.h>

#include "suite.h"

static struct leat_str str_of(const char *text)
{
	return leat_str_of(text);
}

static const char *print_f64(double value)
{
	static char text[LEAT_NUMBER_TEXT_MAX];

	text[leat_number_print_f64(value, text)] = '\0';
	return text;
}

START_TEST(integers)
{
	static const char *const wrong[] = { "", "-", "+", "1 ", " 1", "1.0", "9223372036854775808",
		                             "-9223372036854775809", "0x1", "--1" };
	char text[LEAT_NUMBER_TEXT_MAX];
	int64_t value;

	for (size_t i = 0; i < LEAT_COUNT(wrong); i++)
		ck_assert_msg(!leat_number_parse_i64(str_of(wrong[i]), &value), "%s", wrong[i]);
	ck_assert(leat_number_parse_i64(str_of("-9223372036854775808"), &value));
	ck_assert_int_eq(value, INT64_MIN);
	text[leat_number_print_i64(value, text)] = '\0';
	ck_assert_str_eq(text, "-9223372036854775808");
	ck_assert(leat_number_parse_i64(str_of("+0012"), &value) && value == 12);
	for (int64_t v = 1; v < INT64_MAX / 10; v *= 10)
		for (int64_t d = -1; d <= 1; d++) {
			text[leat_number_print_i64(v + d, text)] = '\0';
			ck_assert(leat_number_parse_i64(str_of(text), &value) && value == v + d);
		}
}
END_TEST

START_TEST(wide_integers)
{
	static const struct {
		__int128 high;
		int64_t low;
		int scale;
		const char *text;
	} rows[] = {
		{ 0, 0, 0, "0" },           { 0, 0, 3, "0.000" },
		{ 0, -5, 2, "-0.05" },      { 0, 12345, 2, "123.45" },
		{ 0, 12345, 5, "0.12345" }, { 1, 0, 0, "10000000000000000000" },
		{ 1, 7, 19, "1.0000000000000000007" },
		{ 0, 0, 0, NULL },
	};
	char text[LEAT_NUMBER_TEXT_MAX + 1];

	for (size_t i = 0; rows[i].text; i++) {
		__int128 value = rows[i].high * (__int128)UINT64_C(10000000000000000000) +
		                 rows[i].low;
		text[leat_number_print_i128(value, rows[i].scale, text)] = '\0';
		ck_assert_str_eq(text, rows[i].text);
	}
	__int128 most = (__int128)(~(unsigned __int128)0 >> 1);
	text[leat_number_print_i128(-most - 1, 38, text)] = '\0';
	ck_assert_str_eq(text, "-1.70141183460469231731687303715884105728");
}
END_TEST

/* Bits and Java 17's text of doubles and floats. */
START_TEST(doubles_are_javas)
{
	static const struct {
		uint64_t bits;
		const char *text;
	} rows[] = {
#include "number_f64.inc"
	};

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		double value;
		memcpy(&value, &rows[i].bits, sizeof(value));
		ck_assert_str_eq(print_f64(value), rows[i].text);
	}
}
END_TEST

START_TEST(floats_are_javas)
{
	static const struct {
		uint32_t bits;
		const char *text;
	} rows[] = {
#include "number_f32.inc"
	};
	char text[LEAT_NUMBER_TEXT_MAX];

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		float value;
		memcpy(&value, &rows[i].bits, sizeof(value));
		text[leat_number_print_f32(value, text)] = '\0';
		ck_assert_str_eq(text, rows[i].text);
	}
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

START_TEST(doubles_come_back)
{
	uint64_t state = 20240229;

	for (int i = 0; i < 200000; i++) {
		uint64_t bits = next_random(&state);
		double value, back = 0;
		float narrow, narrow_back = 0;
		char text[LEAT_NUMBER_TEXT_MAX];
		memcpy(&value, &bits, sizeof(value));
		memcpy(&narrow, &bits, sizeof(narrow));
		struct leat_str s = { text, leat_number_print_f64(value, text) };
		if (isfinite(value) && (!leat_number_parse_f64(s, &back) ||
		                        memcmp(&back, &value, sizeof(value)) != 0))
			ck_abort_msg("%.*s", LEAT_STR_ARG(s));
		s.n = leat_number_print_f32(narrow, text);
		if (isfinite(narrow) && (!leat_number_parse_f32(s, &narrow_back) ||
		                         memcmp(&narrow_back, &narrow, sizeof(narrow)) != 0))
			ck_abort_msg("%.*s", LEAT_STR_ARG(s));
	}
}
END_TEST

START_TEST(doubles_are_read)
{
	static const struct {
		const char *text;
		double value;
	} rows[] = {
		{ "0", 0.0 },          { "-0", -0.0 },       { ".5", 0.5 },
		{ "5.", 5.0 },         { "+1e3", 1000.0 },   { "1E-3", 0.001 },
		{ "123456789012345678901234567890", 123456789012345678901234567890.0 },
		{ "1e400", (double)INFINITY },                { "1e-400", 0.0 },
		{ "9007199254740993", 9007199254740992.0 },
		{ "0.1", 0.1 },        { "1e22", 1e22 },     { "1e23", 1e23 },
		{ "2.2250738585072011e-308", 2.2250738585072011e-308 },
		{ "0.00000000000000000000000000000000000001e38", 1.0 },
	};
	static const char *const wrong[] = { "",    ".",   "-",  "e1", "1e",  "1e+", "1.2.3",
		                             "0x1", "inf", "nan", "1 ", "1,5", "1e1.5" };
	double value;

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		ck_assert_msg(leat_number_parse_f64(str_of(rows[i].text), &value), "%s",
		              rows[i].text);
		ck_assert_msg(memcmp(&value, &rows[i].value, sizeof(value)) == 0, "%s",
		              rows[i].text);
	}
	for (size_t i = 0; i < LEAT_COUNT(wrong); i++)
		ck_assert_msg(!leat_number_parse_f64(str_of(wrong[i]), &value), "%s", wrong[i]);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, integers);
	tcase_add_test(tc, wide_integers);
	tcase_add_test(tc, doubles_are_javas);
	tcase_add_test(tc, floats_are_javas);
	tcase_add_test(tc, doubles_come_back);
	tcase_add_test(tc, doubles_are_read);
}

int main(void)
{
	return suite_main("number", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar. */
#include "types/datetime.h"

#include <string.h>

#include "suite.h"

static int64_t at(const char *text)
{
	int64_t us;

	ck_assert_msg(leat_timestamp_parse(leat_str_of(text), 6, &us), "%s", text);
	return us;
}

static const char *text_of(int64_t us)
{
	static char text[LEAT_DATETIME_TEXT_MAX];

	text[leat_timestamp_print(us, 3, ' ', text)] = '\0';
	return text;
}

START_TEST(days_and_dates_agree)
{
	int64_t day = leat_civil_to_days(-400, 3, 1);

	/* Every day of some thousand years, one after the other. */
	for (int64_t year = -400; year < 3000; year++)
		for (int month = year == -400 ? 3 : 1; month <= 12; month++)
			for (int d = 1; d <= leat_month_days(year, month); d++, day++) {
				struct leat_civil c = leat_civil_of_days(day);
				if (c.year != year || c.month != month || c.day != d ||
				    leat_civil_to_days(year, month, d) != day)
					ck_abort_msg("%lld-%d-%d", (long long)year, month, d);
			}
	ck_assert_int_eq(leat_civil_to_days(1970, 1, 1), 0);
	ck_assert_int_eq(leat_civil_to_days(2024, 2, 29), 19782);
}
END_TEST

START_TEST(floors_and_ceilings)
{
	static const struct {
		enum leat_time_unit unit;
		const char *floor, *ceil;
	} rows[] = {
		{ LEAT_UNIT_YEAR, "2024-01-01 00:00:00.000", "2025-01-01 00:00:00.000" },
		{ LEAT_UNIT_QUARTER, "2024-01-01 00:00:00.000", "2024-04-01 00:00:00.000" },
		{ LEAT_UNIT_MONTH, "2024-02-01 00:00:00.000", "2024-03-01 00:00:00.000" },
		{ LEAT_UNIT_WEEK, "2024-02-25 00:00:00.000", "2024-03-03 00:00:00.000" },
		{ LEAT_UNIT_DAY, "2024-02-29 00:00:00.000", "2024-03-01 00:00:00.000" },
		{ LEAT_UNIT_HOUR, "2024-02-29 12:00:00.000", "2024-02-29 13:00:00.000" },
		{ LEAT_UNIT_MINUTE, "2024-02-29 12:34:00.000", "2024-02-29 12:35:00.000" },
		{ LEAT_UNIT_SECOND, "2024-02-29 12:34:56.000", "2024-02-29 12:34:57.000" },
		{ LEAT_UNIT_DECADE, "2020-01-01 00:00:00.000", "2030-01-01 00:00:00.000" },
		{ LEAT_UNIT_CENTURY, "2001-01-01 00:00:00.000", "2101-01-01 00:00:00.000" },
		{ LEAT_UNIT_MILLENNIUM, "2001-01-01 00:00:00.000", "3001-01-01 00:00:00.000" },
	};
	int64_t us = at("2024-02-29 12:34:56.789");

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		int64_t floor = leat_timestamp_floor(us, rows[i].unit);
		ck_assert_str_eq(text_of(floor), rows[i].floor);
		ck_assert_str_eq(text_of(leat_timestamp_ceil(us, rows[i].unit)), rows[i].ceil);
		ck_assert_int_eq(leat_timestamp_floor(floor, rows[i].unit), floor);
		bool is_long = rows[i].unit >= LEAT_UNIT_DECADE; /* As in Flink. */
		ck_assert_str_eq(text_of(leat_timestamp_ceil(floor, rows[i].unit)),
		                 is_long ? rows[i].ceil : rows[i].floor);
	}
	ck_assert_str_eq(
		text_of(leat_timestamp_floor(at("1969-12-31 23:59:59.999"), LEAT_UNIT_DAY)),
		"1969-12-31 00:00:00.000");
}
END_TEST

START_TEST(fields_are_flinks)
{
	static const enum leat_time_unit units[] = {
		LEAT_UNIT_YEAR,   LEAT_UNIT_QUARTER, LEAT_UNIT_MONTH,  LEAT_UNIT_WEEK,
		LEAT_UNIT_DAY,    LEAT_UNIT_DOY,     LEAT_UNIT_DOW,    LEAT_UNIT_HOUR,
		LEAT_UNIT_MINUTE, LEAT_UNIT_SECOND,  LEAT_UNIT_MILLISECOND, LEAT_UNIT_ISODOW,
		LEAT_UNIT_ISOYEAR, LEAT_UNIT_EPOCH,  LEAT_UNIT_DECADE, LEAT_UNIT_CENTURY,
		LEAT_UNIT_MILLENNIUM, LEAT_UNIT_MICROSECOND, LEAT_UNIT_NANOSECOND,
	};
	static const struct {
		const char *text;
		int64_t fields[LEAT_COUNT(units)];
	} rows[] = {
		{ "2024-02-29 12:34:56.789",
		  { 2024, 1, 2, 9, 29, 60, 5, 12, 34, 56, 789, 4, 2024, 1709210096, 202, 21, 3, 789000,
		    789000000 } },
		{ "1969-12-31 23:59:59.999",
		  { 1970, 1, 1, 1, 1, 1, 5, 0, 0, 0, -1, 4, 1970, 0, 197, 20, 2, -1000, -1000000 } },
		{ "9999-12-31 23:59:59.999",
		  { 9999, 4, 12, 52, 31, 365, 6, 23, 59, 59, 999, 5, 9999, 253402300799, 999, 100, 10,
		    999000, 999000000 } },
		{ "2000-12-31 06:07:08.009",
		  { 2000, 4, 12, 52, 31, 366, 1, 6, 7, 8, 9, 7, 2000, 978242828, 200, 20, 2, 9000,
		    9000000 } },
	};

	for (size_t i = 0; i < LEAT_COUNT(rows); i++)
		for (size_t k = 0; k < LEAT_COUNT(units); k++) {
			int64_t got = leat_timestamp_extract(at(rows[i].text), units[k]);
			ck_assert_msg(got == rows[i].fields[k], "%s of %s: %lld",
			              leat_time_unit_name(units[k]), rows[i].text, (long long)got);
		}
}
END_TEST

START_TEST(months_are_added_and_counted)
{
	ck_assert_str_eq(text_of(leat_timestamp_add_months(at("2024-01-31 10:00:00"), 1)),
	                 "2024-02-29 10:00:00.000");
	ck_assert_str_eq(text_of(leat_timestamp_add_months(at("2024-03-31"), -13)),
	                 "2023-02-28 00:00:00.000");
	ck_assert_int_eq(leat_timestamp_months_between(at("2024-01-31"), at("2024-02-29")), 1);
	ck_assert_int_eq(leat_timestamp_months_between(at("2024-02-29"), at("2024-01-31")), -1);
	ck_assert_int_eq(leat_timestamp_months_between(at("2020-02-29"), at("2024-02-28")), 47);
	ck_assert_int_eq(leat_timestamp_months_between(at("2024-01-15 10:00:00"),
	                                               at("2024-02-15 09:59:59")), 0);
	ck_assert_int_eq(leat_timestamp_months_between(at("2024-01-15"), at("2024-01-15")), 0);
}
END_TEST

START_TEST(iso_texts_are_read)
{
	int64_t us;

	ck_assert(leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56.789"), false, 6, &us));
	ck_assert_int_eq(us, at("2024-02-29 12:34:56.789"));
	ck_assert(leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34"), false, 6, &us));
	ck_assert_int_eq(us, at("2024-02-29 12:34:00"));
	ck_assert(leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56Z"), true, 6, &us));
	ck_assert_int_eq(us, at("2024-02-29 12:34:56"));
	ck_assert(leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56.5+05:30"), true, 6, &us));
	ck_assert_int_eq(us, at("2024-02-29 07:04:56.5"));
	ck_assert(leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56-0100"), true, 6, &us));
	ck_assert_int_eq(us, at("2024-02-29 13:34:56"));
	ck_assert(!leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56"), true, 6, &us));
	ck_assert(!leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56Z"), false, 6, &us));
	ck_assert(!leat_timestamp_parse_iso(LEAT_STR("2024-02-29T12:34:56+1"), true, 6, &us));
	ck_assert(!leat_timestamp_parse_iso(LEAT_STR("2024-02-29 12:34:56"), false, 6, &us));
	ck_assert(!leat_timestamp_parse_iso(LEAT_STR("2024-02-30T12:34:56"), false, 6, &us));
}
END_TEST

START_TEST(intervals_are_printed)
{
	char text[LEAT_DATETIME_TEXT_MAX];

	text[leat_interval_month_print(14, text)] = '\0';
	ck_assert_str_eq(text, "+1-02");
	text[leat_interval_month_print(-27, text)] = '\0';
	ck_assert_str_eq(text, "-2-03");
	text[leat_interval_day_print(93784567000, text)] = '\0';
	ck_assert_str_eq(text, "+1 02:03:04.567");
	text[leat_interval_day_print(-100 * LEAT_US_PER_DAY, text)] = '\0';
	ck_assert_str_eq(text, "-100 00:00:00.000");
	text[leat_interval_day_print(INT64_MIN, text)] = '\0';
	ck_assert_str_eq(text, "-106751991 04:00:54.775");
	text[leat_instant_print(-1000, 3, text)] = '\0';
	ck_assert_str_eq(text, "1969-12-31T23:59:59.999Z");
}
END_TEST

START_TEST(units_have_names)
{
	enum leat_time_unit unit;

	for (unsigned i = 0; i < LEAT_UNIT_COUNT; i++) {
		const char *name = leat_time_unit_name((enum leat_time_unit)i);
		ck_assert(leat_time_unit_parse(leat_str_of(name), &unit));
		ck_assert_uint_eq(unit, i);
	}
	ck_assert(leat_time_unit_parse(LEAT_STR("day"), &unit) && unit == LEAT_UNIT_DAY);
	ck_assert(!leat_time_unit_parse(LEAT_STR("days"), &unit));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, days_and_dates_agree);
	tcase_add_test(tc, floors_and_ceilings);
	tcase_add_test(tc, fields_are_flinks);
	tcase_add_test(tc, months_are_added_and_counted);
	tcase_add_test(tc, iso_texts_are_read);
	tcase_add_test(tc, intervals_are_printed);
	tcase_add_test(tc, units_have_names);
}

int main(void)
{
	return suite_main("datetime", add);
}

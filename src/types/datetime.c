/* SPDX-License-Identifier: Apache-2.0 */
/* Units, fields and arithmetic of dates and timestamps. */
#include "types/datetime.h"

#include <string.h>
#include <strings.h>

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int leat_month_days(int64_t year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* ---- resolutions ---- */

static int64_t power10(int exponent)
{
	int64_t power = 1;

	while (exponent-- > 0)
		power *= 10;
	return power;
}

int64_t leat_timestamp_to_us(int64_t value, int precision)
{
	return precision > 6 ? floor_div(value, 1000) : value;
}

/* Cut microseconds to the digits of @p precision (0..6).  As Flink, what is before 1970 is cut
 * towards 1970 when seconds or tenths are left, and downwards otherwise. */
static int64_t cut_us(int64_t us, int precision)
{
	if (precision >= 6)
		return us;
	if (precision > 3)
		return floor_div(us, power10(6 - precision)) * power10(6 - precision);
	int64_t ms = floor_div(us, LEAT_US_PER_MS);
	return (ms - ms % power10(3 - precision)) * LEAT_US_PER_MS;
}

bool leat_timestamp_from_us(int64_t us, int precision, int64_t *ret)
{
	if (precision > 6)
		return !__builtin_mul_overflow(us, 1000, ret);
	*ret = cut_us(us, precision);
	return true;
}

bool leat_timestamp_rescale(int64_t value, int from, int to, int64_t *ret)
{
	if (from > 6 && to > 6) {
		int64_t step = power10(9 - to);
		*ret = to >= from ? value : floor_div(value, step) * step;
		return true;
	}
	if (to > 6)
		return !__builtin_mul_overflow(value, 1000, ret);
	int64_t us = leat_timestamp_to_us(value, from);
	*ret = to >= from ? us : cut_us(us, to);
	return true;
}

int64_t leat_time_truncate(int64_t us, int precision)
{
	return precision >= 6 ? us : us - us % power10(6 - precision);
}

/* ---- units ---- */

static const char *const unit_names[LEAT_UNIT_COUNT] = {
#define XX(id, name) [LEAT_UNIT_##id] = name,
	LEAT_TIME_UNIT_MAP(XX)
#undef XX
};

bool leat_time_unit_parse(struct leat_str name, enum leat_time_unit *ret)
{
	for (unsigned i = 0; i < LEAT_UNIT_COUNT; i++)
		if (strlen(unit_names[i]) == name.n &&
		    strncasecmp(unit_names[i], name.p, name.n) == 0) {
			*ret = (enum leat_time_unit)i;
			return true;
		}
	return false;
}

const char *leat_time_unit_name(enum leat_time_unit unit)
{
	leat_assert(unit < LEAT_UNIT_COUNT);
	return unit_names[unit];
}

/* Length of a unit that always has the same one, else 0. */
static int64_t unit_us(enum leat_time_unit unit)
{
	switch (unit) {
	case LEAT_UNIT_WEEK:
		return 7 * LEAT_US_PER_DAY;
	case LEAT_UNIT_DAY:
	case LEAT_UNIT_DOY:
	case LEAT_UNIT_DOW:
	case LEAT_UNIT_ISODOW:
		return LEAT_US_PER_DAY;
	case LEAT_UNIT_HOUR:
		return LEAT_US_PER_HOUR;
	case LEAT_UNIT_MINUTE:
		return LEAT_US_PER_MINUTE;
	case LEAT_UNIT_SECOND:
	case LEAT_UNIT_EPOCH:
		return LEAT_US_PER_SECOND;
	case LEAT_UNIT_MILLISECOND:
		return LEAT_US_PER_MS;
	case LEAT_UNIT_MICROSECOND:
	case LEAT_UNIT_NANOSECOND:
		return 1;
	case LEAT_UNIT_YEAR:
	case LEAT_UNIT_ISOYEAR:
	case LEAT_UNIT_QUARTER:
	case LEAT_UNIT_MONTH:
	case LEAT_UNIT_DECADE:
	case LEAT_UNIT_CENTURY:
	case LEAT_UNIT_MILLENNIUM:
	case LEAT_UNIT_COUNT:
		return 0;
	}
	leat_unreachable();
}

/* Months of a unit of the calendar; years of decades and more begin at a round number plus @p
 * *ret_first_year. */
static int unit_months(enum leat_time_unit unit, int *ret_first_year)
{
	*ret_first_year = unit == LEAT_UNIT_CENTURY || unit == LEAT_UNIT_MILLENNIUM;
	if (unit == LEAT_UNIT_MONTH)
		return 1;
	if (unit == LEAT_UNIT_QUARTER)
		return 3;
	if (unit == LEAT_UNIT_DECADE)
		return 120;
	if (unit == LEAT_UNIT_CENTURY)
		return 1200;
	return unit == LEAT_UNIT_MILLENNIUM ? 12000 : 12;
}

static int64_t floor_days(int64_t days, enum leat_time_unit unit)
{
	struct leat_civil c = leat_civil_of_days(days);
	int first_year;
	int64_t step = unit_months(unit, &first_year);
	int64_t months = (c.year - first_year) * 12 + c.month - 1;

	months = floor_div(months, step) * step;
	return leat_civil_to_days(floor_div(months, 12) + first_year,
	                          (int)(months - floor_div(months, 12) * 12) + 1, 1);
}

int64_t leat_timestamp_floor(int64_t us, enum leat_time_unit unit)
{
	int64_t length = unit_us(unit);
	/* 1970-01-01 was a Thursday: the Sunday before it is day -4. */
	int64_t origin = unit == LEAT_UNIT_WEEK ? -4 * LEAT_US_PER_DAY : 0;

	if (length)
		return floor_div(us - origin, length) * length + origin;
	return floor_days(floor_div(us, LEAT_US_PER_DAY), unit) * LEAT_US_PER_DAY;
}

int64_t leat_timestamp_ceil(int64_t us, enum leat_time_unit unit)
{
	int64_t floor = leat_timestamp_floor(us, unit);
	int64_t length = unit_us(unit);
	/* Flink ends a decade, century or millennium behind its own first day, too. */
	bool is_long = unit == LEAT_UNIT_DECADE || unit == LEAT_UNIT_CENTURY ||
	               unit == LEAT_UNIT_MILLENNIUM;
	int first_year;

	if (floor == us && !is_long)
		return us;
	if (length)
		return floor + length;
	return leat_timestamp_add_months(floor, unit_months(unit, &first_year));
}

/* Day of the week, 1 = Monday. */
static int iso_weekday(int64_t days)
{
	return (int)((days + 3) - floor_div(days + 3, 7) * 7) + 1;
}

/* The Thursday of the date's ISO week: its year is the week's year. */
static int64_t week_thursday(int64_t days)
{
	return days - iso_weekday(days) + 4;
}

static int64_t extract_date(int64_t days, enum leat_time_unit unit)
{
	struct leat_civil c = leat_civil_of_days(days);
	int64_t thursday = week_thursday(days);

	switch (unit) {
	case LEAT_UNIT_YEAR:
		return c.year;
	case LEAT_UNIT_QUARTER:
		return (c.month + 2) / 3;
	case LEAT_UNIT_MONTH:
		return c.month;
	case LEAT_UNIT_DAY:
		return c.day;
	case LEAT_UNIT_WEEK:
		return (thursday - leat_civil_to_days(leat_civil_of_days(thursday).year, 1, 1)) /
		               7 +
		       1;
	case LEAT_UNIT_ISOYEAR:
		return leat_civil_of_days(thursday).year;
	case LEAT_UNIT_DOY:
		return days - leat_civil_to_days(c.year, 1, 1) + 1;
	case LEAT_UNIT_DOW:
		return iso_weekday(days) % 7 + 1;
	case LEAT_UNIT_ISODOW:
		return iso_weekday(days);
	case LEAT_UNIT_DECADE:
		return floor_div(c.year, 10);
	case LEAT_UNIT_CENTURY:
		return c.year > 0 ? (c.year + 99) / 100 : (c.year - 99) / 100;
	case LEAT_UNIT_MILLENNIUM:
		return c.year > 0 ? (c.year + 999) / 1000 : (c.year - 999) / 1000;
	case LEAT_UNIT_HOUR:
	case LEAT_UNIT_MINUTE:
	case LEAT_UNIT_SECOND:
	case LEAT_UNIT_MILLISECOND:
	case LEAT_UNIT_MICROSECOND:
	case LEAT_UNIT_NANOSECOND:
	case LEAT_UNIT_EPOCH:
	case LEAT_UNIT_COUNT:
		break;
	}
	leat_unreachable();
}

int64_t leat_timestamp_extract(int64_t us, enum leat_time_unit unit)
{
	/* Flink divides milliseconds by the length of a day towards zero; so shortly before 1970 it
	 * is 1970-01-01 there, and parts of a second are negative.  Its results are kept. */
	int64_t rest = us % LEAT_US_PER_DAY;

	switch (unit) {
	case LEAT_UNIT_HOUR:
		return rest / LEAT_US_PER_HOUR;
	case LEAT_UNIT_MINUTE:
		return rest % LEAT_US_PER_HOUR / LEAT_US_PER_MINUTE;
	case LEAT_UNIT_SECOND:
		return rest % LEAT_US_PER_MINUTE / LEAT_US_PER_SECOND;
	case LEAT_UNIT_MILLISECOND:
		return rest % LEAT_US_PER_SECOND / LEAT_US_PER_MS;
	case LEAT_UNIT_MICROSECOND:
		return rest % LEAT_US_PER_SECOND;
	case LEAT_UNIT_NANOSECOND:
		return rest % LEAT_US_PER_SECOND * 1000;
	case LEAT_UNIT_EPOCH:
		return us / LEAT_US_PER_SECOND;
	case LEAT_UNIT_YEAR:
	case LEAT_UNIT_QUARTER:
	case LEAT_UNIT_MONTH:
	case LEAT_UNIT_WEEK:
	case LEAT_UNIT_DAY:
	case LEAT_UNIT_DOY:
	case LEAT_UNIT_DOW:
	case LEAT_UNIT_ISODOW:
	case LEAT_UNIT_ISOYEAR:
	case LEAT_UNIT_DECADE:
	case LEAT_UNIT_CENTURY:
	case LEAT_UNIT_MILLENNIUM:
	case LEAT_UNIT_COUNT:
		break;
	}
	return extract_date(us / LEAT_US_PER_DAY, unit);
}

int64_t leat_date_add_months(int64_t days, int64_t months)
{
	struct leat_civil c = leat_civil_of_days(days);
	int64_t month = c.year * 12 + c.month - 1 + months;
	int64_t year = floor_div(month, 12);
	int month_of_year = (int)(month - year * 12) + 1;
	int last = leat_month_days(year, month_of_year);

	return leat_civil_to_days(year, month_of_year, c.day < last ? c.day : last);
}

int64_t leat_timestamp_add_months(int64_t us, int64_t months)
{
	int64_t days = floor_div(us, LEAT_US_PER_DAY);

	return leat_date_add_months(days, months) * LEAT_US_PER_DAY + (us - days * LEAT_US_PER_DAY);
}

int64_t leat_timestamp_months_between(int64_t from_us, int64_t to_us)
{
	if (from_us > to_us)
		return -leat_timestamp_months_between(to_us, from_us);
	struct leat_civil a = leat_civil_of_us(from_us), b = leat_civil_of_us(to_us);
	int64_t months = (b.year - a.year) * 12 + b.month - a.month;
	/* The last month does not count when it is not over; adding cuts days to the month's
	 * end. */
	return months - (leat_timestamp_add_months(from_us, months) > to_us);
}

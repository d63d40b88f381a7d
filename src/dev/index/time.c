/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of the embedded index: formats, patterns, date math. */
#include "dev/index/time.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/number.h"

enum {
	MS = 1000,       /**< Microseconds of a millisecond. */
	YEAR_DIGITS = 5, /**< More would not fit into microseconds. */
};

/* Date math keeps within this, about the years -150000 to 150000. */
#define MATH_MAX_MS INT64_C(4733510400000000)

static const char default_format[] = "strict_date_optional_time||epoch_millis";

/* What is left of a text. */
struct cursor {
	const char *p;
	const char *end;
};

static bool eat(struct cursor *c, char ch)
{
	if (c->p == c->end || *c->p != ch)
		return false;
	c->p++;
	return true;
}

/* min..max digits. */
static bool digits(struct cursor *c, int min, int max, int64_t *ret)
{
	int64_t value = 0;
	int n = 0;

	for (; n < max && c->p < c->end && isdigit((unsigned char)*c->p); n++)
		value = value * 10 + (*c->p++ - '0');
	*ret = value;
	return n >= min;
}

static bool two(struct cursor *c, int *ret)
{
	int64_t value;

	if (!digits(c, 2, 2, &value))
		return false;
	*ret = (int)value;
	return true;
}

/* One to nine digits of a second's fraction. */
static bool fraction(struct cursor *c, int *ret_nano)
{
	const char *begin = c->p;
	int64_t value;

	if (!digits(c, 1, 9, &value))
		return false;
	for (long n = c->p - begin; n < 9; n++)
		value *= 10;
	*ret_nano = (int)value;
	return true;
}

static bool zone(struct cursor *c, int *ret_minutes)
{
	int hours, minutes = 0;

	*ret_minutes = 0;
	if (c->p == c->end)
		return true;
	if (eat(c, 'Z') || eat(c, 'z'))
		return true;
	int sign = *c->p == '-' ? -1 : 1;
	if (!eat(c, '+') && !eat(c, '-'))
		return false;
	if (!two(c, &hours))
		return false;
	(void)eat(c, ':'); /* optional */
	if (c->p < c->end && !two(c, &minutes))
		return false;
	*ret_minutes = sign * (hours * 60 + minutes);
	return hours <= 18 && minutes < 60;
}

static bool is_civil(const struct leat_civil *t)
{
	static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = t->year % 4 == 0 && (t->year % 100 != 0 || t->year % 400 == 0);

	return t->month >= 1 && t->month <= 12 && t->day >= 1 &&
	       t->day <= month_days[t->month - 1] + (t->month == 2 && is_leap) && t->hour < 24 &&
	       t->minute < 60 && t->second < 60;
}

static int64_t civil_ms(const struct leat_civil *t, int zone_minutes)
{
	int64_t us = leat_civil_to_us(t);

	/* Before 1970 too, a part of a millisecond goes down. */
	int64_t ms = us >= 0 ? us / MS : -((-us + MS - 1) / MS);
	return ms - zone_minutes * INT64_C(60000);
}

static bool time_of_day(struct cursor *c, struct leat_civil *t)
{
	if (!two(c, &t->hour))
		return false;
	if (!eat(c, ':'))
		return true;
	if (!two(c, &t->minute))
		return false;
	if (!eat(c, ':'))
		return true;
	if (!two(c, &t->second))
		return false;
	return !(eat(c, '.') || eat(c, ',')) || fraction(c, &t->nano);
}

/* What is not said of a time; with up, the last moment of what is said. */
static const struct leat_civil day_begin = { .year = 1970, .month = 1, .day = 1 };
static const struct leat_civil day_end = { .year = 1970,
	                                   .month = 1,
	                                   .day = 1,
	                                   .hour = 23,
	                                   .minute = 59,
	                                   .second = 59,
	                                   .nano = 999999999 };

/* yyyy[-MM[-dd['T'[HH[:mm[:ss[.S..]]]][zone]]]] */
static bool iso(struct leat_str text, bool up, int64_t *ret_ms)
{
	struct cursor c = { text.p, text.p + text.n };
	struct leat_civil t = up ? day_end : day_begin;
	int zone_minutes = 0;

	if (!digits(&c, 4, 4, &t.year))
		return false;
	if (eat(&c, '-') && !two(&c, &t.month))
		return false;
	if (eat(&c, '-') && !two(&c, &t.day))
		return false;
	if (eat(&c, 'T') && c.p < c.end && (!time_of_day(&c, &t) || !zone(&c, &zone_minutes)))
		return false;
	if (c.p != c.end || !is_civil(&t))
		return false;
	*ret_ms = civil_ms(&t, zone_minutes);
	return true;
}

/* One run of a letter in a pattern. */
static bool pattern_run(struct cursor *c, char letter, int n, struct leat_civil *t,
                        int *zone_minutes)
{
	int64_t value = 0;

	switch (letter) {
	case 'y':
	case 'u':
		return n <= YEAR_DIGITS && digits(c, n, n == 1 ? YEAR_DIGITS : n, &t->year);
	case 'S':
		return fraction(c, &t->nano);
	case 'X':
	case 'x':
	case 'Z':
		return zone(c, zone_minutes);
	default:
		break;
	}
	if (!digits(c, n, 2, &value))
		return false;
	*(letter == 'M'   ? &t->month
	  : letter == 'd' ? &t->day
	  : letter == 'H' ? &t->hour
	  : letter == 'm' ? &t->minute
	                  : &t->second) = (int)value;
	return strchr("MdHms", letter) != NULL;
}

static bool pattern(struct leat_str text, struct leat_str format, bool up, int64_t *ret_ms)
{
	struct cursor c = { text.p, text.p + text.n };
	struct leat_civil t = up ? day_end : day_begin;
	int zone_minutes = 0;

	for (uint32_t i = 0; i < format.n;) {
		char letter = format.p[i];
		uint32_t run = 1;

		if (letter == '\'') {
			for (i++; i < format.n && format.p[i] != '\''; i++)
				if (!eat(&c, format.p[i]))
					return false;
			i++;
			continue;
		}
		if (!isalpha((unsigned char)letter)) {
			if (!eat(&c, letter))
				return false;
			i++;
			continue;
		}
		while (i + run < format.n && format.p[i + run] == letter)
			run++;
		if (!pattern_run(&c, letter, (int)run, &t, &zone_minutes))
			return false;
		i += run;
	}
	if (c.p != c.end || !is_civil(&t))
		return false;
	*ret_ms = civil_ms(&t, zone_minutes);
	return true;
}

static bool is_name(struct leat_str format, const char *name)
{
	return format.n == strlen(name) && memcmp(format.p, name, format.n) == 0;
}

static bool by_one(struct leat_str text, struct leat_str format, bool up, int64_t *ret_ms)
{
	static const struct {
		const char *name;
		const char *pattern;
	} names[] = {
		{ "basic_date", "yyyyMMdd" },
		{ "date", "yyyy-MM-dd" },
		{ "strict_date", "yyyy-MM-dd" },
		{ "basic_date_time", "yyyyMMdd'T'HHmmss.SSSX" },
		{ "basic_date_time_no_millis", "yyyyMMdd'T'HHmmssX" },
		{ "date_hour_minute_second", "yyyy-MM-dd'T'HH:mm:ss" },
	};
	double seconds;

	if (is_name(format, "strict_date_optional_time") || is_name(format, "date_optional_time") ||
	    is_name(format, "strict_date_optional_time_nanos") || is_name(format, "iso8601") ||
	    is_name(format, "strict_date_time") || is_name(format, "date_time"))
		return iso(text, up, ret_ms);
	if (is_name(format, "epoch_millis"))
		return leat_number_parse_i64(text, ret_ms);
	if (is_name(format, "epoch_second")) {
		if (!leat_number_parse_f64(text, &seconds) || !(seconds > -1e15 && seconds < 1e15))
			return false;
		*ret_ms = (int64_t)(seconds * 1000);
		return true;
	}
	for (size_t i = 0; i < LEAT_COUNT(names); i++)
		if (is_name(format, names[i].name))
			return pattern(text,
			               (struct leat_str){ names[i].pattern,
			                                  (uint32_t)strlen(names[i].pattern) },
			               up, ret_ms);
	return pattern(text, format, up, ret_ms);
}

static bool parse(struct leat_str text, const char *format, bool up, int64_t *ret_ms)
{
	const char *at = format && *format ? format : default_format;

	if (text.n == 0)
		return false;
	for (;;) {
		const char *end = strstr(at, "||");
		size_t n = end ? (size_t)(end - at) : strlen(at);

		if (by_one(text, (struct leat_str){ at, (uint32_t)n }, up, ret_ms))
			return true;
		if (!end)
			return false;
		at = end + 2;
	}
}

bool leat_dev_time_parse(struct leat_str text, const char *format, int64_t *ret_ms)
{
	return parse(text, format, false, ret_ms);
}

bool leat_dev_time_is_detected(struct leat_str text)
{
	int64_t ms;

	/* A year alone is more often a number in quotes than a date. */
	if (text.n < 10 || !isdigit((unsigned char)text.p[0]))
		return false;
	return leat_dev_time_parse(
		text, "strict_date_optional_time||yyyy/MM/dd HH:mm:ss||yyyy/MM/dd", &ms);
}

/* ---- date math ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static struct leat_civil civil_of(int64_t ms)
{
	return leat_civil_of_us(ms * MS);
}

static int64_t unit_ms(char unit)
{
	switch (unit) {
	case 's':
		return 1000;
	case 'm':
		return 60000;
	case 'h':
	case 'H':
		return 3600000;
	case 'd':
		return 86400000;
	case 'w':
		return 7 * INT64_C(86400000);
	default:
		return 0;
	}
}

/* @p count units (at most a million) later; months and years keep the day where they can. */
static bool add_units(int64_t *ms, char unit, int64_t count)
{
	if (unit_ms(unit)) {
		*ms += unit_ms(unit) * count;
		return true;
	}
	if (unit != 'M' && unit != 'y')
		return false;
	struct leat_civil t = civil_of(*ms);
	int64_t months = t.year * 12 + t.month - 1 + (unit == 'y' ? count * 12 : count);
	t.year = floor_div(months, 12);
	if (t.year > 150000 || t.year < -150000)
		return false;
	t.month = (int)(months - t.year * 12) + 1;
	while (!is_civil(&t))
		t.day--;
	*ms = civil_ms(&t, 0);
	return true;
}

static bool round_down(int64_t *ms, char unit)
{
	static const int64_t monday_ms = 4 * INT64_C(86400000); /* 1970-01-05 */

	if (unit == 'w') {
		*ms = floor_div(*ms - monday_ms, unit_ms(unit)) * unit_ms(unit) + monday_ms;
		return true;
	}
	if (unit_ms(unit)) {
		*ms = floor_div(*ms, unit_ms(unit)) * unit_ms(unit);
		return true;
	}
	if (unit != 'M' && unit != 'y')
		return false;
	struct leat_civil t = civil_of(*ms);
	t = (struct leat_civil){ .year = t.year, .month = unit == 'y' ? 1 : t.month, .day = 1 };
	*ms = civil_ms(&t, 0);
	return true;
}

static bool math(struct cursor *c, bool up, int64_t *ms)
{
	while (c->p < c->end) {
		char op = *c->p++;
		int64_t count = 1;

		if (*ms > MATH_MAX_MS || *ms < -MATH_MAX_MS)
			return false;
		if (op == '/') {
			if (c->p == c->end || !round_down(ms, *c->p))
				return false;
			if (up) {
				if (!add_units(ms, *c->p, 1))
					return false;
				--*ms;
			}
			c->p++;
			continue;
		}
		if (op != '+' && op != '-')
			return false;
		if (c->p < c->end && isdigit((unsigned char)*c->p) && !digits(c, 1, 6, &count))
			return false;
		if (c->p == c->end || !add_units(ms, *c->p++, op == '-' ? -count : count))
			return false;
	}
	return true;
}

bool leat_dev_time_parse_math(struct leat_str text, const char *format, int64_t now_ms, bool up,
                              int64_t *ret_ms)
{
	const char *bars = text.n ? memmem(text.p, text.n, "||", 2) : NULL;
	struct cursor c = { text.p, text.p + text.n };

	if (text.n >= 3 && memcmp(text.p, "now", 3) == 0) {
		*ret_ms = now_ms;
		c.p += 3;
		return math(&c, up, ret_ms);
	}
	if (!bars)
		return parse(text, format, up, ret_ms);
	if (!leat_dev_time_parse((struct leat_str){ text.p, (uint32_t)(bars - text.p) }, format,
	                         ret_ms))
		return false;
	c.p = bars + 2;
	return math(&c, up, ret_ms);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading texts by date patterns.
 *
 * DateTimeFormatter is exact: a doubled letter has that many digits, and in a run of fields without
 * text between them only the first may be longer.  SimpleDateFormat is lenient: any number of
 * digits where no digits follow, values beyond their range carry over, and what follows the end is
 * ignored. */
#include <string.h>
#include <strings.h>

#include "types/datetime.h"
#include "types/datetime_pattern_int.h"
#include "types/timezone.h"

enum { UNSET = INT32_MIN };

/* What was read so far. */
struct state {
	const char *at;
	const char *end;
	int64_t year;
	int month, day, day_of_year;
	int hour, hour_of_half, half; /* 0..23; 0..11; 0 = AM. */
	int minute, second, nano;
	int64_t carried_seconds; /* From a lenient fraction. */
	bool zoned;
	int64_t offset_us;
};

static int digit_run(const struct state *s)
{
	const char *p = s->at;

	while (p < s->end && *p >= '0' && *p <= '9')
		p++;
	return (int)(p - s->at);
}

/* Beyond the range of each field. */
#define NUMBER_MAX INT64_C(999999999999999999)

/* The width that a field of a formatter has for sure; 0 when it may have any. */
static int fixed_width(const struct leat_date_item *item)
{
	if (item->letter == 'S')
		return item->count;
	if (strchr("yuY", item->letter))
		return item->count == 2 ? 2 : 0;
	return item->count >= 2 ? item->count : 0;
}

/* How many digits item @p i takes; negative when the text does not fit. */
static int digits_for(const struct leat_date_pattern *pattern, uint32_t i, const struct state *s)
{
	const struct leat_date_item *item = &pattern->items[i];
	bool next_is_number = i + 1 < pattern->item_count &&
	                      leat_date_item_is_number(pattern, &pattern->items[i + 1]);
	int run = digit_run(s);

	if (pattern->kind == LEAT_PATTERN_SIMPLE) {
		int most = next_is_number ? item->count : 18;
		return run == 0 ? -1 : run < most ? run : most;
	}
	int width = fixed_width(item);
	if (width)
		return run < width ? -1 : width;
	/* Leave to the fields that follow at once what they need. */
	int reserved = 0;
	for (uint32_t k = i + 1; k < pattern->item_count; k++) {
		if (!leat_date_item_is_number(pattern, &pattern->items[k]) ||
		    !fixed_width(&pattern->items[k]))
			break;
		reserved += fixed_width(&pattern->items[k]);
	}
	int least = strchr("yuY", item->letter) ? item->count : 1;
	int take = run - reserved;
	/* Four digits of a year are not exceeded without a sign. */
	if (strchr("yuY", item->letter) && item->count >= 4 && take > item->count)
		take = item->count;
	if (take > 18)
		take = 18;
	return take < least ? -1 : take;
}

/* SimpleDateFormat's fraction is a number of milliseconds; 1500 of them carry over. */
static bool set_fraction(struct state *s, int64_t value, int digits, bool simple)
{
	if (simple) {
		s->nano = (int)(value % 1000) * 1000000;
		s->carried_seconds = value / 1000;
		return value < 1000000000;
	}
	for (; digits > 9; digits--)
		value /= 10;
	for (; digits < 9; digits++)
		value *= 10;
	s->nano = (int)value;
	return true;
}

static bool in_range(int64_t value, int low, int high, bool lenient)
{
	return lenient ? value < 100000 : value >= low && value <= high;
}

/* A number was read for the field of @p item. */
static bool set_number(const struct leat_date_pattern *pattern, const struct leat_date_item *item,
                       int64_t value, int digits, struct state *s)
{
	bool lenient = pattern->kind == LEAT_PATTERN_SIMPLE;

	switch (item->letter) {
	case 'u':
		if (lenient)
			return true; /* A weekday says nothing about the date. */
		s->year = value;
		return value <= 9999;
	case 'y':
	case 'Y':
		if (item->count == 2 && digits == 2)
			/* java.time: 2000 to 2099.  SimpleDateFormat's window moves with the clock,
			 * which is not to be seen here; half a century on both sides of 2000. */
			value += lenient && value >= 50 ? 1900 : 2000;
		s->year = value;
		return in_range(value, 0, 9999, lenient);
	case 'M':
	case 'L':
		s->month = (int)value;
		return in_range(value, 1, 12, lenient);
	case 'd':
		s->day = (int)value;
		return in_range(value, 1, 31, lenient);
	case 'D':
		s->day_of_year = (int)value;
		return in_range(value, 1, 366, lenient);
	case 'H':
		s->hour = (int)value;
		return in_range(value, 0, 23, lenient);
	case 'k':
		s->hour = (int)value == 24 ? 0 : (int)value;
		return in_range(value, 1, 24, lenient);
	case 'K':
		s->hour_of_half = (int)value;
		return in_range(value, 0, 11, lenient);
	case 'h':
		s->hour_of_half = (int)value == 12 ? 0 : (int)value;
		return in_range(value, 1, 12, lenient);
	case 'm':
		s->minute = (int)value;
		return in_range(value, 0, 59, lenient);
	case 's':
		s->second = (int)value;
		return in_range(value, 0, 59, lenient);
	case 'S':
		return set_fraction(s, value, digits, lenient);
	case 'n':
		s->nano = (int)value;
		return value < 1000000000;
	default:
		return true; /* Weeks, quarters: read and not used, as nothing follows from them alone. */
	}
}

static bool take_number(const struct leat_date_pattern *pattern, uint32_t i, struct state *s)
{
	if (pattern->kind == LEAT_PATTERN_SIMPLE)
		while (s->at < s->end && (*s->at == ' ' || *s->at == '\t'))
			s->at++;
	int digits = digits_for(pattern, i, s);
	if (digits < 0)
		return false;
	int64_t value = 0;
	for (int k = 0; k < digits; k++, s->at++)
		value = value <= NUMBER_MAX / 10 ? value * 10 + (*s->at - '0') : NUMBER_MAX;
	return set_number(pattern, &pattern->items[i], value, digits, s);
}

/* A name, whole or its first three letters; its index or -1. */
static int take_name(struct state *s, const char *const *names, int count, bool any_case)
{
	for (int whole = 1; whole >= 0; whole--)
		for (int i = 0; i < count; i++) {
			size_t n = whole ? strlen(names[i]) : 3;
			if ((size_t)(s->end - s->at) < n)
				continue;
			if (any_case ? strncasecmp(s->at, names[i], n)
			             : strncmp(s->at, names[i], n))
				continue;
			s->at += n;
			return i;
		}
	return -1;
}

/* "Z", "UTC", "GMT", "+01", "+0100", "+01:00". */
static bool take_zone(struct state *s)
{
	int parts[2] = { 0 };

	s->zoned = true;
	s->offset_us = 0;
	if (s->end - s->at >= 3 && (memcmp(s->at, "UTC", 3) == 0 || memcmp(s->at, "GMT", 3) == 0)) {
		s->at += 3;
		return true;
	}
	if (s->at == s->end)
		return false;
	char sign = *s->at++;
	if (sign == 'Z')
		return true;
	if (sign != '+' && sign != '-')
		return false;
	for (int k = 0; k < 2; k++) {
		bool colon = k && s->at < s->end && *s->at == ':';
		s->at += colon;
		if (digit_run(s) < 2) {
			if (k == 0 || colon)
				return false;
			break;
		}
		parts[k] = (s->at[0] - '0') * 10 + s->at[1] - '0';
		s->at += 2;
	}
	s->offset_us = parts[0] * LEAT_US_PER_HOUR + parts[1] * LEAT_US_PER_MINUTE;
	if (sign == '-')
		s->offset_us = -s->offset_us;
	return parts[0] <= 18 && parts[1] < 60;
}

/* A field that is a word. */
static bool take_word(const struct leat_date_pattern *pattern, const struct leat_date_item *item,
                      struct state *s)
{
	static const char *const halves[] = { "AM", "PM" };
	static const char *const eras[] = { "AD", "BC" };
	bool any_case = pattern->kind == LEAT_PATTERN_SIMPLE;
	int index;

	switch (item->letter) {
	case 'M':
	case 'L':
		index = take_name(s, leat_month_names, 12, any_case);
		s->month = index + 1;
		return index >= 0;
	case 'E':
	case 'e':
		return take_name(s, leat_weekday_names, 7, any_case) >= 0;
	case 'a':
	case 'G':
		for (index = 0; index < 2; index++) {
			const char *word = item->letter == 'a' ? halves[index] : eras[index];
			if (s->end - s->at < 2 || (any_case ? strncasecmp(s->at, word, 2)
			                                    : strncmp(s->at, word, 2)))
				continue;
			s->at += 2;
			if (item->letter == 'a')
				s->half = index;
			return item->letter == 'a' || index == 0;
		}
		return false;
	default:
		return strchr("zXxZ", item->letter) && take_zone(s);
	}
}

static bool parse_items(const struct leat_date_pattern *pattern, uint32_t from, uint32_t to,
                        struct state *s)
{
	for (uint32_t i = from; i < to; i++) {
		const struct leat_date_item *item = &pattern->items[i];
		if (item->letter == ']')
			continue;
		if (item->letter == '[') {
			/* What does not fit inside is as if it were not there. */
			struct state before = *s;
			if (!parse_items(pattern, i + 1, item->partner, s))
				*s = before;
			i = item->partner;
		} else if (item->letter == 0) {
			if ((size_t)(s->end - s->at) < item->literal.n ||
			    memcmp(s->at, item->literal.p, item->literal.n) != 0)
				return false;
			s->at += item->literal.n;
		} else if (leat_date_item_is_number(pattern, item)) {
			if (!take_number(pattern, i, s))
				return false;
		} else if (!take_word(pattern, item, s)) {
			return false;
		}
	}
	return true;
}

static int or_else(int value, int fallback)
{
	return value == UNSET ? fallback : value;
}

/* The day of what was read. */
static int64_t resolve_days(const struct state *s, bool lenient)
{
	int64_t year = s->year == UNSET ? 1970 : s->year;
	int month = or_else(s->month, 1), day = or_else(s->day, 1);

	if (s->day_of_year != UNSET && s->month == UNSET)
		return leat_civil_to_days(year, 1, 1) + s->day_of_year - 1;
	if (lenient) {
		/* Months and days carry over. */
		int64_t months = year * 12 + month - 1;
		int64_t y = months / 12;
		return leat_civil_to_days(y, (int)(months - y * 12) + 1, 1) + day - 1;
	}
	/* java.time cuts 30 February to its last day. */
	int last = leat_month_days(year, month);
	return leat_civil_to_days(year, month, day < last ? day : last);
}

bool leat_date_pattern_parse(const struct leat_date_pattern *pattern, struct leat_str text,
                             int64_t *ret_local_us, bool *ret_zoned, int64_t *ret_offset_us)
{
	bool lenient = pattern->kind == LEAT_PATTERN_SIMPLE;
	struct state s = {
		.at = text.p,
		.end = text.n ? text.p + text.n : text.p,
		.year = UNSET,
		.month = UNSET,
		.day = UNSET,
		.day_of_year = UNSET,
		.hour = UNSET,
		.hour_of_half = UNSET,
		.half = UNSET,
		.minute = UNSET,
		.second = UNSET,
	};

	if (!parse_items(pattern, 0, pattern->item_count, &s) || (!lenient && s.at != s.end))
		return false;
	int64_t days = resolve_days(&s, lenient);
	int hour = or_else(s.hour, 0);
	/* java.time knows no hour of half a day without the half; SimpleDateFormat takes the
	 * morning. */
	if (s.hour == UNSET && s.hour_of_half != UNSET && (s.half != UNSET || lenient))
		hour = s.hour_of_half + (s.half == 1 ? 12 : 0);
	*ret_local_us = days * LEAT_US_PER_DAY + hour * LEAT_US_PER_HOUR +
	                or_else(s.minute, 0) * LEAT_US_PER_MINUTE +
	                (or_else(s.second, 0) + s.carried_seconds) * LEAT_US_PER_SECOND +
	                s.nano / 1000;
	*ret_zoned = s.zoned;
	*ret_offset_us = s.offset_us;
	return true;
}

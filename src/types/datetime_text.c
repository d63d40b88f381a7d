/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of dates, times, timestamps and intervals. */
#include "types/datetime.h"

#include <string.h>

#include "base/number.h"

/* ---- reading ---- */

/* What is left of a text being read. */
struct cursor {
	const char *at;
	const char *end;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Read @p min to @p max digits. */
static bool take_digits(struct cursor *c, int min, int max, int *ret)
{
	int value = 0, count = 0;

	while (count < max && c->at < c->end && is_digit(*c->at)) {
		value = value * 10 + (*c->at++ - '0');
		count++;
	}
	*ret = value;
	return count >= min;
}

static bool take_char(struct cursor *c, char wanted)
{
	if (c->at == c->end || *c->at != wanted)
		return false;
	c->at++;
	return true;
}

/* Read a point and up to nine digits, if there is a point. */
static bool take_fraction(struct cursor *c, int *ret_nano)
{
	int nano = 0, unit = 100000000;

	if (take_char(c, '.'))
		for (; unit && c->at < c->end && is_digit(*c->at); c->at++, unit /= 10)
			nano += (*c->at - '0') * unit;
	*ret_nano = nano;
	return true;
}

static struct leat_str trim(struct leat_str s)
{
	while (s.n && (unsigned char)s.p[0] <= ' ')
		s.p++, s.n--;
	while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	return s;
}

/* An unsigned number of up to @p max digits with spaces around it, up to @p separator or the
 * end. */
static bool take_part(struct cursor *c, char separator, int max, int *ret, bool *ret_more)
{
	const char *stop = memchr(c->at, separator, (size_t)(c->end - c->at));
	const char *part_end = stop ? stop : c->end;
	struct leat_str part = trim((struct leat_str){ c->at, (uint32_t)(part_end - c->at) });
	struct cursor digits = { part.p, part.p + part.n };

	*ret_more = stop != NULL;
	c->at = stop ? stop + 1 : c->end;
	return take_digits(&digits, 1, max, ret) && digits.at == digits.end;
}

/* Java's lenient resolution: 30 February is its last day, but a month has at most 31. */
static bool date_of(int year, int month, int day, bool cut, int64_t *ret_days)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	int last = leat_month_days(year, month);
	if (day > last && !cut)
		return false;
	*ret_days = leat_civil_to_days(year, month, day > last ? last : day);
	return true;
}

bool leat_date_parse(struct leat_str text, int64_t *ret_days)
{
	const char *space = text.n > 1 ? memchr(text.p + 1, ' ', text.n - 1) : NULL;
	struct cursor c = { text.p, space ? space : text.p + text.n };
	int year, month = 1, day = 1;
	bool more;

	if (text.n == 0 || !take_part(&c, '-', 4, &year, &more) ||
	    (more && !take_part(&c, '-', 2, &month, &more)) ||
	    (more && (!take_part(&c, '-', 2, &day, &more) || more)))
		return false;
	return date_of(year, month, day, false, ret_days);
}

bool leat_time_parse(struct leat_str text, int64_t *ret_us)
{
	struct cursor c = { text.p, text.p + text.n };
	int hour, minute = 0, second = 0, nano = 0;
	bool more;

	if (text.n == 0 || !take_part(&c, ':', 2, &hour, &more) ||
	    (more && !take_part(&c, ':', 2, &minute, &more)))
		return false;
	if (more) {
		struct leat_str rest = trim((struct leat_str){ c.at, (uint32_t)(c.end - c.at) });
		struct cursor s = { rest.p, rest.p + rest.n };
		if (!take_digits(&s, 1, 2, &second) || !take_fraction(&s, &nano))
			return false;
		while (s.at < s.end && is_digit(*s.at))
			s.at++; /* More digits than a time keeps. */
		if (s.at < s.end)
			return false;
	}
	/* As in Flink 60 minutes are an hour, but a day has an end. */
	int64_t us = hour * LEAT_US_PER_HOUR + minute * LEAT_US_PER_MINUTE +
	             second * LEAT_US_PER_SECOND + nano / 1000;
	if (us >= LEAT_US_PER_DAY)
		return false;
	*ret_us = us;
	return true;
}

/* The value of a column of @p precision. */
static bool timestamp_of(int64_t days, int64_t seconds, int nano, int precision, int64_t *ret)
{
	int64_t us = days * LEAT_US_PER_DAY + seconds * LEAT_US_PER_SECOND;
	int unit = 1;

	for (int i = precision; i < LEAT_TIME_PRECISION_MAX; i++)
		unit *= 10;
	nano -= nano % unit;
	if (precision <= 6) {
		*ret = us + nano / 1000;
		return true;
	}
	return !__builtin_mul_overflow(us, 1000, ret) && !__builtin_add_overflow(*ret, nano, ret);
}

/* "yyyy-MM-dd": four digits, then one or two each. */
static bool take_date(struct cursor *c, bool cut, int64_t *ret_days)
{
	int year, month, day;

	return take_digits(c, 4, 4, &year) && take_char(c, '-') && take_digits(c, 1, 2, &month) &&
	       take_char(c, '-') && take_digits(c, 1, 2, &day) &&
	       date_of(year, month, day, cut, ret_days);
}

/* Two digits at @p p, or something above 99. */
static unsigned two_digits(const char *p)
{
	unsigned high = (unsigned)(unsigned char)p[0] - '0',
		 low = (unsigned)(unsigned char)p[1] - '0';

	return high > 9 || low > 9 ? 100 : high * 10 + low;
}

/* The usual text, "yyyy-MM-dd?HH:mm:ss" with the separator @p separator: one check of the
 * punctuation and of the ranges.  False when it is anything else; then the long way decides. */
static bool parse_usual(const char *p, char separator, int64_t *ret_days, int64_t *ret_seconds)
{
	unsigned century = two_digits(p), year = two_digits(p + 2), month = two_digits(p + 5);
	unsigned day = two_digits(p + 8), hour = two_digits(p + 11), minute = two_digits(p + 14);
	unsigned second = two_digits(p + 17);

	if (p[4] != '-' || p[7] != '-' || p[10] != separator || p[13] != ':' || p[16] != ':')
		return false;
	if (century > 99 || year > 99 || month < 1 || month > 12 || day < 1 || day > 28 ||
	    hour > 23 || minute > 59 || second > 59)
		return false;
	*ret_days = leat_civil_to_days(century * 100 + year, (int)month, (int)day);
	*ret_seconds = hour * 3600 + minute * 60 + second;
	return true;
}

enum { USUAL_BYTES = 19 };

bool leat_timestamp_parse(struct leat_str text, int precision, int64_t *ret)
{
	struct cursor c = { text.p, text.p + text.n };
	int hour = 0, minute = 0, second = 0, nano = 0;
	int64_t days, seconds;

	if (text.n >= USUAL_BYTES && parse_usual(text.p, ' ', &days, &seconds)) {
		c.at += USUAL_BYTES;
	} else {
		if (!take_date(&c, true, &days))
			return false;
		if (c.at < c.end && (!take_char(&c, ' ') || !take_digits(&c, 1, 2, &hour) ||
		                     !take_char(&c, ':') || !take_digits(&c, 1, 2, &minute) ||
		                     !take_char(&c, ':') || !take_digits(&c, 1, 2, &second)))
			return false;
		if (hour > 23 || minute > 59 || second > 59)
			return false;
		seconds = hour * 3600 + minute * 60 + second;
	}
	return take_fraction(&c, &nano) && c.at == c.end &&
	       timestamp_of(days, seconds, nano, precision, ret);
}

/* "Z", "+hh", "+hh:mm" or "+hhmm". */
static bool take_offset(struct cursor *c, int64_t *ret_seconds)
{
	int hour, minute = 0;

	if (take_char(c, 'Z') || take_char(c, 'z')) {
		*ret_seconds = 0;
		return true;
	}
	bool minus = take_char(c, '-');
	if (!minus && !take_char(c, '+'))
		return false;
	if (!take_digits(c, 2, 2, &hour))
		return false;
	bool colon = take_char(c, ':');
	if ((colon || (c->at < c->end && is_digit(*c->at))) && !take_digits(c, 2, 2, &minute))
		return false;
	if (hour > 18 || minute > 59)
		return false;
	*ret_seconds = (minus ? -1 : 1) * (hour * 3600 + minute * 60);
	return true;
}

bool leat_timestamp_parse_iso(struct leat_str text, bool zoned, int precision, int64_t *ret)
{
	struct cursor c = { text.p, text.p + text.n };
	int hour, minute, second = 0, nano = 0;
	int64_t days, seconds, offset = 0;

	if (text.n >= USUAL_BYTES && parse_usual(text.p, 'T', &days, &seconds)) {
		c.at += USUAL_BYTES;
		(void)take_fraction(&c, &nano);
	} else {
		if (!take_date(&c, false, &days) || !take_char(&c, 'T') ||
		    !take_digits(&c, 2, 2, &hour) || !take_char(&c, ':') ||
		    !take_digits(&c, 2, 2, &minute))
			return false;
		if (take_char(&c, ':') &&
		    (!take_digits(&c, 2, 2, &second) || !take_fraction(&c, &nano)))
			return false;
		if (hour > 23 || minute > 59 || second > 59)
			return false;
		seconds = hour * 3600 + minute * 60 + second;
	}
	if (zoned && !take_offset(&c, &offset))
		return false;
	return c.at == c.end && timestamp_of(days, seconds - offset, nano, precision, ret);
}

/* ---- writing ---- */

static char *put_digits(char *to, uint64_t value, int count)
{
	for (int i = count - 1; i >= 0; i--, value /= 10)
		to[i] = (char)('0' + value % 10);
	return to + count;
}

static char *put_date(char *to, int64_t days)
{
	struct leat_civil c = leat_civil_of_days(days);

	if (c.year >= 0 && c.year <= 9999)
		to = put_digits(to, (uint64_t)c.year, 4);
	else
		to += leat_number_print_i64(c.year, to);
	*to++ = '-';
	to = put_digits(to, (uint64_t)c.month, 2);
	*to++ = '-';
	return put_digits(to, (uint64_t)c.day, 2);
}

/* @p nanos of the day, with @p precision digits of fraction. */
static char *put_time(char *to, int64_t nanos, int precision)
{
	int64_t seconds = nanos / 1000000000;
	int64_t fraction = nanos % 1000000000;

	to = put_digits(to, (uint64_t)(seconds / 3600), 2);
	*to++ = ':';
	to = put_digits(to, (uint64_t)(seconds / 60 % 60), 2);
	*to++ = ':';
	to = put_digits(to, (uint64_t)(seconds % 60), 2);
	if (precision) {
		char digits[LEAT_TIME_PRECISION_MAX];
		put_digits(digits, (uint64_t)fraction, LEAT_TIME_PRECISION_MAX);
		*to++ = '.';
		memcpy(to, digits, (size_t)precision);
		to += precision;
	}
	return to;
}

/* Days and nanoseconds of the day of @p value, of which a day has @p day. */
static int64_t split_day(int64_t value, int64_t day, int64_t *ret_rest)
{
	int64_t days = value / day - (value % day < 0);

	*ret_rest = value - days * day;
	return days;
}

uint32_t leat_date_print(int64_t days, char out[LEAT_DATETIME_TEXT_MAX])
{
	return (uint32_t)(put_date(out, days) - out);
}

uint32_t leat_time_print(int64_t us, int precision, char out[LEAT_DATETIME_TEXT_MAX])
{
	return (uint32_t)(put_time(out, us * 1000, precision) - out);
}

uint32_t leat_timestamp_print(int64_t value, int precision, char separator,
                              char out[LEAT_DATETIME_TEXT_MAX])
{
	int64_t unit = precision > 6 ? 1 : 1000;
	int64_t rest;
	int64_t days = split_day(value, LEAT_US_PER_DAY * 1000 / unit, &rest);
	char *to = put_date(out, days);

	*to++ = separator;
	return (uint32_t)(put_time(to, rest * unit, precision) - out);
}

uint32_t leat_instant_print(int64_t us, int digits, char out[LEAT_DATETIME_TEXT_MAX])
{
	int64_t rest;
	int64_t days = split_day(us, LEAT_US_PER_DAY, &rest);
	char *to = put_date(out, days);

	*to++ = 'T';
	to = put_time(to, rest * 1000, digits);
	*to++ = 'Z';
	return (uint32_t)(to - out);
}

static uint64_t magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

uint32_t leat_interval_month_print(int64_t months, char out[LEAT_DATETIME_TEXT_MAX])
{
	uint64_t rest = magnitude(months);
	char *to = out;

	*to++ = months < 0 ? '-' : '+';
	to += leat_number_print_i64((int64_t)(rest / 12), to);
	*to++ = '-';
	return (uint32_t)(put_digits(to, rest % 12, 2) - out);
}

uint32_t leat_interval_day_print(int64_t us, char out[LEAT_DATETIME_TEXT_MAX])
{
	uint64_t rest = magnitude(us);
	char *to = out;

	*to++ = us < 0 ? '-' : '+';
	to += leat_number_print_i64((int64_t)(rest / LEAT_US_PER_DAY), to);
	*to++ = ' ';
	return (uint32_t)(put_time(to, (int64_t)(rest % LEAT_US_PER_DAY) * 1000, 3) - out);
}

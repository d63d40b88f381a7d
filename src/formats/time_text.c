/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and times of json and csv.
 *
 * Flink 1.20 resolves its SQL pattern leniently, so that February 30th is its last day and 24:00:00
 * is the next day's beginning, and plain ISO-8601 strictly; both were seen by running it. */
#include "formats/time_text_int.h"

#include <string.h>

#include "types/datetime.h"

enum {
	DATE_BYTES = 10,
	NANO_DIGITS = 9,
};

static const int32_t power10[] = { 1,      10,      100,      1000,      10000,
	                          100000, 1000000, 10000000, 100000000, 1000000000 };

/* Two digits, or -1. */
static int two_digits(const char *p)
{
	unsigned tens = (unsigned char)(p[0] - '0'), ones = (unsigned char)(p[1] - '0');

	return tens < 10 && ones < 10 ? (int)(tens * 10 + ones) : -1;
}

/* "2024-01-31"; @p lenient: day 31 exists in every month. */
static bool parse_date(const char *p, bool lenient, int64_t *ret_days)
{
	int century = two_digits(p), year = two_digits(p + 2);
	int month = two_digits(p + 5), day = two_digits(p + 8);

	if (century < 0 || year < 0 || p[4] != '-' || month < 1 || month > 12 || p[7] != '-' ||
	    day < 1 || day > 31)
		return false;
	year += century * 100;
	int last = leat_month_days(year, month);
	if (day > last) {
		if (!lenient)
			return false;
		day = last;
	}
	*ret_days = leat_civil_to_days(year, month, day);
	return true;
}

/* ".789" in [p, end) as nanoseconds; "." alone is 0. */
static bool parse_fraction(const char *p, const char *end, int64_t *ret_nanos)
{
	int64_t nanos = 0;

	if (*p++ != '.' || end - p > NANO_DIGITS)
		return false;
	for (const char *q = p; q < end; q++) {
		unsigned digit = (unsigned char)(*q - '0');
		if (digit > 9)
			return false;
		nanos = nanos * 10 + digit;
	}
	if (end - p < NANO_DIGITS)
		nanos *= end == p ? 0 : power10[NANO_DIGITS - (end - p)];
	*ret_nanos = nanos;
	return true;
}

/* "12:34:56" as seconds, or -1: eight bytes at once.  Digits are 0x30 to 0x39 and the colon is
 * 0x3a, so that adding 6 to the low halves carries at the colons alone. */
static int64_t parse_clock(const char *p)
{
	uint64_t word, low;

	memcpy(&word, p, sizeof(word));
	low = word & UINT64_C(0x0f0f0f0f0f0f0f0f);
	if ((word ^ low) != UINT64_C(0x3030303030303030) ||
	    ((low + UINT64_C(0x0606060606060606)) & UINT64_C(0xf0f0f0f0f0f0f0f0)) !=
	            UINT64_C(0x0000100000100000))
		return -1;
	int64_t hour = (int64_t)((low & 15) * 10 + (low >> 8 & 15));
	int64_t minute = (int64_t)((low >> 24 & 15) * 10 + (low >> 32 & 15));
	int64_t second = (int64_t)((low >> 48 & 15) * 10 + (low >> 56));
	return hour > 23 || minute > 59 || second > 59 ? -1 : (hour * 60 + minute) * 60 + second;
}

/* "12:34:56.789" in [p, end), or without seconds; 24:00:00 is allowed. */
static bool parse_time(const char *p, const char *end, bool seconds_optional, int64_t *ret_seconds,
                       int64_t *ret_nanos)
{
	if (LEAT_LIKELY(end - p >= 8)) {
		*ret_seconds = parse_clock(p);
		*ret_nanos = 0;
		if (LEAT_LIKELY(*ret_seconds >= 0))
			return end - p == 8 || parse_fraction(p + 8, end, ret_nanos);
	}
	if (end - p < 5)
		return false;
	int hour = two_digits(p), minute = two_digits(p + 3), second = 0;
	*ret_nanos = 0;
	if (end - p >= 8) {
		second = two_digits(p + 6);
		if (p[5] != ':' || (end - p > 8 && !parse_fraction(p + 8, end, ret_nanos)))
			return false;
	} else if (!seconds_optional || end - p > 5) {
		return false;
	}
	if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59 || p[2] != ':')
		return false;
	if (hour > 23 && (hour > 24 || minute || second || *ret_nanos))
		return false;
	*ret_seconds = (hour * 60 + minute) * 60 + second;
	return true;
}

bool leat_time_text_date(struct leat_str text, int64_t *ret_days)
{
	return text.n == DATE_BYTES && parse_date(text.p, false, ret_days);
}

bool leat_time_text_time(struct leat_str text, int64_t *ret_us)
{
	int64_t seconds, nanos;

	if (!text.n || !parse_time(text.p, text.p + text.n, false, &seconds, &nanos))
		return false;
	*ret_us = seconds % (24 * 3600) * LEAT_US_PER_SECOND;
	return true;
}

bool leat_time_text_timestamp(struct time_text *cache, struct leat_str text,
                              enum time_standard standard, const struct leat_type *type,
                              int64_t *ret)
{
	bool is_instant = type->id == LEAT_TIMESTAMP_LTZ;
	bool is_strict = standard == TIME_ISO && !is_instant;
	const char *end = text.p + text.n;
	int64_t seconds, nanos;

	if (text.n < DATE_BYTES + 1 || text.p[DATE_BYTES] != (standard == TIME_ISO ? 'T' : ' '))
		return false;
	if (is_instant && *--end != 'Z')
		return false;
	uint64_t read, cached;
	memcpy(&read, text.p + 2, sizeof(read));
	memcpy(&cached, cache->read + 2, sizeof(cached));
	if (LEAT_UNLIKELY(read != cached || memcmp(text.p, cache->read, 2) != 0)) {
		int64_t days;
		if (!parse_date(text.p, !is_strict, &days))
			return false;
		cache->read_days = days;
		memcpy(cache->read, text.p, DATE_BYTES);
	}
	if (!parse_time(text.p + DATE_BYTES + 1, end, standard == TIME_ISO, &seconds, &nanos))
		return false;
	if (is_strict && seconds == 24 * 3600)
		return false;
	seconds += cache->read_days * 24 * 3600;
	/* Mostly there are no more digits than the type has. */
	if (end - text.p > DATE_BYTES + 10 + type->precision)
		nanos -= nanos % power10[NANO_DIGITS - type->precision];
	if (type->precision <= 6) {
		*ret = seconds * LEAT_US_PER_SECOND + nanos / 1000;
		return true;
	}
	return !__builtin_mul_overflow(seconds, INT64_C(1000000000), ret) &&
	       !__builtin_add_overflow(*ret, nanos, ret);
}

static inline void put2(char *p, unsigned value)
{
	p[0] = (char)('0' + value / 10);
	p[1] = (char)('0' + value % 10);
}

static void put_time(char *p, unsigned second_of_day)
{
	put2(p, second_of_day / 3600);
	p[2] = ':';
	put2(p + 3, second_of_day / 60 % 60);
	p[5] = ':';
	put2(p + 6, second_of_day % 60);
}

uint32_t leat_time_text_print_time(int64_t us, char out[TIME_TEXT_MAX])
{
	put_time(out, (unsigned)(us / LEAT_US_PER_SECOND));
	return 8;
}

/* Date and time without fraction, from the cache when it is of the same second: the bytes are not
 * 19 only for years that have more than four digits. */
static uint32_t print_second(struct time_text *cache, int64_t second, enum time_standard standard,
                             char *out)
{
	bool *is_printed = standard == TIME_SQL ? &cache->is_sql_printed : &cache->is_iso_printed;
	char *printed = cache->printed[standard];

	if (LEAT_LIKELY(*is_printed && cache->second == second)) {
		memcpy(out, printed, sizeof(cache->printed[0]));
		return sizeof(cache->printed[0]);
	}
	int64_t days = second / 86400, in_day = second % 86400;
	if (in_day < 0) {
		in_day += 86400;
		days--;
	}
	char date[LEAT_DATETIME_TEXT_MAX];
	uint32_t n = leat_date_print(days, date);
	memcpy(out, date, n);
	out[n] = standard == TIME_SQL ? ' ' : 'T';
	put_time(out + n + 1, (unsigned)in_day);
	if (n == DATE_BYTES) {
		if (cache->second != second)
			cache->is_sql_printed = cache->is_iso_printed = false;
		cache->second = second;
		*is_printed = true;
		memcpy(printed, out, sizeof(cache->printed[0]));
	}
	return n + 9;
}

uint32_t leat_time_text_print(struct time_text *cache, int64_t value, enum time_standard standard,
                              const struct leat_type *type, char out[TIME_TEXT_MAX])
{
	int digits = type->precision <= 6 ? 6 : NANO_DIGITS;
	int64_t unit = digits == 6 ? LEAT_US_PER_SECOND : INT64_C(1000000000);
	int64_t second = value / unit, fraction = value % unit;

	if (fraction < 0) {
		fraction += unit;
		second--;
	}
	uint32_t n = print_second(cache, second, standard, out);
	if (fraction) {
		while (fraction % 1000 == 0) {
			fraction /= 1000;
			digits -= 3;
		}
		while (fraction % 10 == 0) {
			fraction /= 10;
			digits--;
		}
		out[n] = '.';
		for (int i = digits; i > 0; i--, fraction /= 10)
			out[n + (uint32_t)i] = (char)('0' + fraction % 10);
		n += 1 + (uint32_t)digits;
	}
	if (type->id == LEAT_TIMESTAMP_LTZ)
		out[n++] = 'Z';
	return n;
}

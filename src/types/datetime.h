/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar: dates, times of day, timestamps and intervals; their texts; arithmetic on them.
 *
 * Values are as in a column (LEAT_PHYS_I64): days, microseconds of the day, microseconds or (for
 * precision 7..9) nanoseconds since 1970.  The calendar is the proleptic Gregorian one, years
 * 0001 to 9999 in texts.  Nothing here knows time zones (timezone.h). */
#pragma once

#include "base/civil.h"
#include "leat/batch.h"

#define LEAT_US_PER_MS INT64_C(1000)
#define LEAT_US_PER_SECOND INT64_C(1000000)
#define LEAT_US_PER_MINUTE INT64_C(60000000)
#define LEAT_US_PER_HOUR INT64_C(3600000000)
#define LEAT_US_PER_DAY INT64_C(86400000000)

enum {
	LEAT_DATETIME_TEXT_MAX = 48, /**< Bytes that every printer below stays within. */
};

/** Days of a month. */
int leat_month_days(int64_t year, int month);

/* ---- the two resolutions of a timestamp column ---- */

/** The value of a TIMESTAMP(@p precision) column in microseconds (rounded down). */
int64_t leat_timestamp_to_us(int64_t value, int precision);

/** The value in a TIMESTAMP(@p precision) column: cut to its digits; false when it is out of range. */
bool leat_timestamp_from_us(int64_t us, int precision, int64_t *ret);

/** TIMESTAMP(@p from) to TIMESTAMP(@p to): cut to its digits; false when it is out of range. */
bool leat_timestamp_rescale(int64_t value, int from, int to, int64_t *ret);

/** Cut microseconds of a TIME to the digits of its precision. */
int64_t leat_time_truncate(int64_t us, int precision);

/* ---- texts ---- */

/** Parse "2024-01-31" as CAST(.. AS DATE) does: also "2024", "2024-1", one-digit parts, and the
 * date of a timestamp. */
bool leat_date_parse(struct leat_str text, int64_t *ret_days);

/** Parse "12:34:56.789" as CAST(.. AS TIME) does: also "12:34" and "12". */
bool leat_time_parse(struct leat_str text, int64_t *ret_us);

/** Parse "2024-01-31 12:34:56.789" as CAST(.. AS TIMESTAMP(p)) does: the time may be missing or
 * short; no 'T', no zone. */
bool leat_timestamp_parse(struct leat_str text, int precision, int64_t *ret);

/** Parse ISO-8601 "2024-01-31T12:34:56.789", seconds optional.  With @p zoned an offset is required
 * ("Z", "+01:00", "+0100") and subtracted. */
bool leat_timestamp_parse_iso(struct leat_str text, bool zoned, int precision, int64_t *ret);

/** Print "2024-01-31"; returns the bytes. */
uint32_t leat_date_print(int64_t days, char out[LEAT_DATETIME_TEXT_MAX]);

/** Print "12:34:56" and @p precision digits of fraction. */
uint32_t leat_time_print(int64_t us, int precision, char out[LEAT_DATETIME_TEXT_MAX]);

/** Print "2024-01-31 12:34:56" and all digits of the precision; @p separator is ' ' or 'T'. */
uint32_t leat_timestamp_print(int64_t value, int precision, char separator,
                              char out[LEAT_DATETIME_TEXT_MAX]);

/** Print an instant as RFC 3339 in UTC: "2024-01-31T12:34:56.789Z", @p digits of fraction. */
uint32_t leat_instant_print(int64_t us, int digits, char out[LEAT_DATETIME_TEXT_MAX]);

/** Print "+1-02". */
uint32_t leat_interval_month_print(int64_t months, char out[LEAT_DATETIME_TEXT_MAX]);

/** Print "+1 02:03:04.005". */
uint32_t leat_interval_day_print(int64_t us, char out[LEAT_DATETIME_TEXT_MAX]);

/* ---- units and arithmetic ---- */

/* XX(ID, name): the units of EXTRACT, FLOOR .. TO, CEIL .. TO, TIMESTAMPADD, TIMESTAMPDIFF. */
#define LEAT_TIME_UNIT_MAP(XX)                                                                     \
	XX(YEAR, "YEAR")                                                                           \
	XX(QUARTER, "QUARTER")                                                                     \
	XX(MONTH, "MONTH")                                                                         \
	XX(WEEK, "WEEK")                                                                           \
	XX(DAY, "DAY")                                                                             \
	XX(HOUR, "HOUR")                                                                           \
	XX(MINUTE, "MINUTE")                                                                       \
	XX(SECOND, "SECOND")                                                                       \
	XX(MILLISECOND, "MILLISECOND")                                                             \
	XX(MICROSECOND, "MICROSECOND")                                                             \
	XX(NANOSECOND, "NANOSECOND")                                                               \
	XX(DOY, "DOY")                                                                             \
	XX(DOW, "DOW")                                                                             \
	XX(ISODOW, "ISODOW")                                                                       \
	XX(ISOYEAR, "ISOYEAR")                                                                     \
	XX(EPOCH, "EPOCH")                                                                         \
	XX(DECADE, "DECADE")                                                                       \
	XX(CENTURY, "CENTURY")                                                                     \
	XX(MILLENNIUM, "MILLENNIUM")

enum leat_time_unit {
#define XX(id, name) LEAT_UNIT_##id,
	LEAT_TIME_UNIT_MAP(XX)
#undef XX
	LEAT_UNIT_COUNT,
};

/** The unit called @p name, any case; false when there is none. */
bool leat_time_unit_parse(struct leat_str name, enum leat_time_unit *ret);

/** The name of a unit, in capitals. */
const char *leat_time_unit_name(enum leat_time_unit unit);

/** Round a timestamp (microseconds) down to YEAR .. MICROSECOND, DECADE, CENTURY or MILLENNIUM; a
 * WEEK begins on Sunday, as in Calcite. */
int64_t leat_timestamp_floor(int64_t us, enum leat_time_unit unit);

/** Round up likewise. */
int64_t leat_timestamp_ceil(int64_t us, enum leat_time_unit unit);

/** EXTRACT(@p unit FROM a timestamp in microseconds). */
int64_t leat_timestamp_extract(int64_t us, enum leat_time_unit unit);

/** Add months: the day is cut to the month's last one. */
int64_t leat_date_add_months(int64_t days, int64_t months);
int64_t leat_timestamp_add_months(int64_t us, int64_t months);

/** Whole months from @p from_us to @p to_us, towards zero, as TIMESTAMPDIFF(MONTH, from, to). */
int64_t leat_timestamp_months_between(int64_t from_us, int64_t to_us);

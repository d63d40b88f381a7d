/* SPDX-License-Identifier: Apache-2.0 */
/* The proleptic Gregorian calendar: days and microseconds since 1970 to parts and back. */
#pragma once

#include "leat/buf.h"
#include "leat/def.h"

/** A point of the calendar, in parts. */
struct leat_civil {
	int64_t year; /**< Astronomical: 0 is 1 BC. */
	int month;    /**< 1..12 */
	int day;      /**< 1..31 */
	int hour;     /**< 0..23 */
	int minute;   /**< 0..59 */
	int second;   /**< 0..59 */
	int nano;     /**< 0..999999999 */
};

/** Days since 1970-01-01 of a date, whose day may have any number. */
int64_t leat_civil_to_days(int64_t year, int month, int day);

/** Year, month and day of @p days; the time of day is 0. */
struct leat_civil leat_civil_of_days(int64_t days);

/** All parts of @p us microseconds since 1970-01-01 00:00:00. */
struct leat_civil leat_civil_of_us(int64_t us);

/** Microseconds since 1970 of the parts. */
int64_t leat_civil_to_us(const struct leat_civil *civil);

/** Append the instant @p us (microseconds since 1970 UTC) as RFC 3339 in UTC with milliseconds:
 * "2024-01-31T12:34:56.789Z". */
void leat_buf_time(struct leat_buf *out, int64_t us);

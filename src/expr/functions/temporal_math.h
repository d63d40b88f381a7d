/* SPDX-License-Identifier: Apache-2.0 */
/* + and - of times and intervals, for the rows "+", "-" and TIMESTAMPADD. */
#pragma once

#include "leat/function.h"
#include "types/datetime.h"

/** Bind "+" (@p sign 1) or "-" (-1) when an argument is a time or interval and set *@p ret_handled;
 * else leave everything alone. */
int leat_bind_temporal_add(struct leat_bind *bind, int sign, bool *ret_handled,
                           struct leat_err *err) LEAT_MUSTCHECK;

/** Microseconds of one @p unit, WEEK to MICROSECOND; 0 for units of months and others. */
int64_t leat_unit_us(enum leat_time_unit unit);

/** Months of one @p unit, MILLENNIUM to MONTH; 0 for the others. */
int64_t leat_unit_months(enum leat_time_unit unit);

/** @p type holds nanoseconds. */
static inline bool leat_type_is_nanos(const struct leat_type *type)
{
	return leat_type_is_timestamp(type) && type->precision > 6;
}

/** @p months later: DATE, TIMESTAMP, TIMESTAMP_LTZ. */
int64_t leat_time_plus_months(const struct leat_type *type, int64_t value, int64_t months);

/** @p us later: DATE, TIME (which wraps around), TIMESTAMP, TIMESTAMP_LTZ. */
int64_t leat_time_plus_us(const struct leat_type *type, int64_t value, int64_t us);

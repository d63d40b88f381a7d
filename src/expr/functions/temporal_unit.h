/* SPDX-License-Identifier: Apache-2.0 */
/* Units as arguments, and rounding of times: FLOOR and CEIL are one row for numbers and times. */
#pragma once

#include "expr/bind.h"
#include "types/datetime.h"

/** The unit that keyword argument @p arg names. */
int leat_bind_unit(const struct leat_bind *bind, uint32_t arg, enum leat_time_unit *ret_unit,
                   struct leat_err *err) LEAT_MUSTCHECK;

/** Bind FLOOR(time, unit), or CEIL with @p up. */
int leat_bind_time_round(struct leat_bind *bind, bool up, struct leat_err *err) LEAT_MUSTCHECK;

/** The value of a DATE, TIME or timestamp in microseconds, instants in the local time of @p zone. */
int64_t leat_time_local_us(const struct leat_type *type, int64_t value, const struct leat_tz *zone);

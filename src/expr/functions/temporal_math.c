/* SPDX-License-Identifier: Apache-2.0 */
/* Times and intervals added and subtracted. */
#include "expr/functions/temporal_math.h"

#include "expr/bind.h"
#include "expr/kernel.h"

int64_t leat_unit_us(enum leat_time_unit unit)
{
	switch (unit) {
	case LEAT_UNIT_WEEK:
		return 7 * LEAT_US_PER_DAY;
	case LEAT_UNIT_DAY:
		return LEAT_US_PER_DAY;
	case LEAT_UNIT_HOUR:
		return LEAT_US_PER_HOUR;
	case LEAT_UNIT_MINUTE:
		return LEAT_US_PER_MINUTE;
	case LEAT_UNIT_SECOND:
		return LEAT_US_PER_SECOND;
	case LEAT_UNIT_MILLISECOND:
		return LEAT_US_PER_MS;
	case LEAT_UNIT_MICROSECOND:
		return 1;
	case LEAT_UNIT_YEAR:
	case LEAT_UNIT_QUARTER:
	case LEAT_UNIT_MONTH:
	case LEAT_UNIT_NANOSECOND:
	case LEAT_UNIT_DOY:
	case LEAT_UNIT_DOW:
	case LEAT_UNIT_ISODOW:
	case LEAT_UNIT_ISOYEAR:
	case LEAT_UNIT_EPOCH:
	case LEAT_UNIT_DECADE:
	case LEAT_UNIT_CENTURY:
	case LEAT_UNIT_MILLENNIUM:
	case LEAT_UNIT_COUNT:
		break;
	}
	return 0;
}

int64_t leat_unit_months(enum leat_time_unit unit)
{
	switch (unit) {
	case LEAT_UNIT_MONTH:
		return 1;
	case LEAT_UNIT_QUARTER:
		return 3;
	case LEAT_UNIT_YEAR:
		return 12;
	case LEAT_UNIT_DECADE:
		return 120;
	case LEAT_UNIT_CENTURY:
		return 1200;
	case LEAT_UNIT_MILLENNIUM:
		return 12000;
	case LEAT_UNIT_WEEK:
	case LEAT_UNIT_DAY:
	case LEAT_UNIT_HOUR:
	case LEAT_UNIT_MINUTE:
	case LEAT_UNIT_SECOND:
	case LEAT_UNIT_MILLISECOND:
	case LEAT_UNIT_MICROSECOND:
	case LEAT_UNIT_NANOSECOND:
	case LEAT_UNIT_DOY:
	case LEAT_UNIT_DOW:
	case LEAT_UNIT_ISODOW:
	case LEAT_UNIT_ISOYEAR:
	case LEAT_UNIT_EPOCH:
	case LEAT_UNIT_COUNT:
		break;
	}
	return 0;
}

/* Sums wrap around as everywhere else. */
static int64_t plus(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

int64_t leat_time_plus_months(const struct leat_type *type, int64_t value, int64_t months)
{
	if (type->id == LEAT_DATE)
		return leat_date_add_months(value, months);
	if (!leat_type_is_nanos(type))
		return leat_timestamp_add_months(value, months);

	int64_t us = leat_timestamp_to_us(value, type->precision);
	int64_t rest = value - us * 1000;
	return plus(leat_timestamp_add_months(us, months) * 1000, rest);
}

int64_t leat_time_plus_us(const struct leat_type *type, int64_t value, int64_t us)
{
	if (type->id == LEAT_DATE)
		return value + us / LEAT_US_PER_DAY;
	if (type->id == LEAT_TIME) {
		int64_t sum = plus(value, us) % LEAT_US_PER_DAY;
		return sum < 0 ? sum + LEAT_US_PER_DAY : sum;
	}
	return plus(value, leat_type_is_nanos(type) ? (int64_t)((uint64_t)us * 1000) : us);
}

/* args[time] + sign * args[interval] */
struct add {
	uint32_t time;     /* Which argument is the time. */
	uint32_t interval; /* Which one is the interval. */
	int sign;          /* 1 or -1. */
};

LEAT_KERNEL(add_months)
{
	const struct add *add = call->data;

	LEAT_EACH_ROW(row, sel)
	out->i64[row] = leat_time_plus_months(call->ret, args[add->time].i64[row],
	                                      args[add->interval].i64[row] * add->sign);
	return 0;
}

LEAT_KERNEL(add_us)
{
	const struct add *add = call->data;

	LEAT_EACH_ROW(row, sel)
	out->i64[row] = leat_time_plus_us(call->ret, args[add->time].i64[row],
	                                  args[add->interval].i64[row] * add->sign);
	return 0;
}

/* Both are intervals of one kind. */
LEAT_KERNEL(add_intervals)
{
	const struct add *add = call->data;

	LEAT_EACH_ROW(row, sel)
	out->i64[row] = plus(args[0].i64[row], args[1].i64[row] * add->sign);
	return 0;
}

static bool is_time(const struct leat_type *type)
{
	return type->id == LEAT_DATE || type->id == LEAT_TIME || leat_type_is_timestamp(type);
}

int leat_bind_temporal_add(struct leat_bind *bind, int sign, bool *ret_handled,
                           struct leat_err *err)
{
	const struct leat_type *a = bind->args[0], *b = bind->args[1];
	struct add *add = LEAT_ARENA_NEW(bind->arena, struct add);

	*ret_handled = is_time(a) || is_time(b) || leat_type_is_interval(a) ||
	               leat_type_is_interval(b);
	if (!*ret_handled)
		return 0;
	*add = (struct add){ 0, 1, sign };
	bind->data = add;
	if (leat_type_is_interval(a) && a->id == b->id) {
		bind->kernel = add_intervals;
		return leat_bind_returns(bind, a, leat_bind_is_nullable(bind));
	}
	if (sign > 0 && leat_type_is_interval(a)) {
		const struct leat_type *swap = a;
		a = b;
		b = swap;
		*add = (struct add){ 1, 0, sign };
	}
	if (!is_time(a) || !leat_type_is_interval(b))
		return leat_bind_reject(bind, err);
	bool months = b->id == LEAT_INTERVAL_YEAR_MONTH;
	if (months && a->id == LEAT_TIME)
		return leat_bind_reject(bind, err);
	bind->kernel = months ? add_months : add_us;
	return leat_bind_returns(bind, leat_type_with_time(bind->arena, a, LEAT_TIME_NONE),
	                         leat_bind_is_nullable(bind));
}

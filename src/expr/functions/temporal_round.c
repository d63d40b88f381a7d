/* SPDX-License-Identifier: Apache-2.0 */
/* FLOOR(time TO unit) and CEIL(time TO unit). */
#include "expr/functions/temporal_math.h"
#include "expr/functions/temporal_unit.h"
#include "expr/kernel.h"
#include "types/timezone.h"

int leat_bind_unit(const struct leat_bind *bind, uint32_t arg, enum leat_time_unit *ret_unit,
                   struct leat_err *err)
{
	struct leat_str name = leat_bind_symbol(bind, arg);

	if (name.p && leat_time_unit_parse(name, ret_unit))
		return 0;
	return leat_bind_reject_arg(bind, arg, err, "expected a unit of time such as DAY");
}

int64_t leat_time_local_us(const struct leat_type *type, int64_t value, const struct leat_tz *zone)
{
	if (type->id == LEAT_DATE)
		return value * LEAT_US_PER_DAY;
	if (!leat_type_is_timestamp(type))
		return value;
	value = leat_timestamp_to_us(value, type->precision);
	return type->id == LEAT_TIMESTAMP_LTZ ? leat_tz_to_local(zone, value) : value;
}

struct rounding {
	enum leat_time_unit unit; /* What is kept. */
	bool up;                  /* CEIL. */
};

/* Flink rounds to weeks and longer by the date alone, whose time of day is cut towards 1970: so
 * CEIL of a Sunday at noon to WEEK is that Sunday. */
static int64_t round_us(const struct rounding *rounding, int64_t us)
{
	if (rounding->unit == LEAT_UNIT_WEEK || leat_unit_months(rounding->unit))
		us = us / LEAT_US_PER_DAY * LEAT_US_PER_DAY;
	return rounding->up ? leat_timestamp_ceil(us, rounding->unit)
	                    : leat_timestamp_floor(us, rounding->unit);
}

/* An instant is rounded in local time and brought back by the offset that it had itself, as in
 * Flink: across a change of the clock the result is an hour off. */
static int64_t round_instant(const struct rounding *rounding, int64_t us,
                             const struct leat_tz *zone)
{
	int64_t offset_us = leat_tz_offset_at(zone, us, NULL) * LEAT_US_PER_SECOND;

	return round_us(rounding, us + offset_us) - offset_us;
}

LEAT_KERNEL(round_time)
{
	const struct rounding *rounding = call->data;
	const struct leat_type *type = call->args[0];

	LEAT_EACH_ROW(row, sel)
	{
		int64_t value = args[0].i64[row];
		if (type->id == LEAT_DATE) {
			out->i64[row] = round_us(rounding, value * LEAT_US_PER_DAY) /
			                LEAT_US_PER_DAY;
			continue;
		}
		if (type->id == LEAT_TIME) {
			out->i64[row] = round_us(rounding, value) % LEAT_US_PER_DAY;
			continue;
		}
		int64_t us = leat_timestamp_to_us(value, type->precision);
		us = type->id == LEAT_TIMESTAMP_LTZ ? round_instant(rounding, us, eval->zone)
		                                    : round_us(rounding, us);
		if (!leat_timestamp_from_us(us, type->precision, &out->i64[row]))
			leat_out_null(out, row);
	}
	return 0;
}

int leat_bind_time_round(struct leat_bind *bind, bool up, struct leat_err *err)
{
	struct rounding *rounding = LEAT_ARENA_NEW(bind->arena, struct rounding);
	const struct leat_type *type = bind->args[0];

	rounding->up = up;
	LEAT_TRY(leat_bind_unit(bind, 1, &rounding->unit, err));
	if (type->id != LEAT_DATE && type->id != LEAT_TIME && !leat_type_is_timestamp(type))
		return leat_bind_reject(bind, err);
	if (!leat_unit_us(rounding->unit) && !leat_unit_months(rounding->unit))
		return leat_bind_reject_arg(bind, 1, err, "times are not rounded to %s",
		                            leat_time_unit_name(rounding->unit));
	bind->data = rounding;
	bind->kernel = round_time;
	return leat_bind_returns(bind, leat_type_with_time(bind->arena, type, LEAT_TIME_NONE),
	                         type->nullable);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Casts among DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ. */
#include "types/cast_int.h"
#include "types/datetime.h"
#include "types/timezone.h"

/* Every pair goes by way of local microseconds, and the nanoseconds below them. */
struct moment {
	int64_t local_us;
	int64_t nano; /* 0..999 */
};

static struct moment moment_of(const struct leat_cast *cast, uint32_t row)
{
	const struct leat_type *type = cast->from->type;
	int64_t value = cast->from->i64[row];

	if (type->id == LEAT_DATE)
		return (struct moment){ value * LEAT_US_PER_DAY, 0 };
	if (type->id == LEAT_TIME)
		return (struct moment){ value, 0 };
	int64_t us = leat_timestamp_to_us(value, type->precision);
	int64_t nano = type->precision > 6 ? value - us * 1000 : 0;
	if (type->id == LEAT_TIMESTAMP_LTZ)
		us = leat_tz_to_local(cast->tz, us);
	return (struct moment){ us, nano };
}

static int64_t day_of(int64_t us)
{
	return us / LEAT_US_PER_DAY - (us % LEAT_US_PER_DAY < 0);
}

static bool instant_to_date(struct leat_cast *cast, uint32_t row)
{
	cast->out.i64[row] = day_of(moment_of(cast, row).local_us);
	return true;
}

/* As Flink: the time of day is cut off towards 1970, so 1969-12-31 23:59:59 is on 1970-01-01. */
static bool timestamp_to_date(struct leat_cast *cast, uint32_t row)
{
	cast->out.i64[row] = moment_of(cast, row).local_us / LEAT_US_PER_DAY;
	return true;
}

static bool to_time(struct leat_cast *cast, uint32_t row)
{
	int64_t us = moment_of(cast, row).local_us;

	cast->out.i64[row] = leat_time_truncate(us - day_of(us) * LEAT_US_PER_DAY,
	                                        cast->to->precision);
	return true;
}

/* Put an instant or local time of @p us and @p nano in the result. */
static bool put_timestamp(struct leat_cast *cast, uint32_t row, int64_t us, int64_t nano)
{
	int64_t value;

	if (cast->to->precision <= 6)
		return leat_timestamp_from_us(us, cast->to->precision, &cast->out.i64[row]);
	return leat_timestamp_from_us(us, LEAT_TIME_PRECISION_MAX, &value) &&
	       leat_timestamp_rescale(value + nano, LEAT_TIME_PRECISION_MAX, cast->to->precision,
	                              &cast->out.i64[row]);
}

static bool to_timestamp(struct leat_cast *cast, uint32_t row)
{
	struct moment m = moment_of(cast, row);

	return put_timestamp(cast, row, m.local_us, m.nano);
}

static bool to_instant(struct leat_cast *cast, uint32_t row)
{
	struct moment m = moment_of(cast, row);

	return put_timestamp(cast, row, leat_tz_to_utc(cast->tz, m.local_us), m.nano);
}

/* An instant of another precision: not by way of local time, where an hour exists twice. */
static bool rescale(struct leat_cast *cast, uint32_t row)
{
	return leat_timestamp_rescale(cast->from->i64[row], cast->from->type->precision,
	                              cast->to->precision, &cast->out.i64[row]);
}

leat_cast_fn leat_cast_time(const struct leat_type *from, const struct leat_type *to)
{
	bool datetime = from->id == LEAT_DATE || from->id == LEAT_TIME ||
	                leat_type_is_timestamp(from);

	if (!datetime)
		return NULL;
	if (from->id == to->id && leat_type_is_timestamp(to))
		return rescale;
	if (to->id == LEAT_DATE && from->id != LEAT_TIME)
		return from->id == LEAT_TIMESTAMP_LTZ ? instant_to_date : timestamp_to_date;
	if (to->id == LEAT_TIME && from->id != LEAT_DATE)
		return to_time;
	if (to->id == LEAT_TIMESTAMP)
		return to_timestamp;
	return to->id == LEAT_TIMESTAMP_LTZ ? to_instant : NULL;
}

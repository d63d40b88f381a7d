/* SPDX-License-Identifier: Apache-2.0 */
/* Casts among BOOLEAN, numbers and intervals: Java's narrowing, NULL for decimals that do not
 * fit. */
#include <math.h>

#include "types/cast_int.h"
#include "types/datetime.h"
#include "types/decimal.h"

/* Cut to the width of the target, as Java's (int), (short) and (byte). */
static int64_t narrow(const struct leat_type *to, int64_t value)
{
	if (to->id == LEAT_INT)
		return (int32_t)value;
	if (to->id == LEAT_SMALLINT)
		return (int16_t)value;
	return to->id == LEAT_TINYINT ? (int8_t)value : value;
}

/* Java's (long): towards zero, to the nearest there is, NaN to 0. */
static int64_t f64_to_i64(double value)
{
	if (isnan(value))
		return 0;
	if (value >= 0x1p63)
		return INT64_MAX;
	return value < -0x1p63 ? INT64_MIN : (int64_t)value;
}

static int64_t f64_to_i32(double value)
{
	int64_t wide = f64_to_i64(value);

	return wide > INT32_MAX ? INT32_MAX : wide < INT32_MIN ? INT32_MIN : wide;
}

static void put_decimal(struct leat_cast *cast, uint32_t row, bool fits, leat_i128 value)
{
	if (fits)
		cast->out.i128[row] = value;
	else
		leat_cast_null(cast, row);
}

static bool int_to_int(struct leat_cast *cast, uint32_t row)
{
	cast->out.i64[row] = narrow(cast->to, cast->from->i64[row]);
	return true;
}

static bool int_to_double(struct leat_cast *cast, uint32_t row)
{
	cast->out.f64[row] = (double)cast->from->i64[row];
	return true;
}

static bool int_to_float(struct leat_cast *cast, uint32_t row)
{
	cast->out.f64[row] = (double)(float)cast->from->i64[row];
	return true;
}

static bool int_to_decimal(struct leat_cast *cast, uint32_t row)
{
	leat_i128 value = 0;
	bool fits = leat_decimal_rescale(cast->from->i64[row], 0, cast->to->precision,
	                                 cast->to->scale, &value);

	put_decimal(cast, row, fits, value);
	return true;
}

static bool int_to_bool(struct leat_cast *cast, uint32_t row)
{
	cast->out.boolean[row] = cast->from->i64[row] != 0;
	return true;
}

static bool bool_to_int(struct leat_cast *cast, uint32_t row)
{
	cast->out.i64[row] = cast->from->boolean[row];
	return true;
}

static bool bool_to_float(struct leat_cast *cast, uint32_t row)
{
	cast->out.f64[row] = cast->from->boolean[row];
	return true;
}

static bool bool_to_decimal(struct leat_cast *cast, uint32_t row)
{
	leat_i128 value = 0;
	bool fits = leat_decimal_rescale(cast->from->boolean[row], 0, cast->to->precision,
	                                 cast->to->scale, &value);

	put_decimal(cast, row, fits, value);
	return true;
}

static bool float_to_int(struct leat_cast *cast, uint32_t row)
{
	double value = cast->from->f64[row];

	/* Java goes to byte and short by way of int. */
	cast->out.i64[row] = cast->to->id == LEAT_BIGINT ? f64_to_i64(value)
	                                                 : narrow(cast->to, f64_to_i32(value));
	return true;
}

static bool double_to_float(struct leat_cast *cast, uint32_t row)
{
	cast->out.f64[row] = (double)(float)cast->from->f64[row];
	return true;
}

static bool float_to_decimal(struct leat_cast *cast, uint32_t row)
{
	leat_i128 value = 0;
	bool fits = leat_decimal_from_f64(cast->from->f64[row], cast->to->precision,
	                                  cast->to->scale, &value);

	/* NaN and infinities are nothing that a decimal could be too small for. */
	if (!isfinite(cast->from->f64[row]))
		return false;
	put_decimal(cast, row, fits, value);
	return true;
}

static bool float_to_bool(struct leat_cast *cast, uint32_t row)
{
	cast->out.boolean[row] = cast->from->f64[row] != 0;
	return true;
}

static bool decimal_to_int(struct leat_cast *cast, uint32_t row)
{
	cast->out.i64[row] = narrow(cast->to, leat_decimal_to_i64(cast->from->i128[row],
	                                                          cast->from->type->scale));
	return true;
}

static bool decimal_to_double(struct leat_cast *cast, uint32_t row)
{
	cast->out.f64[row] = leat_decimal_to_f64(cast->from->i128[row], cast->from->type->scale);
	return true;
}

static bool decimal_to_float(struct leat_cast *cast, uint32_t row)
{
	double value = leat_decimal_to_f64(cast->from->i128[row], cast->from->type->scale);

	cast->out.f64[row] = (double)(float)value;
	return true;
}

static bool decimal_to_decimal(struct leat_cast *cast, uint32_t row)
{
	leat_i128 value = 0;
	bool fits = leat_decimal_rescale(cast->from->i128[row], cast->from->type->scale,
	                                 cast->to->precision, cast->to->scale, &value);

	put_decimal(cast, row, fits, value);
	return true;
}

static bool decimal_to_bool(struct leat_cast *cast, uint32_t row)
{
	cast->out.boolean[row] = cast->from->i128[row] != 0;
	return true;
}

static bool day_interval_to_int(struct leat_cast *cast, uint32_t row)
{
	/* A day-time interval is a number of milliseconds. */
	cast->out.i64[row] = narrow(cast->to, cast->from->i64[row] / LEAT_US_PER_MS);
	return true;
}

static bool int_to_day_interval(struct leat_cast *cast, uint32_t row)
{
	return !__builtin_mul_overflow(cast->from->i64[row], LEAT_US_PER_MS, &cast->out.i64[row]);
}

static leat_cast_fn from_bool(const struct leat_type *to)
{
	if (leat_type_is_integer(to))
		return bool_to_int;
	if (to->id == LEAT_DECIMAL)
		return bool_to_decimal;
	return leat_type_is_numeric(to) ? bool_to_float : NULL;
}

static leat_cast_fn from_int(const struct leat_type *to)
{
	if (leat_type_is_integer(to) || to->id == LEAT_INTERVAL_YEAR_MONTH)
		return int_to_int;
	if (to->id == LEAT_INTERVAL_DAY_TIME)
		return int_to_day_interval;
	if (to->id == LEAT_DOUBLE)
		return int_to_double;
	if (to->id == LEAT_FLOAT)
		return int_to_float;
	if (to->id == LEAT_DECIMAL)
		return int_to_decimal;
	return to->id == LEAT_BOOLEAN ? int_to_bool : NULL;
}

static leat_cast_fn from_float(const struct leat_type *to)
{
	if (leat_type_is_integer(to))
		return float_to_int;
	if (to->id == LEAT_FLOAT)
		return double_to_float;
	if (to->id == LEAT_DECIMAL)
		return float_to_decimal;
	return to->id == LEAT_BOOLEAN ? float_to_bool : NULL;
}

static leat_cast_fn from_decimal(const struct leat_type *to)
{
	if (leat_type_is_integer(to))
		return decimal_to_int;
	if (to->id == LEAT_DOUBLE)
		return decimal_to_double;
	if (to->id == LEAT_FLOAT)
		return decimal_to_float;
	if (to->id == LEAT_DECIMAL)
		return decimal_to_decimal;
	return to->id == LEAT_BOOLEAN ? decimal_to_bool : NULL;
}

leat_cast_fn leat_cast_number(const struct leat_type *from, const struct leat_type *to)
{
	if (from->id == LEAT_BOOLEAN)
		return from_bool(to);
	if (leat_type_is_integer(from))
		return from_int(to);
	if (from->id == LEAT_FLOAT || from->id == LEAT_DOUBLE)
		return from_float(to);
	if (from->id == LEAT_DECIMAL)
		return from_decimal(to);
	if (from->id == LEAT_INTERVAL_YEAR_MONTH && leat_type_is_integer(to))
		return int_to_int;
	if (from->id == LEAT_INTERVAL_DAY_TIME && leat_type_is_integer(to))
		return day_interval_to_int;
	return NULL;
}

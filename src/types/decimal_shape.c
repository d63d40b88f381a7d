/* SPDX-License-Identifier: Apache-2.0 */
/* Result types of operations on decimals, as Flink derives them. */
#include "types/decimal.h"

enum {
	PRECISION_MAX = LEAT_DECIMAL_PRECISION_MAX,
	SCALE_KEPT = 6, /* Digits of fraction that integral digits may not push out. */
};

static int max2(int a, int b)
{
	return a > b ? a : b;
}

static int min2(int a, int b)
{
	return a < b ? a : b;
}

/* Beyond 38 digits fraction is given up, but not below SCALE_KEPT digits of it. */
static struct leat_decimal_shape adjust(int precision, int scale)
{
	if (precision <= PRECISION_MAX)
		return (struct leat_decimal_shape){ precision, scale };
	int integral = precision - scale;
	return (struct leat_decimal_shape){ PRECISION_MAX,
		                            max2(PRECISION_MAX - integral, min2(scale, SCALE_KEPT)) };
}

struct leat_decimal_shape leat_decimal_shape_of(const struct leat_type *type)
{
	leat_assert(leat_type_is_numeric(type));
	switch (type->id) {
	case LEAT_TINYINT:
		return (struct leat_decimal_shape){ 3, 0 };
	case LEAT_SMALLINT:
		return (struct leat_decimal_shape){ 5, 0 };
	case LEAT_INT:
		return (struct leat_decimal_shape){ 10, 0 };
	case LEAT_BIGINT:
		return (struct leat_decimal_shape){ 19, 0 };
	case LEAT_FLOAT:
		return (struct leat_decimal_shape){ 14, 7 };
	case LEAT_DOUBLE:
		return (struct leat_decimal_shape){ 30, 15 };
	case LEAT_DECIMAL:
	case LEAT_NULL:
	case LEAT_BOOLEAN:
	case LEAT_CHAR:
	case LEAT_VARCHAR:
	case LEAT_BINARY:
	case LEAT_VARBINARY:
	case LEAT_DATE:
	case LEAT_TIME:
	case LEAT_TIMESTAMP:
	case LEAT_TIMESTAMP_LTZ:
	case LEAT_INTERVAL_YEAR_MONTH:
	case LEAT_INTERVAL_DAY_TIME:
	case LEAT_ARRAY:
	case LEAT_MULTISET:
	case LEAT_MAP:
	case LEAT_ROW:
	case LEAT_SYMBOL:
	case LEAT_TYPE_COUNT:
		break;
	}
	return (struct leat_decimal_shape){ type->precision, type->scale };
}

struct leat_decimal_shape leat_decimal_add_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b)
{
	int scale = max2(a.scale, b.scale);

	return adjust(max2(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

struct leat_decimal_shape leat_decimal_mul_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b)
{
	return adjust(a.precision + b.precision + 1, a.scale + b.scale);
}

struct leat_decimal_shape leat_decimal_div_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b)
{
	int scale = max2(SCALE_KEPT, a.scale + b.precision + 1);

	return adjust(a.precision - a.scale + b.scale + scale, scale);
}

struct leat_decimal_shape leat_decimal_mod_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b)
{
	int scale = max2(a.scale, b.scale);

	return adjust(min2(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

struct leat_decimal_shape leat_decimal_round_shape(struct leat_decimal_shape a, int digits)
{
	if (digits >= a.scale)
		return a;
	if (digits < 0)
		/* ROUND(9.9, -1) still has a digit more than 9. */
		return (struct leat_decimal_shape){ min2(PRECISION_MAX, 1 + a.precision - a.scale), 0 };
	/* ROUND(9.99, 1) is 10.0. */
	return (struct leat_decimal_shape){ 1 + a.precision - a.scale + digits, digits };
}

struct leat_decimal_shape leat_decimal_sum_shape(struct leat_decimal_shape a)
{
	return (struct leat_decimal_shape){ PRECISION_MAX, a.scale };
}

struct leat_decimal_shape leat_decimal_avg_shape(struct leat_decimal_shape a)
{
	return (struct leat_decimal_shape){ PRECISION_MAX, max2(SCALE_KEPT, a.scale) };
}

struct leat_decimal_shape leat_decimal_common_shape(struct leat_decimal_shape a,
                                                    struct leat_decimal_shape b)
{
	int scale = max2(a.scale, b.scale);
	int integral = max2(a.precision - a.scale, b.precision - b.scale);

	/* Calcite's least restrictive type keeps the integral digits whatever the fraction
	 * loses. */
	if (integral + scale > PRECISION_MAX)
		return (struct leat_decimal_shape){ PRECISION_MAX, max2(PRECISION_MAX - integral, 0) };
	return (struct leat_decimal_shape){ integral + scale, scale };
}

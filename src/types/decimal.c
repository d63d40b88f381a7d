/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic on decimals.
 *
 * Signs are taken off, magnitudes are computed exactly in 256 bits, and each result is rounded
 * once, half up (away from zero). */
#include "types/decimal.h"

#include <math.h>

#include "base/number.h"
#include "types/int256_int.h"

enum {
	POWER_MAX = 38, /* 10^38 is the largest power below 2^127. */
};

#define E19 ((leat_i128)UINT64_C(10000000000000000000))
#define P(n) ((leat_i128)INT64_C(1##n))

static const leat_i128 powers[POWER_MAX + 1] = {
	P(),
	P(0),
	P(00),
	P(000),
	P(0000),
	P(00000),
	P(000000),
	P(0000000),
	P(00000000),
	P(000000000),
	P(0000000000),
	P(00000000000),
	P(000000000000),
	P(0000000000000),
	P(00000000000000),
	P(000000000000000),
	P(0000000000000000),
	P(00000000000000000),
	P(000000000000000000),
	E19,
	E19 * P(0),
	E19 * P(00),
	E19 * P(000),
	E19 * P(0000),
	E19 * P(00000),
	E19 * P(000000),
	E19 * P(0000000),
	E19 * P(00000000),
	E19 * P(000000000),
	E19 * P(0000000000),
	E19 * P(00000000000),
	E19 * P(000000000000),
	E19 * P(0000000000000),
	E19 * P(00000000000000),
	E19 * P(000000000000000),
	E19 * P(0000000000000000),
	E19 * P(00000000000000000),
	E19 * P(000000000000000000),
	E19 * E19,
};

leat_i128 leat_decimal_power(int exponent)
{
	leat_assert(exponent >= 0 && exponent <= POWER_MAX);
	return powers[exponent];
}

static leat_u128 magnitude(leat_i128 value)
{
	return value < 0 ? 0 - (leat_u128)value : (leat_u128)value;
}

bool leat_decimal_fits(leat_i128 value, int precision)
{
	return magnitude(value) < (leat_u128)powers[precision];
}

/* Give the magnitude its sign when it fits. */
static bool finish(struct leat_u256 value, bool negative, int precision, leat_i128 *ret)
{
	if (value.high || value.low >= (leat_u128)powers[precision])
		return false;
	*ret = negative ? -(leat_i128)value.low : (leat_i128)value.low;
	return true;
}

/* a / b, half up. */
static struct leat_u256 divide_half_up(struct leat_u256 a, leat_u128 b)
{
	leat_u128 rest;
	struct leat_u256 q = leat_u256_div(a, b, &rest);

	if (rest >= b - rest && ++q.low == 0)
		q.high++;
	return q;
}

/* a * 10^by, where by may be negative and then rounds; false when it has more than 256 bits. */
static bool shift_digits(struct leat_u256 a, int by, struct leat_u256 *ret)
{
	while (by > POWER_MAX) {
		if (!leat_u256_scale(a, (leat_u128)powers[POWER_MAX], &a))
			return false;
		by -= POWER_MAX;
	}
	if (by >= 0)
		return leat_u256_scale(a, (leat_u128)powers[by], ret);
	if (by < -2 * POWER_MAX) {
		/* Fewer than 77 digits: nothing is left, not even after rounding. */
		*ret = (struct leat_u256){ 0, 0 };
		return true;
	}
	if (by < -POWER_MAX) {
		/* Rounding after a first cut is right: half of a power of ten is an integer. */
		leat_u128 rest;
		a = leat_u256_div(a, (leat_u128)powers[-by - POWER_MAX], &rest);
		a = divide_half_up(a, (leat_u128)powers[POWER_MAX]);
		*ret = a;
		return true;
	}
	*ret = divide_half_up(a, (leat_u128)powers[-by]);
	return true;
}

bool leat_decimal_rescale(leat_i128 value, int from_scale, int precision, int scale, leat_i128 *ret)
{
	struct leat_u256 v;

	if (from_scale == scale) {
		*ret = value;
		return leat_decimal_fits(value, precision);
	}
	return shift_digits((struct leat_u256){ magnitude(value), 0 }, scale - from_scale, &v) &&
	       finish(v, value < 0, precision, ret);
}

/* Add magnitudes with signs; exact. */
static struct leat_u256 add_signed(struct leat_u256 a, bool a_negative, struct leat_u256 b,
                                   bool b_negative, bool *ret_negative)
{
	struct leat_u256 sum;

	if (a_negative == b_negative) {
		sum.low = a.low + b.low;
		sum.high = a.high + b.high + (sum.low < a.low);
		*ret_negative = a_negative;
		return sum;
	}
	bool swap = a.high < b.high || (a.high == b.high && a.low < b.low);
	if (swap) {
		sum = a;
		a = b;
		b = sum;
	}
	sum.low = a.low - b.low;
	sum.high = a.high - b.high - (a.low < b.low);
	*ret_negative = swap ? b_negative : a_negative;
	return sum;
}

bool leat_decimal_add(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret)
{
	leat_i128 sum;

	if (LEAT_LIKELY(a_scale == scale && b_scale == scale)) {
		if (__builtin_add_overflow(a, b, &sum) || !leat_decimal_fits(sum, precision))
			return false;
		*ret = sum;
		return true;
	}
	/* 38 digits and a difference of scales of 38 at most: 253 bits, and one for the sum. */
	int common = a_scale > b_scale ? a_scale : b_scale;
	struct leat_u256 x, y, z;
	bool negative;
	if (!shift_digits((struct leat_u256){ magnitude(a), 0 }, common - a_scale, &x) ||
	    !shift_digits((struct leat_u256){ magnitude(b), 0 }, common - b_scale, &y))
		return false;
	x = add_signed(x, a < 0, y, b < 0, &negative);
	return shift_digits(x, scale - common, &z) && finish(z, negative, precision, ret);
}

bool leat_decimal_sub(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret)
{
	return leat_decimal_add(a, a_scale, -b, b_scale, precision, scale, ret);
}

bool leat_decimal_mul(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret)
{
	struct leat_u256 product = leat_u256_mul(magnitude(a), magnitude(b));

	return shift_digits(product, scale - a_scale - b_scale, &product) &&
	       finish(product, (a < 0) != (b < 0), precision, ret);
}

bool leat_decimal_div(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret)
{
	int by = scale - a_scale + b_scale;
	struct leat_u256 x = { magnitude(a), 0 };
	leat_u128 y = magnitude(b);

	leat_assert(b != 0);
	if (by < 0) {
		/* The divisor grows instead.  When it outgrows 128 bits the quotient is below
		 * one half of the last digit. */
		struct leat_u256 divisor;
		if (!shift_digits((struct leat_u256){ y, 0 }, -by, &divisor) || divisor.high)
			x = (struct leat_u256){ 0, 0 }, y = 1;
		else
			y = divisor.low;
	} else if (!shift_digits(x, by, &x)) {
		/* More than 77 digits by one of at most 38. */
		return false;
	}
	return finish(divide_half_up(x, y), (a < 0) != (b < 0), precision, ret);
}

bool leat_decimal_mod(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret)
{
	int common = a_scale > b_scale ? a_scale : b_scale;
	struct leat_u256 x, y;
	leat_u128 rest;

	leat_assert(b != 0);
	if (!shift_digits((struct leat_u256){ magnitude(a), 0 }, common - a_scale, &x) ||
	    !shift_digits((struct leat_u256){ magnitude(b), 0 }, common - b_scale, &y))
		return false;
	if (y.high)
		/* Then b has the smaller scale, so a was not shifted and is smaller. */
		rest = x.low;
	else
		(void)leat_u256_div(x, y.low, &rest);
	x = (struct leat_u256){ rest, 0 };
	return shift_digits(x, scale - common, &x) && finish(x, a < 0, precision, ret);
}

bool leat_decimal_round(leat_i128 value, int scale, int digits, leat_i128 *ret)
{
	int cut = scale - digits;

	if (cut <= 0) {
		*ret = value;
		return true;
	}
	if (cut > POWER_MAX) {
		*ret = 0;
		return true;
	}
	struct leat_u256 v = divide_half_up((struct leat_u256){ magnitude(value), 0 },
	                                    (leat_u128)powers[cut]);
	return leat_u256_scale(v, (leat_u128)powers[cut], &v) &&
	       finish(v, value < 0, POWER_MAX, ret);
}

leat_i128 leat_decimal_truncate(leat_i128 value, int scale, int digits)
{
	int cut = scale - digits;

	if (cut <= 0)
		return value;
	return cut > POWER_MAX ? 0 : value - value % powers[cut];
}

leat_i128 leat_decimal_floor(leat_i128 value, int scale)
{
	return value / powers[scale] - (value % powers[scale] < 0);
}

leat_i128 leat_decimal_ceil(leat_i128 value, int scale)
{
	return value / powers[scale] + (value % powers[scale] > 0);
}

int leat_decimal_compare(leat_i128 a, int a_scale, leat_i128 b, int b_scale)
{
	if (a_scale == b_scale || (a < 0) != (b < 0))
		return a < b ? -1 : a > b;
	int common = a_scale > b_scale ? a_scale : b_scale;
	struct leat_u256 x = leat_u256_mul(magnitude(a), (leat_u128)powers[common - a_scale]);
	struct leat_u256 y = leat_u256_mul(magnitude(b), (leat_u128)powers[common - b_scale]);
	int order = x.high != y.high ? (x.high < y.high ? -1 : 1)
	                             : (x.low < y.low ? -1 : x.low > y.low);
	return a < 0 ? -order : order;
}

bool leat_decimal_parse(struct leat_str text, int precision, int scale, leat_i128 *ret)
{
	enum { DIGITS_KEPT = 60, EXPONENT_MAX = 100000 }; /* Of 256 bits, 77 digits would fit. */
	struct leat_u256 digits = { 0, 0 };
	uint32_t i = 0, count = 0;
	int exponent = 0, kept = 0;
	bool point = false, negative = false;

	if (i < text.n && (text.p[i] == '-' || text.p[i] == '+'))
		negative = text.p[i++] == '-';
	for (; i < text.n; i++) {
		unsigned digit = (unsigned)(unsigned char)text.p[i] - '0';
		if (text.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (digit > 9)
			break;
		count++;
		if (kept < DIGITS_KEPT) {
			(void)leat_u256_scale(digits, 10, &digits);
			digits.low += digit;
			digits.high += digits.low < digit;
			kept += digits.low || digits.high;
			exponent -= point;
		} else if (!point && exponent < EXPONENT_MAX) {
			exponent++;
		}
	}
	if (count == 0)
		return false;
	if (i < text.n && (text.p[i] | 0x20) == 'e') {
		int64_t e;
		if (!leat_number_parse_i64((struct leat_str){ text.p + i + 1, text.n - i - 1 }, &e))
			return false;
		e = e > EXPONENT_MAX ? EXPONENT_MAX : e < -EXPONENT_MAX ? -EXPONENT_MAX : e;
		exponent += (int)e;
		i = text.n;
	}
	if (i < text.n)
		return false;
	if (digits.low == 0 && digits.high == 0) {
		*ret = 0;
		return true;
	}
	return shift_digits(digits, exponent + scale, &digits) &&
	       finish(digits, negative, precision, ret);
}

double leat_decimal_to_f64(leat_i128 value, int scale)
{
	char text[LEAT_NUMBER_TEXT_MAX];
	double result = 0;

	/* Both exact, so the quotient is rounded once. */
	if (magnitude(value) <= (leat_u128)1 << 53 && scale <= 22)
		return (double)(int64_t)value / (double)powers[scale];
	uint32_t n = leat_number_print_i128(value, scale, text);
	bool ok = leat_number_parse_f64((struct leat_str){ text, n }, &result);
	leat_assert(ok);
	return result;
}

bool leat_decimal_from_f64(double value, int precision, int scale, leat_i128 *ret)
{
	char text[LEAT_NUMBER_TEXT_MAX];

	if (!isfinite(value))
		return false;
	uint32_t n = leat_number_print_f64(value, text);
	return leat_decimal_parse((struct leat_str){ text, n }, precision, scale, ret);
}

int64_t leat_decimal_to_i64(leat_i128 value, int scale)
{
	return (int64_t)(uint64_t)(value / powers[scale]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* DECIMAL(1..38) on 128-bit integers, as Flink computes: half up, NULL when a result does not fit.
 *
 * A value is an unscaled integer; its type gives the scale.  Operations take the scales of their
 * operands and the precision and scale of the result type, and return false when the result has no
 * value in that type (too large, division by zero): SQL's NULL, or an error, as the caller decides. */
#pragma once

#include "leat/batch.h"

/** 10^@p exponent, 0..38. */
leat_i128 leat_decimal_power(int exponent);

/** True when |@p value| < 10^@p precision. */
bool leat_decimal_fits(leat_i128 value, int precision);

/** The result as a DECIMAL(@p precision, @p scale), half up; false when it does not fit. */
bool leat_decimal_add(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret);
bool leat_decimal_sub(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret);
bool leat_decimal_mul(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret);
/** @p b is not 0. */
bool leat_decimal_div(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret);
/** The remainder with the sign of @p a; @p b is not 0. */
bool leat_decimal_mod(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision, int scale,
                      leat_i128 *ret);

/** @p value of @p from_scale as a DECIMAL(@p precision, @p scale), half up. */
bool leat_decimal_rescale(leat_i128 value, int from_scale, int precision, int scale, leat_i128 *ret);

/** Round half up to @p digits after the point (negative: before it); the scale stays @p scale. */
bool leat_decimal_round(leat_i128 value, int scale, int digits, leat_i128 *ret);

/** Cut to @p digits after the point (negative: before it); the scale stays @p scale. */
leat_i128 leat_decimal_truncate(leat_i128 value, int scale, int digits);

/** The largest integer <= the value, the smallest >= it; with scale 0. */
leat_i128 leat_decimal_floor(leat_i128 value, int scale);
leat_i128 leat_decimal_ceil(leat_i128 value, int scale);

/** <0, 0 or >0. */
int leat_decimal_compare(leat_i128 a, int a_scale, leat_i128 b, int b_scale);

/** Parse [+-]digits[.digits][e[+-]digits] and round it half up to the type; false when the text is
 * no number or does not fit. */
bool leat_decimal_parse(struct leat_str text, int precision, int scale, leat_i128 *ret);

/** The nearest double. */
double leat_decimal_to_f64(leat_i128 value, int scale);

/** The shortest decimal of the double (as Java prints it) rounded half up; false for NaN,
 * infinities and what does not fit. */
bool leat_decimal_from_f64(double value, int precision, int scale, leat_i128 *ret);

/** The integral part, cut to 64 bits as Java's longValue. */
int64_t leat_decimal_to_i64(leat_i128 value, int scale);

/* ---- result types ---- */

/** A precision and a scale. */
struct leat_decimal_shape {
	int precision; /**< 1..38. */
	int scale;     /**< 0..precision. */
};

/** DECIMAL that holds every value of a numeric type: TINYINT (3,0), SMALLINT (5,0), INT (10,0),
 * BIGINT (19,0), DECIMAL itself; FLOAT (14,7) and DOUBLE (30,15) as Calcite says. */
struct leat_decimal_shape leat_decimal_shape_of(const struct leat_type *type);

/* Flink's result shapes (nullability is the caller's). */
struct leat_decimal_shape leat_decimal_add_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b);
struct leat_decimal_shape leat_decimal_mul_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b);
struct leat_decimal_shape leat_decimal_div_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b);
struct leat_decimal_shape leat_decimal_mod_shape(struct leat_decimal_shape a,
                                                 struct leat_decimal_shape b);
/** Of ROUND(x, digits). */
struct leat_decimal_shape leat_decimal_round_shape(struct leat_decimal_shape a, int digits);
/** Of SUM: (38, s). */
struct leat_decimal_shape leat_decimal_sum_shape(struct leat_decimal_shape a);
/** Of AVG: (38, max(6, s)). */
struct leat_decimal_shape leat_decimal_avg_shape(struct leat_decimal_shape a);
/** The common type of two: enough integral digits and fraction for both, adjusted at 38. */
struct leat_decimal_shape leat_decimal_common_shape(struct leat_decimal_shape a,
                                                    struct leat_decimal_shape b);

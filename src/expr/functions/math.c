/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of numbers: rounding, powers, logarithms, trigonometry, random numbers, BIN. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "expr/bind.h"
#include "expr/functions/temporal_unit.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/decimal.h"

/* ---- DOUBLE to DOUBLE ---- */

#define A_TYPE double
#define OUT_TYPE double

#define UNARY(name) double_##name
/* Flink's planner makes it POWER(a, 0.5): 0 of -0, infinity of -infinity. */
#define NAME UNARY(sqrt)
#define EXPR(a) pow(a, 0.5)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(exp)
#define EXPR(a) exp(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(ln)
#define EXPR(a) log(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(log10)
#define EXPR(a) log10(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(log2)
#define EXPR(a) log2(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(sin)
#define EXPR(a) sin(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(cos)
#define EXPR(a) cos(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(tan)
#define EXPR(a) tan(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(cot)
#define EXPR(a) (1.0 / tan(a))
#include "expr/functions/unary.inc.c"
#define NAME UNARY(asin)
#define EXPR(a) asin(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(acos)
#define EXPR(a) acos(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(atan)
#define EXPR(a) atan(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(sinh)
#define EXPR(a) sinh(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(cosh)
#define EXPR(a) cosh(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(tanh)
#define EXPR(a) tanh(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(degrees)
#define EXPR(a) ((a) * (180.0 / M_PI))
#include "expr/functions/unary.inc.c"
#define NAME UNARY(radians)
#define EXPR(a) ((a) * (M_PI / 180.0))
#include "expr/functions/unary.inc.c"
#define NAME UNARY(floor)
#define EXPR(a) floor(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(ceil)
#define EXPR(a) ceil(a)
#include "expr/functions/unary.inc.c"
#define NAME UNARY(sign)
#define EXPR(a) ((a) > 0 ? 1.0 : (a) < 0 ? -1.0 : (a))
#include "expr/functions/unary.inc.c"

#define B_TYPE double
#define NAME double_power
#define EXPR(a, b) pow(a, b)
#include "expr/functions/binary.inc.c"
#define NAME double_atan2
#define EXPR(a, b) atan2(a, b)
#include "expr/functions/binary.inc.c"
#define NAME double_log_of_base
#define EXPR(a, b) (log(b) / log(a))
#include "expr/functions/binary.inc.c"
#undef B_TYPE
#undef A_TYPE
#undef OUT_TYPE

static int bind_log(struct leat_bind *bind, struct leat_err *err)
{
	bind->kernel = bind->arg_count == 1 ? double_ln : double_log_of_base;
	return leat_bind_signature(bind, "d?d>D", err);
}

LEAT_KERNEL(pi)
{
	LEAT_EACH_ROW(row, sel)
	out->f64[row] = M_PI;
	return 0;
}

LEAT_KERNEL(e)
{
	LEAT_EACH_ROW(row, sel)
	out->f64[row] = M_E;
	return 0;
}

/* ---- rounding ---- */

LEAT_KERNEL(keep)
{
	leat_out_take(out, &args[0]);
	return 0;
}

LEAT_KERNEL(decimal_floor)
{
	LEAT_EACH_ROW(row, sel)
	out->i128[row] = leat_decimal_floor(args[0].i128[row], call->args[0]->scale);
	return 0;
}

LEAT_KERNEL(decimal_ceil)
{
	LEAT_EACH_ROW(row, sel)
	out->i128[row] = leat_decimal_ceil(args[0].i128[row], call->args[0]->scale);
	return 0;
}

/* FLOOR and CEIL of a number are of its type, DECIMAL without scale; of a time: to a unit. */
static int bind_whole(struct leat_bind *bind, bool up, struct leat_err *err)
{
	const struct leat_type *type = bind->args[0];

	if (bind->arg_count == 2)
		return leat_bind_time_round(bind, up, err);
	if (type->id == LEAT_NULL) {
		leat_bind_want(bind, 0, leat_type_basic(LEAT_DOUBLE));
		type = bind->args[0];
	}
	if (!leat_type_is_numeric(type))
		return leat_bind_reject(bind, err);
	if (type->id == LEAT_DECIMAL) {
		bind->kernel = up ? decimal_ceil : decimal_floor;
		return leat_bind_returns(bind,
		                         leat_type_decimal(bind->arena, type->precision, 0, true),
		                         type->nullable);
	}
	bind->kernel = leat_type_is_integer(type) ? keep : up ? double_ceil : double_floor;
	return leat_bind_returns(bind, type, type->nullable);
}

static int bind_floor(struct leat_bind *bind, struct leat_err *err)
{
	return bind_whole(bind, false, err);
}

static int bind_ceil(struct leat_bind *bind, struct leat_err *err)
{
	return bind_whole(bind, true, err);
}

/* Half up in decimal, of the shortest digits that the number prints as. */
static double round_double(double value, int digits)
{
	leat_i128 unscaled;
	int scale = digits < 0 ? 0 : digits > 18 ? 18 : digits;

	if (!isfinite(value) || digits > 18 || fabs(value) >= 1e18)
		return value;
	if (!leat_decimal_from_f64(value, LEAT_DECIMAL_PRECISION_MAX, scale, &unscaled))
		return value;
	if (digits < 0 && !leat_decimal_round(unscaled, 0, digits, &unscaled))
		return value;
	return leat_decimal_to_f64(unscaled, scale);
}

static double truncate_double(double value, int digits)
{
	leat_i128 unscaled;

	if (!isfinite(value) || digits > 18 || fabs(value) >= 1e18 ||
	    !leat_decimal_from_f64(value, LEAT_DECIMAL_PRECISION_MAX, 19, &unscaled))
		return value;
	return leat_decimal_to_f64(leat_decimal_truncate(unscaled, 19, digits), 19);
}

static int digits_of(const struct leat_call *call, const struct leat_col *args, uint32_t row)
{
	int64_t digits = call->arg_count > 1 ? args[1].i64[row] : 0;

	return digits > 40 ? 40 : digits < -40 ? -40 : (int)digits;
}

/* Rounding or cutting one value of any numeric type; the call's data says which. */
LEAT_KERNEL(round_any)
{
	const bool *cut = call->data;
	const struct leat_type *from = call->args[0], *to = call->ret;

	LEAT_EACH_ROW(row, sel)
	{
		int digits = digits_of(call, args, row);
		leat_i128 value;

		if (leat_type_phys(to) == LEAT_PHYS_F64) {
			double f = args[0].f64[row];
			f = *cut ? truncate_double(f, digits) : round_double(f, digits);
			out->f64[row] = to->id == LEAT_FLOAT ? (float)f : f;
			continue;
		}
		value = to->id == LEAT_DECIMAL ? args[0].i128[row] : args[0].i64[row];
		if (*cut)
			value = leat_decimal_truncate(value, from->scale, digits);
		else if (!leat_decimal_round(value, from->scale, digits, &value))
			leat_out_null(out, row);
		if (to->id != LEAT_DECIMAL)
			out->i64[row] = (int64_t)value;
		else if (!leat_decimal_rescale(value, from->scale, to->precision, to->scale,
		                               &out->i128[row]))
			leat_out_null(out, row);
	}
	return 0;
}

/* A DECIMAL keeps as many digits after the point as asked for, and gets one more before it. */
static const struct leat_type *rounded_type(struct leat_bind *bind)
{
	const struct leat_type *type = bind->args[0];
	int64_t digits = bind->arg_count == 1 ? 0 : type->scale;
	struct leat_decimal_shape shape;

	if (type->id != LEAT_DECIMAL)
		return type;
	if (leat_bind_is_known(bind, 1) && leat_type_is_integer(bind->constants[1]->type))
		digits = bind->constants[1]->i64[0];
	shape = leat_decimal_round_shape(leat_decimal_shape_of(type), digits < -40  ? -40
	                                                              : digits > 40 ? 40
	                                                                            : (int)digits);
	return leat_type_decimal(bind->arena, shape.precision, shape.scale, true);
}

static int bind_rounding(struct leat_bind *bind, bool cut, struct leat_err *err)
{
	bool *data = LEAT_ARENA_NEW(bind->arena, bool);

	*data = cut;
	bind->data = data;
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_DOUBLE));
	if (bind->arg_count == 2 && bind->args[1]->id == LEAT_NULL)
		leat_bind_want(bind, 1, leat_type_basic(LEAT_INT));
	if (!leat_type_is_numeric(bind->args[0]) ||
	    (bind->arg_count == 2 && !leat_type_is_integer(bind->args[1])))
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, rounded_type(bind), leat_bind_is_nullable(bind));
}

static int bind_round(struct leat_bind *bind, struct leat_err *err)
{
	return bind_rounding(bind, false, err);
}

static int bind_truncate(struct leat_bind *bind, struct leat_err *err)
{
	return bind_rounding(bind, true, err);
}

/* ---- SIGN ---- */

LEAT_KERNEL(sign)
{
	LEAT_EACH_ROW(row, sel)
	{
		if (call->ret->id == LEAT_DECIMAL) {
			leat_i128 value = args[0].i128[row];
			out->i128[row] = ((value > 0) - (value < 0)) *
			                 leat_decimal_power(call->ret->scale);
		} else {
			out->i64[row] = (args[0].i64[row] > 0) - (args[0].i64[row] < 0);
		}
	}
	return 0;
}

static int bind_sign(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_DOUBLE));
	if (!leat_type_is_numeric(bind->args[0]))
		return leat_bind_reject(bind, err);
	bind->kernel = leat_type_phys(bind->args[0]) == LEAT_PHYS_F64 ? double_sign : sign;
	return leat_bind_returns(bind, bind->args[0], bind->args[0]->nullable);
}

/* ---- random numbers ---- */

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* The generator of a row: the job's, or with a seed argument one of its own. */
static uint64_t *generator(const struct leat_call *call, const struct leat_eval *eval,
                           const struct leat_col *args, uint32_t row, bool seeded)
{
	uint64_t *own = (uint64_t *)call->data;

	if (!seeded)
		return eval->random;
	if (*own == 0)
		*own = (uint64_t)args[0].i64[row] * 2 + 1;
	return own;
}

LEAT_KERNEL(random_double)
{
	LEAT_EACH_ROW(row, sel)
	out->f64[row] = (double)(next_random(
					 generator(call, eval, args, row, call->arg_count == 1)) >>
	                         11) *
	                0x1p-53;
	return 0;
}

LEAT_KERNEL(random_integer)
{
	const struct leat_col *bound = &args[call->arg_count - 1];

	LEAT_EACH_ROW(row, sel)
	{
		if (bound->i64[row] <= 0)
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "the bound of RAND_INTEGER must be positive");
		uint64_t value = next_random(
			generator(call, eval, args, row, call->arg_count == 2));
		out->i64[row] = (int64_t)(value % (uint64_t)bound->i64[row]);
	}
	return 0;
}

static int bind_random(struct leat_bind *bind, const char *signature, struct leat_err *err)
{
	bind->data = LEAT_ARENA_NEW(bind->arena, uint64_t);
	return leat_bind_signature(bind, signature, err);
}

static int bind_rand(struct leat_bind *bind, struct leat_err *err)
{
	return bind_random(bind, "?i>D", err);
}

static int bind_rand_integer(struct leat_bind *bind, struct leat_err *err)
{
	return bind_random(bind, "i?i>I", err);
}

LEAT_KERNEL(uuid)
{
	static const char hex[] = "0123456789abcdef";

	LEAT_EACH_ROW(row, sel)
	{
		uint64_t high = next_random(eval->random), low = next_random(eval->random);
		char *to = leat_out_text(out, 36), *p = to;
		high = (high & ~UINT64_C(0xf000)) | 0x4000;
		low = (low & ~(UINT64_C(3) << 62)) | UINT64_C(1) << 63;
		for (int i = 0; i < 32; i++) {
			if (i == 8 || i == 12 || i == 16 || i == 20)
				*p++ = '-';
			*p++ = hex[(i < 16 ? high >> (60 - 4 * i) : low >> (124 - 4 * i)) & 15];
		}
		out->bytes[row] = (struct leat_str){ to, 36 };
	}
	return 0;
}

/* ---- BIN ---- */

LEAT_KERNEL(bin)
{
	LEAT_EACH_ROW(row, sel)
	{
		uint64_t value = (uint64_t)args[0].i64[row];
		int n = value ? 64 - __builtin_clzll(value) : 1;
		char *to = leat_out_text(out, (size_t)n);
		for (int i = 0; i < n; i++)
			to[i] = (char)('0' + (value >> (n - 1 - i) & 1));
		out->bytes[row] = (struct leat_str){ to, (uint32_t)n };
	}
	return 0;
}

#define MATH .group = "arithmetic", .flags = LEAT_FN_STRICT | LEAT_FN_PURE
#define DOUBLE1(name_, kernel_, doc_, example_, result_)                                           \
	{                                                                                          \
		.name = name_, MATH, .min_args = 1, .max_args = 1, .signature = "d>D",             \
		.kernel = kernel_, .syntax = name_ "(numeric)", .doc = doc_, .example = example_,  \
		.result = result_                                                                  \
	}

const struct leat_function leat_functions_math[] = {
	DOUBLE1("SQRT", double_sqrt, "The square root; NaN of a negative number.", "SQRT(4)",
	        "2.0"),
	DOUBLE1("EXP", double_exp, "e to the power of the number.", "EXP(0)", "1.0"),
	DOUBLE1("LN", double_ln, "The natural logarithm.", "LN(1)", "0.0"),
	DOUBLE1("LOG10", double_log10, "The logarithm to base 10.", "LOG10(1000)", "3.0"),
	DOUBLE1("LOG2", double_log2, "The logarithm to base 2.", "LOG2(8)", "3.0"),
	DOUBLE1("SIN", double_sin, "The sine.", "SIN(0)", "0.0"),
	DOUBLE1("COS", double_cos, "The cosine.", "COS(0)", "1.0"),
	DOUBLE1("TAN", double_tan, "The tangent.", "TAN(0)", "0.0"),
	DOUBLE1("COT", double_cot, "The cotangent.", "COT(1)", "0.6420926159343306"),
	DOUBLE1("ASIN", double_asin, "The arc sine.", "ASIN(0)", "0.0"),
	DOUBLE1("ACOS", double_acos, "The arc cosine.", "ACOS(1)", "0.0"),
	DOUBLE1("ATAN", double_atan, "The arc tangent.", "ATAN(0)", "0.0"),
	DOUBLE1("SINH", double_sinh, "The hyperbolic sine.", "SINH(0)", "0.0"),
	DOUBLE1("COSH", double_cosh, "The hyperbolic cosine.", "COSH(0)", "1.0"),
	DOUBLE1("TANH", double_tanh, "The hyperbolic tangent.", "TANH(0)", "0.0"),
	DOUBLE1("DEGREES", double_degrees, "Radians as degrees.", "DEGREES(0)", "0.0"),
	DOUBLE1("RADIANS", double_radians, "Degrees as radians.", "RADIANS(0)", "0.0"),
	{ .name = "POWER",
	  MATH,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "dd>D",
	  .kernel = double_power,
	  .syntax = "POWER(base, exponent)",
	  .doc = "A power.",
	  .example = "POWER(2, 10)",
	  .result = "1024.0" },
	{ .name = "ATAN2",
	  MATH,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "dd>D",
	  .kernel = double_atan2,
	  .syntax = "ATAN2(y, x)",
	  .doc = "The angle of a point.",
	  .example = "ATAN2(0, 1)",
	  .result = "0.0" },
	{ .name = "LOG",
	  MATH,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_log,
	  .syntax = "LOG([base, ]numeric)",
	  .doc = "The logarithm, by default the natural one.",
	  .example = "LOG(2, 8)",
	  .result = "3.0" },
	{ .name = "PI",
	  .group = "arithmetic",
	  .flags = LEAT_FN_PURE | LEAT_FN_NILADIC,
	  .signature = ">D!",
	  .kernel = pi,
	  .syntax = "PI()",
	  .doc = "The number pi.",
	  .example = "PI()",
	  .result = "3.141592653589793" },
	{ .name = "E",
	  .group = "arithmetic",
	  .flags = LEAT_FN_PURE,
	  .signature = ">D!",
	  .kernel = e,
	  .syntax = "E()",
	  .doc = "The number e.",
	  .example = "E()",
	  .result = "2.718281828459045" },
	{ .name = "FLOOR",
	  MATH,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_floor,
	  .syntax = "FLOOR(numeric), FLOOR(time TO unit)",
	  .doc = "The greatest whole number, or whole unit of time, that is not greater.",
	  .example = "FLOOR(-1.5)",
	  .result = "-2" },
	{ .name = "CEIL",
	  MATH,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_ceil,
	  .syntax = "CEIL(numeric), CEIL(time TO unit)",
	  .doc = "The least whole number, or whole unit of time, that is not less.",
	  .example = "CEIL(-1.5)",
	  .result = "-1" },
	{ .name = "CEILING",
	  MATH,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_ceil,
	  .syntax = "CEILING(numeric), CEILING(time TO unit)",
	  .doc = "As CEIL.",
	  .example = "CEILING(1.2)",
	  .result = "2" },
	{ .name = "ROUND",
	  MATH,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_round,
	  .kernel = round_any,
	  .syntax = "ROUND(numeric[, digits])",
	  .doc = "The number with that many digits after the point (negative: before it), half up.",
	  .example = "ROUND(2.55, 1)",
	  .result = "2.6" },
	{ .name = "TRUNCATE",
	  MATH,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_truncate,
	  .kernel = round_any,
	  .syntax = "TRUNCATE(numeric[, digits])",
	  .doc = "The number cut to that many digits after the point.",
	  .example = "TRUNCATE(42.345, 2)",
	  .result = "42.34" },
	{ .name = "SIGN",
	  MATH,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_sign,
	  .syntax = "SIGN(numeric)",
	  .doc = "-1, 0 or 1, of the number's type.",
	  .example = "SIGN(-5)",
	  .result = "-1" },
	{ .name = "RAND",
	  .group = "arithmetic",
	  .flags = LEAT_FN_STRICT,
	  .min_args = 0,
	  .max_args = 1,
	  .bind = bind_rand,
	  .kernel = random_double,
	  .syntax = "RAND([seed])",
	  .doc = "A random number from 0 to less than 1.",
	  .example = "RAND() < 1",
	  .result = "true" },
	{ .name = "RAND_INTEGER",
	  .group = "arithmetic",
	  .flags = LEAT_FN_STRICT,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_rand_integer,
	  .kernel = random_integer,
	  .syntax = "RAND_INTEGER([seed, ]bound)",
	  .doc = "A random integer from 0 to less than the bound.",
	  .example = "RAND_INTEGER(1)",
	  .result = "0" },
	{ .name = "UUID",
	  .group = "arithmetic",
	  .signature = ">S!",
	  .kernel = uuid,
	  .syntax = "UUID()",
	  .doc = "A random UUID (version 4).",
	  .example = "CHAR_LENGTH(UUID())",
	  .result = "36" },
	{ .name = "BIN",
	  MATH,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "i>S",
	  .kernel = bin,
	  .syntax = "BIN(integer)",
	  .doc = "The number in binary digits.",
	  .example = "BIN(4)",
	  .result = "\"100\"" },
	{ .name = NULL },
};

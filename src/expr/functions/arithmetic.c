/* SPDX-License-Identifier: Apache-2.0 */
/* +, -, *, /, % and ABS: integers wrap around, DECIMALs that do not fit are NULL, an integer or
 * DECIMAL division by zero fails, as in Flink. */
#include <math.h>

#include "expr/bind.h"
#include "expr/coerce.h"
#include "expr/functions/temporal_math.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/decimal.h"

static int division_by_zero(struct leat_err *err)
{
	return leat_err_set(err, LEAT_E_RUNTIME, "division by zero");
}

/* Small positive numbers are most numbers, and 32-bit division is several times faster. */
static inline int64_t quotient(int64_t a, int64_t b)
{
	if (LEAT_LIKELY((((uint64_t)a | (uint64_t)b) >> 32) == 0))
		return (uint32_t)a / (uint32_t)b;
	return b == -1 ? (int64_t)(0 - (uint64_t)a) : a / b;
}

static inline int64_t remainder_of(int64_t a, int64_t b)
{
	if (LEAT_LIKELY((((uint64_t)a | (uint64_t)b) >> 32) == 0))
		return (uint32_t)a % (uint32_t)b;
	return b == -1 ? 0 : a % b;
}

#define OP(op) op##_i8
#define WIDTH int8_t
#include "expr/functions/integer.inc.c"

#define OP(op) op##_i16
#define WIDTH int16_t
#include "expr/functions/integer.inc.c"

#define OP(op) op##_i32
#define WIDTH int32_t
#include "expr/functions/integer.inc.c"

#define OP(op) op##_i64
#define WIDTH int64_t
#include "expr/functions/integer.inc.c"

/* The remainder is never wider than its operands: one kernel for all widths. */
#define NAME mod_integer
#define EXPR(a, b) remainder_of(a, b)
#include "expr/functions/checked.inc.c"

#define OP(op) op##_f32
#define ROUND(x) ((float)(x))
#include "expr/functions/floating.inc.c"

#define OP(op) op##_f64
#define ROUND(x) (x)
#include "expr/functions/floating.inc.c"

#define A_TYPE double
#define OUT_TYPE double

#define NAME negate_f64
#define EXPR(a) (-(a))
#include "expr/functions/unary.inc.c"

#define NAME abs_f64
#define EXPR(a) fabs(a)
#include "expr/functions/unary.inc.c"

#undef A_TYPE
#undef OUT_TYPE

#define A_TYPE leat_i128
#define OUT_TYPE leat_i128

#define NAME negate_decimal
#define EXPR(a) (-(a))
#include "expr/functions/unary.inc.c"

#define NAME abs_decimal
#define EXPR(a) ((a) < 0 ? -(a) : (a))
#include "expr/functions/unary.inc.c"

#undef A_TYPE
#undef OUT_TYPE

typedef bool (*decimal_op)(leat_i128 a, int a_scale, leat_i128 b, int b_scale, int precision,
                           int scale, leat_i128 *ret);

static inline void decimal_rows(const struct leat_call *call, const struct leat_col *args,
                                struct leat_sel sel, struct leat_out *out, decimal_op op)
{
	int a_scale = call->args[0]->scale, b_scale = call->args[1]->scale;

	LEAT_EACH_ROW(row, sel)
	if (!op(args[0].i128[row], a_scale, args[1].i128[row], b_scale, call->ret->precision,
	        call->ret->scale, &out->i128[row]))
		leat_out_null(out, row);
}

static bool has_zero(const struct leat_col *col, struct leat_sel sel)
{
	LEAT_EACH_ROW(row, sel)
	if (col->i128[row] == 0)
		return true;
	return false;
}

#define DECIMAL(name, op, divides)                                                                 \
	LEAT_KERNEL(name)                                                                          \
	{                                                                                          \
		if ((divides) && has_zero(&args[1], sel))                                          \
			return division_by_zero(err);                                              \
		decimal_rows(call, args, sel, out, op);                                            \
		return 0;                                                                          \
	}

DECIMAL(add_decimal, leat_decimal_add, false)
DECIMAL(sub_decimal, leat_decimal_sub, false)
DECIMAL(mul_decimal, leat_decimal_mul, false)
DECIMAL(div_decimal, leat_decimal_div, true)
DECIMAL(mod_decimal, leat_decimal_mod, true)

enum operation { ADD, SUB, MUL, DIV, MOD, OPERATION_COUNT };

static const leat_kernel kernels[OPERATION_COUNT][LEAT_DECIMAL + 1] = {
#define INTEGERS(op)                                                                               \
	[LEAT_TINYINT] = op##_i8, [LEAT_SMALLINT] = op##_i16, [LEAT_INT] = op##_i32,               \
	[LEAT_BIGINT] = op##_i64
#define OTHERS(op) [LEAT_FLOAT] = op##_f32, [LEAT_DOUBLE] = op##_f64, [LEAT_DECIMAL] = op##_decimal
	[ADD] = { INTEGERS(add), OTHERS(add) },
	[SUB] = { INTEGERS(sub), OTHERS(sub) },
	[MUL] = { INTEGERS(mul), OTHERS(mul) },
	[DIV] = { INTEGERS(div), OTHERS(div) },
	[MOD] = { [LEAT_TINYINT] = mod_integer,
	          [LEAT_SMALLINT] = mod_integer,
	          [LEAT_INT] = mod_integer,
	          [LEAT_BIGINT] = mod_integer,
	          OTHERS(mod) },
#undef INTEGERS
#undef OTHERS
};

static struct leat_decimal_shape result_shape(enum operation operation, struct leat_decimal_shape a,
                                              struct leat_decimal_shape b)
{
	switch (operation) {
	case ADD:
	case SUB:
		return leat_decimal_add_shape(a, b);
	case MUL:
		return leat_decimal_mul_shape(a, b);
	case DIV:
		return leat_decimal_div_shape(a, b);
	case MOD:
		return leat_decimal_mod_shape(a, b);
	case OPERATION_COUNT:
		break;
	}
	leat_unreachable();
}

static int bind_decimals(struct leat_bind *bind, enum operation operation)
{
	struct leat_decimal_shape shapes[2], result;

	for (uint32_t i = 0; i < 2; i++) {
		shapes[i] = leat_decimal_shape_of(bind->args[i]);
		leat_bind_want(bind, i,
		               leat_type_decimal(bind->arena, shapes[i].precision, shapes[i].scale,
		                                 true));
	}
	result = result_shape(operation, shapes[0], shapes[1]);
	bind->kernel = kernels[operation][LEAT_DECIMAL];
	return leat_bind_returns(
		bind, leat_type_decimal(bind->arena, result.precision, result.scale, true),
		leat_bind_is_nullable(bind));
}

static bool is_number(const struct leat_type *type)
{
	return leat_type_is_numeric(type) || type->id == LEAT_NULL;
}

/* NULL is of the other side's type. */
static void read_as_number(struct leat_bind *bind)
{
	for (uint32_t i = 0; i < 2; i++)
		if (!leat_type_is_numeric(bind->args[i]) && leat_type_is_numeric(bind->args[1 - i]))
			leat_bind_want(bind, i, bind->args[1 - i]);
}

static int bind_numbers(struct leat_bind *bind, enum operation operation, struct leat_err *err)
{
	const struct leat_type *common;

	if (!is_number(bind->args[0]) || !is_number(bind->args[1]))
		return leat_bind_reject(bind, err);
	read_as_number(bind);
	common = leat_type_common(bind->arena, 2, bind->args);
	if (!common || !leat_type_is_numeric(common))
		return leat_bind_reject(bind, err);
	if (common->id == LEAT_DECIMAL)
		return bind_decimals(bind, operation);
	if (!leat_type_is_integer(common))
		for (uint32_t i = 0; i < 2; i++)
			leat_bind_want(bind, i, common);
	else if (operation == MOD)
		common = bind->args[1];
	bind->kernel = kernels[operation][common->id];
	return leat_bind_returns(bind, common, leat_bind_is_nullable(bind));
}

static int bind_add(struct leat_bind *bind, struct leat_err *err)
{
	bool handled;

	LEAT_TRY(leat_bind_temporal_add(bind, 1, &handled, err));
	return handled ? 0 : bind_numbers(bind, ADD, err);
}

/* +a, and a as it is. */
static int bind_sign(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *type = bind->args[0];

	if (!leat_type_is_numeric(type) && !leat_type_is_interval(type))
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, type, type->nullable);
}

static leat_kernel negate_kernel(const struct leat_type *type)
{
	static const leat_kernel negations[LEAT_DECIMAL + 1] = {
		[LEAT_TINYINT] = negate_i8,      [LEAT_SMALLINT] = negate_i16,
		[LEAT_INT] = negate_i32,         [LEAT_BIGINT] = negate_i64,
		[LEAT_FLOAT] = negate_f64,       [LEAT_DOUBLE] = negate_f64,
		[LEAT_DECIMAL] = negate_decimal,
	};

	return leat_type_is_interval(type) ? negate_i64 : negations[type->id];
}

static int bind_sub(struct leat_bind *bind, struct leat_err *err)
{
	bool handled;

	if (bind->arg_count == 1) {
		LEAT_TRY(bind_sign(bind, err));
		bind->kernel = negate_kernel(bind->ret);
		return 0;
	}
	LEAT_TRY(leat_bind_temporal_add(bind, -1, &handled, err));
	return handled ? 0 : bind_numbers(bind, SUB, err);
}

LEAT_KERNEL(keep)
{
	leat_out_take(out, &args[0]);
	return 0;
}

static int bind_plus(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->arg_count == 2)
		return bind_add(bind, err);
	bind->kernel = keep;
	return bind_sign(bind, err);
}

/* An interval times an integer is an interval. */
static int bind_mul(struct leat_bind *bind, struct leat_err *err)
{
	for (uint32_t i = 0; i < 2; i++) {
		if (!leat_type_is_interval(bind->args[i]))
			continue;
		if (!leat_type_is_integer(bind->args[1 - i]))
			return leat_bind_reject(bind, err);
		bind->kernel = mul_i64;
		return leat_bind_returns(bind, bind->args[i], leat_bind_is_nullable(bind));
	}
	return bind_numbers(bind, MUL, err);
}

static int bind_div(struct leat_bind *bind, struct leat_err *err)
{
	if (leat_type_is_interval(bind->args[0]) && leat_type_is_integer(bind->args[1])) {
		bind->kernel = div_i64;
		return leat_bind_returns(bind, bind->args[0], leat_bind_is_nullable(bind));
	}
	return bind_numbers(bind, DIV, err);
}

static int bind_mod(struct leat_bind *bind, struct leat_err *err)
{
	for (uint32_t i = 0; i < 2; i++)
		if (bind->args[i]->id == LEAT_FLOAT || bind->args[i]->id == LEAT_DOUBLE)
			return leat_bind_reject_arg(bind, i, err,
			                            "expected an integer or a DECIMAL");
	return bind_numbers(bind, MOD, err);
}

static int bind_abs(struct leat_bind *bind, struct leat_err *err)
{
	static const leat_kernel kernels_abs[LEAT_DECIMAL + 1] = {
		[LEAT_TINYINT] = abs_i8,      [LEAT_SMALLINT] = abs_i16, [LEAT_INT] = abs_i32,
		[LEAT_BIGINT] = abs_i64,      [LEAT_FLOAT] = abs_f64,    [LEAT_DOUBLE] = abs_f64,
		[LEAT_DECIMAL] = abs_decimal,
	};

	LEAT_TRY(bind_sign(bind, err));
	bind->kernel = leat_type_is_interval(bind->ret) ? abs_i64 : kernels_abs[bind->ret->id];
	return 0;
}

#define ARITHMETIC                                                                                 \
	.group = "arithmetic", .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,          \
	.max_args = 2

const struct leat_function leat_functions_arithmetic[] = {
	{ .name = "+",
	  ARITHMETIC,
	  .min_args = 1,
	  .bind = bind_plus,
	  .syntax = "value1 + value2",
	  .doc = "The sum; also of a time and an interval. Integers wrap around.",
	  .example = "1 + 2",
	  .result = "3" },
	{ .name = "-",
	  ARITHMETIC,
	  .min_args = 1,
	  .bind = bind_sub,
	  .syntax = "value1 - value2",
	  .doc = "The difference; also of a time and an interval. With one value its negation.",
	  .example = "DATE '2024-03-01' - INTERVAL '1' DAY",
	  .result = "\"2024-02-29\"" },
	{ .name = "*",
	  ARITHMETIC,
	  .min_args = 2,
	  .bind = bind_mul,
	  .syntax = "numeric1 * numeric2",
	  .doc = "The product. Integers wrap around; a DECIMAL that does not fit is NULL.",
	  .example = "1.5 * 2",
	  .result = "3.0" },
	{ .name = "/",
	  ARITHMETIC,
	  .min_args = 2,
	  .bind = bind_div,
	  .syntax = "numeric1 / numeric2",
	  .doc = "The quotient, of integers cut towards zero. An integer or DECIMAL divided by zero "
	         "fails the job.",
	  .example = "7 / 2",
	  .result = "3" },
	{ .name = "%",
	  ARITHMETIC,
	  .min_args = 2,
	  .bind = bind_mod,
	  .syntax = "numeric1 % numeric2",
	  .doc = "The remainder of integers or DECIMALs, with the sign of the first value.",
	  .example = "-7 % 3",
	  .result = "-1" },
	{ .name = "MOD",
	  .group = "arithmetic",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_mod,
	  .syntax = "MOD(numeric1, numeric2)",
	  .doc = "As numeric1 % numeric2.",
	  .example = "MOD(7, 4)",
	  .result = "3" },
	{ .name = "ABS",
	  .group = "arithmetic",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_abs,
	  .syntax = "ABS(numeric)",
	  .doc = "The absolute value.",
	  .example = "ABS(-5)",
	  .result = "5" },
	{ .name = NULL },
};

/* SPDX-License-Identifier: Apache-2.0 */
/* =, <>, <, <=, >, >=, IS NULL, IS DISTINCT FROM and their likes. */
#include <string.h>

#include "expr/bind.h"
#include "expr/coerce.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/compare.h"
#include "types/decimal.h"

enum comparison { EQUALS, DIFFERS, LESS_THAN, AT_MOST, MORE_THAN, AT_LEAST, COMPARISON_COUNT };

#define OP(op) op##_i64
#define A_TYPE int64_t
#define EQUAL(a, b) ((a) == (b))
#define LESS(a, b) ((a) < (b))
#include "expr/functions/compare.inc.c"

#define OP(op) op##_f64
#define A_TYPE double
#define EQUAL(a, b) ((a) == (b))
#define LESS(a, b) ((a) < (b))
#include "expr/functions/compare.inc.c"

#define OP(op) op##_bool
#define A_TYPE uint8_t
#define EQUAL(a, b) ((a) == (b))
#define LESS(a, b) ((a) < (b))
#include "expr/functions/compare.inc.c"

#define OP(op) op##_i128
#define A_TYPE leat_i128
#define EQUAL(a, b) ((a) == (b))
#define LESS(a, b) ((a) < (b))
#include "expr/functions/compare.inc.c"

#define OP(op) op##_bytes
#define A_TYPE struct leat_str
#define EQUAL(a, b) leat_str_equal(a, b)
#define LESS(a, b) (leat_bytes_compare(a, b) < 0)
#include "expr/functions/compare.inc.c"

static bool holds(enum comparison comparison, int order)
{
	switch (comparison) {
	case EQUALS:
		return order == 0;
	case DIFFERS:
		return order != 0;
	case LESS_THAN:
		return order < 0;
	case AT_MOST:
		return order <= 0;
	case MORE_THAN:
		return order > 0;
	case AT_LEAST:
		return order >= 0;
	case COMPARISON_COUNT:
		break;
	}
	leat_unreachable();
}

/* Decimals of different scales.  The call's data is the comparison. */
LEAT_KERNEL(compare_decimal)
{
	const enum comparison *comparison = call->data;
	int a_scale = call->args[0]->scale, b_scale = call->args[1]->scale;

	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = holds(*comparison, leat_decimal_compare(args[0].i128[row], a_scale,
	                                                            args[1].i128[row], b_scale));
	return 0;
}

/* Values that are never equal.  Flink reads text as a truth value for < and IN, but b = 'true' is
 * FALSE whatever b is. */
LEAT_KERNEL(compare_unlike)
{
	const enum comparison *comparison = call->data;

	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = *comparison == DIFFERS;
	return 0;
}

static bool is_text_and_boolean(const struct leat_type *a, const struct leat_type *b)
{
	return leat_type_is_text(a) && b->id == LEAT_BOOLEAN;
}

/* Equality of values that are left as they are. */
static bool are_unlike(const struct leat_type *a, const struct leat_type *b)
{
	return is_text_and_boolean(a, b) || is_text_and_boolean(b, a);
}

/* Nested values. */
LEAT_KERNEL(compare_any)
{
	const enum comparison *comparison = call->data;

	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = holds(*comparison,
	                          leat_col_compare(&args[0], row, &args[1], row, true));
	return 0;
}

#define KERNELS(type)                                                                              \
	{                                                                                          \
		equal_##type, not_equal_##type, less_##type, less_equal_##type, greater_##type,    \
			greater_equal_##type                                                       \
	}

/* By phys and comparison; NULL: compare_any(). */
static const leat_kernel kernels[][COMPARISON_COUNT] = {
	[LEAT_PHYS_BOOL] = KERNELS(bool),   [LEAT_PHYS_I64] = KERNELS(i64),
	[LEAT_PHYS_F64] = KERNELS(f64),     [LEAT_PHYS_I128] = KERNELS(i128),
	[LEAT_PHYS_BYTES] = KERNELS(bytes), [LEAT_PHYS_LIST] = { NULL },
	[LEAT_PHYS_ROW] = { NULL },         [LEAT_PHYS_NULL] = { NULL },
};

/* Both are integers or decimals, one is a decimal: compared exactly, whatever the scales. */
static bool is_exact_pair(const struct leat_type *a, const struct leat_type *b)
{
	return (leat_type_is_integer(a) || a->id == LEAT_DECIMAL) &&
	       (leat_type_is_integer(b) || b->id == LEAT_DECIMAL) &&
	       (a->id == LEAT_DECIMAL || b->id == LEAT_DECIMAL);
}

static void want_decimal(struct leat_bind *bind, uint32_t arg)
{
	struct leat_decimal_shape shape = leat_decimal_shape_of(bind->args[arg]);

	leat_bind_want(bind, arg,
	               leat_type_decimal(bind->arena, shape.precision, shape.scale, true));
}

/* Values of both types can be compared as they lie in their columns. */
static bool lie_alike(const struct leat_type *a, const struct leat_type *b)
{
	if (leat_type_is_integer(a) && leat_type_is_integer(b))
		return true;
	if (leat_type_is_text(a) && leat_type_is_text(b))
		return true;
	return leat_type_is_binary(a) && leat_type_is_binary(b);
}

/* Bring both sides to what can be compared. */
static int bind_sides(struct leat_bind *bind, bool equality, struct leat_err *err)
{
	const struct leat_type *a = bind->args[0], *b = bind->args[1], *common;
	bool text_and_number = (leat_type_is_text(a) && leat_type_is_numeric(b)) ||
	                       (leat_type_is_text(b) && leat_type_is_numeric(a));

	if (equality && text_and_number) {
		int r = leat_bind_reject(bind, err);
		leat_err_hint(err,
		              "cast one side, as Flink does not compare text with numbers here");
		return r;
	}
	if (is_exact_pair(a, b)) {
		want_decimal(bind, 0);
		want_decimal(bind, 1);
		return 0;
	}
	if (lie_alike(a, b) || (equality && are_unlike(a, b)))
		return 0;
	common = leat_type_compared(bind->arena, a, b);
	if (!common || (!equality && common->child_count))
		return leat_bind_reject(bind, err);
	leat_bind_want(bind, 0, common);
	leat_bind_want(bind, 1, common);
	return 0;
}

static int bind_comparison(struct leat_bind *bind, enum comparison comparison, struct leat_err *err)
{
	enum comparison *data = LEAT_ARENA_NEW(bind->arena, enum comparison);
	int r = bind_sides(bind, comparison == EQUALS || comparison == DIFFERS, err);

	if (r)
		return r;
	*data = comparison;
	bind->data = data;
	bind->kernel = kernels[leat_type_phys(bind->args[0])][comparison];
	if (bind->args[0]->id == LEAT_DECIMAL && bind->args[0]->scale != bind->args[1]->scale)
		bind->kernel = compare_decimal;
	if (are_unlike(bind->args[0], bind->args[1]))
		bind->kernel = compare_unlike;
	if (!bind->kernel)
		bind->kernel = compare_any;
	return leat_bind_returns_id(bind, LEAT_BOOLEAN);
}

static int bind_equal(struct leat_bind *bind, struct leat_err *err)
{
	return bind_comparison(bind, EQUALS, err);
}

static int bind_not_equal(struct leat_bind *bind, struct leat_err *err)
{
	return bind_comparison(bind, DIFFERS, err);
}

static int bind_less(struct leat_bind *bind, struct leat_err *err)
{
	return bind_comparison(bind, LESS_THAN, err);
}

static int bind_less_equal(struct leat_bind *bind, struct leat_err *err)
{
	return bind_comparison(bind, AT_MOST, err);
}

static int bind_greater(struct leat_bind *bind, struct leat_err *err)
{
	return bind_comparison(bind, MORE_THAN, err);
}

static int bind_greater_equal(struct leat_bind *bind, struct leat_err *err)
{
	return bind_comparison(bind, AT_LEAST, err);
}

static bool is_null(const struct leat_col *col, uint32_t row)
{
	return col->type->id == LEAT_NULL || leat_col_is_null(col, row);
}

LEAT_KERNEL(is_null_kernel)
{
	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = is_null(&args[0], row);
	return 0;
}

LEAT_KERNEL(is_not_null_kernel)
{
	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = !is_null(&args[0], row);
	return 0;
}

static bool same(const struct leat_col *args, uint32_t row)
{
	bool a = is_null(&args[0], row), b = is_null(&args[1], row);

	if (a || b)
		return a && b;
	if (are_unlike(args[0].type, args[1].type))
		return false;
	if (args[0].type->id == LEAT_DECIMAL)
		return leat_decimal_compare(args[0].i128[row], args[0].type->scale,
		                            args[1].i128[row], args[1].type->scale) == 0;
	return leat_col_equal(&args[0], row, &args[1], row);
}

LEAT_KERNEL(is_distinct)
{
	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = !same(args, row);
	return 0;
}

LEAT_KERNEL(is_not_distinct)
{
	LEAT_EACH_ROW(row, sel)
	out->boolean[row] = same(args, row);
	return 0;
}

static int bind_distinct(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(bind_sides(bind, true, err));
	return leat_bind_returns(bind, leat_type_basic(LEAT_BOOLEAN), false);
}

#define COMPARISON .group = "comparison", .min_args = 2, .max_args = 2
#define OPERATOR (LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR)

const struct leat_function leat_functions_comparison[] = {
	{ .name = "=",
	  COMPARISON,
	  .flags = OPERATOR,
	  .bind = bind_equal,
	  .syntax = "value1 = value2",
	  .doc = "TRUE if the values are equal; NULL if one is NULL.",
	  .example = "1 = 1.0",
	  .result = "true" },
	{ .name = "<>",
	  COMPARISON,
	  .flags = OPERATOR,
	  .bind = bind_not_equal,
	  .syntax = "value1 <> value2",
	  .doc = "TRUE if the values differ; NULL if one is NULL.",
	  .example = "'a' <> 'b'",
	  .result = "true" },
	{ .name = "<",
	  COMPARISON,
	  .flags = OPERATOR,
	  .bind = bind_less,
	  .syntax = "value1 < value2",
	  .doc = "TRUE if the first value is less; NULL if one is NULL.",
	  .example = "DATE '2024-01-31' < DATE '2024-02-01'",
	  .result = "true" },
	{ .name = "<=",
	  COMPARISON,
	  .flags = OPERATOR,
	  .bind = bind_less_equal,
	  .syntax = "value1 <= value2",
	  .doc = "TRUE if the first value is less or equal; NULL if one is NULL.",
	  .example = "2 <= 1",
	  .result = "false" },
	{ .name = ">",
	  COMPARISON,
	  .flags = OPERATOR,
	  .bind = bind_greater,
	  .syntax = "value1 > value2",
	  .doc = "TRUE if the first value is greater; NULL if one is NULL.",
	  .example = "2.5 > 2",
	  .result = "true" },
	{ .name = ">=",
	  COMPARISON,
	  .flags = OPERATOR,
	  .bind = bind_greater_equal,
	  .syntax = "value1 >= value2",
	  .doc = "TRUE if the first value is greater or equal; NULL if one is NULL.",
	  .example = "'b' >= 'a'",
	  .result = "true" },
	{ .name = "IS NULL",
	  .group = "comparison",
	  .min_args = 1,
	  .max_args = 1,
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .signature = "a>B!",
	  .kernel = is_null_kernel,
	  .syntax = "value IS NULL",
	  .doc = "TRUE if the value is NULL.",
	  .example = "CAST(NULL AS INT) IS NULL",
	  .result = "true" },
	{ .name = "IS NOT NULL",
	  .group = "comparison",
	  .min_args = 1,
	  .max_args = 1,
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .signature = "a>B!",
	  .kernel = is_not_null_kernel,
	  .syntax = "value IS NOT NULL",
	  .doc = "TRUE if the value is not NULL.",
	  .example = "1 IS NOT NULL",
	  .result = "true" },
	{ .name = "IS DISTINCT FROM",
	  COMPARISON,
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .bind = bind_distinct,
	  .kernel = is_distinct,
	  .syntax = "value1 IS DISTINCT FROM value2",
	  .doc = "TRUE if the values differ, where NULL is a value like others.",
	  .example = "1 IS DISTINCT FROM CAST(NULL AS INT)",
	  .result = "true" },
	{ .name = "IS NOT DISTINCT FROM",
	  COMPARISON,
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .bind = bind_distinct,
	  .kernel = is_not_distinct,
	  .syntax = "value1 IS NOT DISTINCT FROM value2",
	  .doc = "TRUE if the values are equal or both NULL.",
	  .example = "CAST(NULL AS INT) IS NOT DISTINCT FROM CAST(NULL AS INT)",
	  .result = "true" },
	{ .name = NULL },
};

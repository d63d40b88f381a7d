/* SPDX-License-Identifier: Apache-2.0 */
/* CASE, COALESCE, IF, IN and their likes (lazy: src/expr/lazy.c), GREATEST and LEAST, tests of
 * text. */
#include "base/number.h"
#include "expr/bind.h"
#include "expr/coerce.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/compare.h"
#include "types/decimal.h"

#include <ctype.h>
#include <utf8proc.h>

/* Ask for the arguments begin, begin + step, .. and the last one as their common type. */
static int want_common(struct leat_bind *bind, uint32_t begin, uint32_t step, bool with_last,
                       const struct leat_type **ret_common, struct leat_err *err)
{
	const struct leat_type **types = LEAT_ARENA_ARRAY(bind->arena, const struct leat_type *,
	                                                  bind->arg_count + 1);
	uint32_t last = bind->arg_count - 1, count = 0;

	for (uint32_t i = begin; i < bind->arg_count; i += step)
		types[count++] = bind->args[i];
	if (with_last)
		types[count++] = bind->args[last];
	*ret_common = leat_type_common(bind->arena, count, types);
	if (!*ret_common)
		return leat_bind_reject(bind, err);
	for (uint32_t i = begin; i < bind->arg_count; i += step)
		leat_bind_want(bind, i, *ret_common);
	if (with_last)
		leat_bind_want(bind, last, *ret_common);
	return 0;
}

/* As above for all arguments, but FLOAT and DOUBLE make DOUBLE: elsewhere, as in CASE, Flink takes
 * the one that is written first. */
static int want_widest(struct leat_bind *bind, const struct leat_type **ret_common,
                       struct leat_err *err)
{
	bool has_double = false;

	for (uint32_t i = 0; i < bind->arg_count; i++)
		has_double |= bind->args[i]->id == LEAT_DOUBLE;
	for (uint32_t i = 0; has_double && i < bind->arg_count; i++)
		if (bind->args[i]->id == LEAT_FLOAT)
			leat_bind_want(bind, i, leat_type_basic(LEAT_DOUBLE));
	return want_common(bind, 0, 1, false, ret_common, err);
}

static bool is_condition(const struct leat_type *type)
{
	return type->id == LEAT_BOOLEAN || type->id == LEAT_NULL;
}

/* condition, value, condition, value, .., else */
static int bind_case(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *common;

	if (bind->arg_count % 2 == 0)
		return leat_bind_reject(bind, err);
	for (uint32_t i = 0; i + 1 < bind->arg_count; i += 2)
		if (!is_condition(bind->args[i]))
			return leat_bind_reject_arg(bind, i, err, "a condition must be BOOLEAN");
	LEAT_TRY(want_common(bind, 1, 2, true, &common, err));
	return leat_bind_returns(bind, common, common->nullable);
}

static int bind_if(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *common;

	if (!is_condition(bind->args[0]))
		return leat_bind_reject_arg(bind, 0, err, "the condition must be BOOLEAN");
	LEAT_TRY(want_common(bind, 1, 1, false, &common, err));
	return leat_bind_returns(bind, common, leat_bind_is_nullable(bind));
}

static int bind_coalesce(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *common;
	bool nullable = true;

	for (uint32_t i = 0; i < bind->arg_count; i++)
		nullable &= bind->args[i]->nullable || bind->args[i]->id == LEAT_NULL;
	LEAT_TRY(want_widest(bind, &common, err));
	return leat_bind_returns(bind, common, nullable);
}

static int bind_nullif(struct leat_bind *bind, struct leat_err *err)
{
	if (!leat_type_compared(bind->arena, bind->args[0], bind->args[1]))
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, bind->args[0], true);
}

static int bind_in(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *common = bind->args[0];

	if (!leat_type_common(bind->arena, bind->arg_count - 1, bind->args + 1))
		return leat_bind_reject(bind, err);
	for (uint32_t i = 1; i < bind->arg_count && common; i++)
		common = leat_type_compared(bind->arena, common, bind->args[i]);
	if (!common)
		return leat_bind_reject(bind, err);
	for (uint32_t i = 0; i < bind->arg_count; i++)
		leat_bind_want(bind, i, common);
	return leat_bind_returns_id(bind, LEAT_BOOLEAN);
}

static int bind_extreme(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *common;

	LEAT_TRY(want_widest(bind, &common, err));
	if (common->child_count)
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, common, leat_bind_is_nullable(bind));
}

/* The greatest (@p sign 1) or least (-1) argument of each row. */
static int extreme(const struct leat_call *call, const struct leat_col *args, struct leat_sel sel,
                   int sign, struct leat_out *out)
{
	enum leat_phys phys = leat_type_phys(call->ret);

	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_col *best = &args[0];
		for (uint32_t i = 1; i < call->arg_count; i++)
			if (leat_col_compare(&args[i], row, best, row, true) * sign > 0)
				best = &args[i];
		if (phys == LEAT_PHYS_BOOL)
			out->boolean[row] = best->boolean[row];
		else if (phys == LEAT_PHYS_I64)
			out->i64[row] = best->i64[row];
		else if (phys == LEAT_PHYS_F64)
			out->f64[row] = best->f64[row];
		else if (phys == LEAT_PHYS_I128)
			out->i128[row] = best->i128[row];
		else
			out->bytes[row] = best->bytes[row];
	}
	return 0;
}

LEAT_KERNEL(greatest)
{
	return extreme(call, args, sel, 1, out);
}

LEAT_KERNEL(least)
{
	return extreme(call, args, sel, -1, out);
}

static bool is_letter(int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/* Not empty and all characters are letters, or decimal digits. */
static bool all_are(struct leat_str s, bool letters)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
	int32_t c;

	for (uint32_t at = 0; at < s.n;) {
		utf8proc_ssize_t n = utf8proc_iterate(p + at, s.n - at, &c);
		if (n <= 0)
			return false;
		if (letters ? !is_letter(c) : utf8proc_category(c) != UTF8PROC_CATEGORY_ND)
			return false;
		at += (uint32_t)n;
	}
	return s.n > 0;
}

/* NULL is no text, so these never give NULL. */
#define TEXT_TEST(name, expr)                                                                      \
	LEAT_KERNEL(name)                                                                          \
	{                                                                                          \
		LEAT_EACH_ROW(row, sel)                                                            \
		out->boolean[row] = !leat_col_is_null(&args[0], row) && (expr);                    \
		return 0;                                                                          \
	}

static bool is_number(struct leat_str s)
{
	double value;

	return leat_number_parse_f64(s, &value);
}

TEXT_TEST(is_alpha, all_are(args[0].bytes[row], true))
TEXT_TEST(is_digit, all_are(args[0].bytes[row], false))
TEXT_TEST(is_decimal, is_number(args[0].bytes[row]))

#define LAZY .group = "conditional", .flags = LEAT_FN_PURE | LEAT_FN_LAZY

const struct leat_function leat_functions_conditional[] = {
	{ .name = "CASE",
	  .group = "conditional",
	  .flags = LEAT_FN_PURE | LEAT_FN_LAZY | LEAT_FN_OPERATOR,
	  .min_args = 3,
	  .max_args = 255,
	  .bind = bind_case,
	  .syntax = "CASE WHEN condition THEN value .. [ELSE value] END",
	  .doc = "The value of the first condition that is TRUE. A value is evaluated only for the rows "
	         "that take it.",
	  .example = "CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END",
	  .result = "\"b\"" },
	{ .name = "IN",
	  .group = "conditional",
	  .flags = LEAT_FN_PURE | LEAT_FN_LAZY | LEAT_FN_OPERATOR,
	  .min_args = 2,
	  .max_args = 255,
	  .bind = bind_in,
	  .syntax = "value IN (value1, ..)",
	  .doc = "TRUE if the value is among the others; else NULL if one of them is NULL.",
	  .example = "2 IN (1, 2, 3)",
	  .result = "true" },
	{ .name = "COALESCE",
	  LAZY,
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_coalesce,
	  .syntax = "COALESCE(value1, ..)",
	  .doc = "The first value that is not NULL.",
	  .example = "COALESCE(CAST(NULL AS INT), 5)",
	  .result = "5" },
	{ .name = "IFNULL",
	  LAZY,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_coalesce,
	  .syntax = "IFNULL(value, replacement)",
	  .doc = "The replacement where the value is NULL.",
	  .example = "IFNULL(CAST(NULL AS INT), 5)",
	  .result = "5" },
	{ .name = "IF",
	  LAZY,
	  .min_args = 3,
	  .max_args = 3,
	  .bind = bind_if,
	  .syntax = "IF(condition, value1, value2)",
	  .doc = "The first value if the condition is TRUE, else the second.",
	  .example = "IF(1 > 2, 'yes', 'no')",
	  .result = "\"no\"" },
	{ .name = "NULLIF",
	  LAZY,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_nullif,
	  .syntax = "NULLIF(value1, value2)",
	  .doc = "NULL if the values are equal, else the first.",
	  .example = "NULLIF(5, 5)",
	  .result = "null" },
	{ .name = "GREATEST",
	  .group = "conditional",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_extreme,
	  .kernel = greatest,
	  .syntax = "GREATEST(value1, ..)",
	  .doc = "The greatest value; NULL if one is NULL.",
	  .example = "GREATEST(1, 3, 2)",
	  .result = "3" },
	{ .name = "LEAST",
	  .group = "conditional",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_extreme,
	  .kernel = least,
	  .syntax = "LEAST(value1, ..)",
	  .doc = "The least value; NULL if one is NULL.",
	  .example = "LEAST(1, 3, 2)",
	  .result = "1" },
	{ .name = "IS_ALPHA",
	  .group = "conditional",
	  .flags = LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "t>B",
	  .kernel = is_alpha,
	  .syntax = "IS_ALPHA(string)",
	  .doc = "TRUE if all characters are letters and there is at least one.",
	  .example = "IS_ALPHA('abc')",
	  .result = "true" },
	{ .name = "IS_DECIMAL",
	  .group = "conditional",
	  .flags = LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "t>B",
	  .kernel = is_decimal,
	  .syntax = "IS_DECIMAL(string)",
	  .doc = "TRUE if the text is a number.",
	  .example = "IS_DECIMAL('-1.5')",
	  .result = "true" },
	{ .name = "IS_DIGIT",
	  .group = "conditional",
	  .flags = LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "t>B",
	  .kernel = is_digit,
	  .syntax = "IS_DIGIT(string)",
	  .doc = "TRUE if all characters are digits and there is at least one.",
	  .example = "IS_DIGIT('12a')",
	  .result = "false" },
	{ .name = NULL },
};

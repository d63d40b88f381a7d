/* SPDX-License-Identifier: Apache-2.0 */
/* AND, OR, NOT and the tests of three-valued logic. */
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

#define A_TYPE uint8_t
#define OUT_TYPE uint8_t
#define NAME not_kernel
#define EXPR(a) (!(a))
#include "expr/functions/unary.inc.c"

/* IS TRUE and its likes: the result for TRUE, FALSE and UNKNOWN. */
static int truth(const struct leat_col *col, struct leat_sel sel, struct leat_out *out,
                 bool of_true, bool of_false, bool of_unknown)
{
	LEAT_EACH_ROW(row, sel)
	{
		if (leat_col_is_null(col, row))
			out->boolean[row] = of_unknown;
		else
			out->boolean[row] = col->boolean[row] ? of_true : of_false;
	}
	return 0;
}

#define TRUTH(name, of_true, of_false, of_unknown)                                                 \
	LEAT_KERNEL(name)                                                                          \
	{                                                                                          \
		return truth(&args[0], sel, out, of_true, of_false, of_unknown);                   \
	}

TRUTH(is_true, true, false, false)
TRUTH(is_not_true, false, true, true)
TRUTH(is_false, false, true, false)
TRUTH(is_not_false, true, false, true)
TRUTH(is_unknown, false, false, true)
TRUTH(is_not_unknown, true, true, false)

#define TEST                                                                                       \
	.group = "logical", .min_args = 1, .max_args = 1, .signature = "b>B!",                     \
	.flags = LEAT_FN_PURE | LEAT_FN_OPERATOR

const struct leat_function leat_functions_logical[] = {
	{ .name = "AND",
	  .group = "logical",
	  .min_args = 2,
	  .max_args = 255,
	  .signature = "b*>B",
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR | LEAT_FN_LAZY,
	  .syntax = "boolean1 AND boolean2",
	  .doc = "FALSE if one is FALSE, else NULL if one is NULL, else TRUE. The second is evaluated "
	         "only where the first is not FALSE.",
	  .example = "TRUE AND FALSE",
	  .result = "false" },
	{ .name = "OR",
	  .group = "logical",
	  .min_args = 2,
	  .max_args = 255,
	  .signature = "b*>B",
	  .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR | LEAT_FN_LAZY,
	  .syntax = "boolean1 OR boolean2",
	  .doc = "TRUE if one is TRUE, else NULL if one is NULL, else FALSE. The second is evaluated "
	         "only where the first is not TRUE.",
	  .example = "TRUE OR CAST(NULL AS BOOLEAN)",
	  .result = "true" },
	{ .name = "NOT",
	  .group = "logical",
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "b>B",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .kernel = not_kernel,
	  .syntax = "NOT boolean",
	  .doc = "TRUE if the value is FALSE; NULL if it is NULL.",
	  .example = "NOT FALSE",
	  .result = "true" },
	{ .name = "IS TRUE",
	  TEST,
	  .kernel = is_true,
	  .syntax = "boolean IS TRUE",
	  .doc = "TRUE if the value is TRUE, else FALSE.",
	  .example = "(1 = 1) IS TRUE",
	  .result = "true" },
	{ .name = "IS NOT TRUE",
	  TEST,
	  .kernel = is_not_true,
	  .syntax = "boolean IS NOT TRUE",
	  .doc = "TRUE if the value is FALSE or NULL.",
	  .example = "CAST(NULL AS BOOLEAN) IS NOT TRUE",
	  .result = "true" },
	{ .name = "IS FALSE",
	  TEST,
	  .kernel = is_false,
	  .syntax = "boolean IS FALSE",
	  .doc = "TRUE if the value is FALSE, else FALSE.",
	  .example = "(1 = 2) IS FALSE",
	  .result = "true" },
	{ .name = "IS NOT FALSE",
	  TEST,
	  .kernel = is_not_false,
	  .syntax = "boolean IS NOT FALSE",
	  .doc = "TRUE if the value is TRUE or NULL.",
	  .example = "FALSE IS NOT FALSE",
	  .result = "false" },
	{ .name = "IS UNKNOWN",
	  TEST,
	  .kernel = is_unknown,
	  .syntax = "boolean IS UNKNOWN",
	  .doc = "TRUE if the value is NULL.",
	  .example = "CAST(NULL AS BOOLEAN) IS UNKNOWN",
	  .result = "true" },
	{ .name = "IS NOT UNKNOWN",
	  TEST,
	  .kernel = is_not_unknown,
	  .syntax = "boolean IS NOT UNKNOWN",
	  .doc = "TRUE if the value is not NULL.",
	  .example = "FALSE IS NOT UNKNOWN",
	  .result = "true" },
	{ .name = NULL },
};

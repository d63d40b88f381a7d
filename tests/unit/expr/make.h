/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions for tests, written shortly: a letter for the type, a colon, the value as text.
 *
 *   I INT  L BIGINT  H SMALLINT  Y TINYINT  D DOUBLE  F FLOAT  N DECIMAL of the digits written
 *   S STRING  C CHAR of its length  B BOOLEAN  X BYTES  d DATE  t TIME  T TIMESTAMP(3)
 *   Z TIMESTAMP_LTZ(3)  k keyword  i interval of microseconds  m interval of months
 *
 * Without a colon it is NULL of that type; "0" is the bare NULL. */
#pragma once

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"
#include "types/render.h"
#include "types/timezone.h"

static inline const struct leat_type *make_type(struct leat_arena *arena, const char *code)
{
	const char *text = code[1] ? code + 2 : "", *point = strchr(text, '.');
	int digits = 0;

	switch (code[0]) {
	case 'I':
		return leat_type_basic(LEAT_INT);
	case 'L':
		return leat_type_basic(LEAT_BIGINT);
	case 'H':
		return leat_type_basic(LEAT_SMALLINT);
	case 'Y':
		return leat_type_basic(LEAT_TINYINT);
	case 'D':
		return leat_type_basic(LEAT_DOUBLE);
	case 'F':
		return leat_type_basic(LEAT_FLOAT);
	case 'N':
		for (const char *p = text; *p; p++)
			digits += *p >= '0' && *p <= '9';
		return leat_type_decimal(arena, digits ? digits : 10,
		                         point ? (int)strlen(point + 1) : 0, true);
	case 'S':
		return leat_type_basic(LEAT_VARCHAR);
	case 'C':
		return leat_type_sized(arena, LEAT_CHAR, (int32_t)strlen(text), true);
	case 'B':
		return leat_type_basic(LEAT_BOOLEAN);
	case 'X':
		return leat_type_basic(LEAT_VARBINARY);
	case 'd':
		return leat_type_basic(LEAT_DATE);
	case 't':
		return leat_type_basic(LEAT_TIME);
	case 'T':
		return leat_type_timed(arena, LEAT_TIMESTAMP, 3, true);
	case 'Z':
		return leat_type_timed(arena, LEAT_TIMESTAMP_LTZ, 3, true);
	case 'i':
		return leat_type_basic(LEAT_INTERVAL_DAY_TIME);
	case 'm':
		return leat_type_basic(LEAT_INTERVAL_YEAR_MONTH);
	case 'k':
		return leat_type_basic(LEAT_SYMBOL);
	}
	return leat_type_basic(LEAT_NULL);
}

/* A constant, NOT NULL unless it is NULL. */
static inline const struct leat_expr *make(struct leat_arena *arena, const char *code)
{
	const struct leat_type *type = make_type(arena, code), *text_type;
	const struct leat_expr *expr;
	struct leat_str text;

	if (!code[1])
		return leat_expr_null(arena, type);
	text = leat_str_of(code + 2);
	type = leat_type_with_null(arena, type, false);
	if (leat_type_phys(type) == LEAT_PHYS_BYTES)
		return leat_expr_bytes(arena, type, text);
	if (leat_type_is_interval(type))
		return leat_expr_i64(arena, type, strtoll(code + 2, NULL, 10));
	text_type = leat_type_with_null(arena, leat_type_basic(LEAT_VARCHAR), false);
	ck_assert_int_eq(leat_expr_cast(arena, leat_expr_bytes(arena, text_type, text), type, false,
	                                leat_tz_utc(), &expr, NULL),
	                 0);
	ck_assert_msg(expr->kind == LEAT_EXPR_CONSTANT, "%s is not a value", code);
	return expr;
}

enum { MAKE_ARGS_MAX = 9 };

/* A call of the function or operator @p name. */
static inline int make_call_of(struct leat_arena *arena, const char *name, uint32_t count,
                               const struct leat_expr *const *args, const struct leat_tz *zone,
                               const struct leat_expr **ret_expr, struct leat_err *err)
{
	struct leat_str name_str = leat_str_of(name);
	const struct leat_function *function = leat_function_find(name_str);

	ck_assert_msg(function != NULL, "there is no function %s", name);
	return leat_expr_call(arena, function, name_str, (struct leat_span){ 3, 7 }, count, args,
	                      zone, ret_expr, err);
}

/* The call with constants by code, ended by NULL. */
static inline const struct leat_expr *make_call(struct leat_arena *arena, const char *name,
                                                const char *const *codes, struct leat_err *err)
{
	const struct leat_expr *args[MAKE_ARGS_MAX], *expr;
	uint32_t count = 0;

	for (; codes[count]; count++)
		args[count] = make(arena, codes[count]);
	return make_call_of(arena, name, count, args, leat_tz_utc(), &expr, err) ? NULL : expr;
}

/* Evaluate @p expr, which reads no columns, for one row and render it as JSON. */
static inline int make_eval(struct leat_arena *arena, const struct leat_expr *expr,
                            struct leat_buf *out, struct leat_err *err)
{
	static uint64_t random = 42;
	struct leat_eval eval = { .now_us = 1700000000123456,
		                  .zone = leat_tz_utc(),
		                  .watermark_us = LEAT_WATERMARK_NONE,
		                  .random = &random };
	struct leat_program *program = leat_program_new(arena, &expr, 1);
	struct leat_col col;
	int r = leat_program_run(program, &eval, NULL, 1, (struct leat_sel){ NULL, 1 }, arena, &col,
	                         err);

	if (!r)
		leat_render_json(&col, 0, eval.zone, out);
	return r;
}

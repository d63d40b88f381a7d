/* SPDX-License-Identifier: Apache-2.0 */
/* Decimals against Python's, and the result types against what Flink says. */
#include "types/decimal.h"

#include <string.h>

#include "base/number.h"
#include "suite.h"

static const struct vector {
	char op;
	const char *a;
	int a_scale;
	const char *b;
	int b_scale;
	int precision, scale;
	const char *result;
} vectors[] = {
#include "decimal.inc"
};

static leat_i128 parse(const char *text, int scale)
{
	struct leat_str s = leat_str_of(text);
	leat_i128 value = 0;

	ck_assert_msg(leat_decimal_parse(s, 38, scale, &value), "%s", text);
	return value;
}

static bool apply(const struct vector *v, leat_i128 *ret)
{
	leat_i128 a = parse(v->a, v->a_scale), b = parse(v->b, v->b_scale);

	switch (v->op) {
	case '+':
		return leat_decimal_add(a, v->a_scale, b, v->b_scale, v->precision, v->scale, ret);
	case '-':
		return leat_decimal_sub(a, v->a_scale, b, v->b_scale, v->precision, v->scale, ret);
	case '*':
		return leat_decimal_mul(a, v->a_scale, b, v->b_scale, v->precision, v->scale, ret);
	case '/':
		return leat_decimal_div(a, v->a_scale, b, v->b_scale, v->precision, v->scale, ret);
	case '%':
		return leat_decimal_mod(a, v->a_scale, b, v->b_scale, v->precision, v->scale, ret);
	default:
		return leat_decimal_rescale(a, v->a_scale, v->precision, v->scale, ret);
	}
}

START_TEST(agrees_with_python)
{
	for (size_t i = 0; i < LEAT_COUNT(vectors); i++) {
		const struct vector *v = &vectors[i];
		char text[LEAT_NUMBER_TEXT_MAX + 1] = "NULL";
		leat_i128 value = 0;
		if (apply(v, &value))
			text[leat_number_print_i128(value, v->scale, text)] = '\0';
		ck_assert_msg(strcmp(text, v->result) == 0, "%s %c %s as (%d, %d): %s, not %s",
		              v->a, v->op, v->b, v->precision, v->scale, text, v->result);
	}
}
END_TEST

START_TEST(parses)
{
	leat_i128 value;

	ck_assert(leat_decimal_parse(LEAT_STR("1.999"), 5, 2, &value) && value == 200);
	ck_assert(leat_decimal_parse(LEAT_STR("-.5"), 5, 0, &value) && value == -1);
	ck_assert(leat_decimal_parse(LEAT_STR("1e3"), 10, 2, &value) && value == 100000);
	ck_assert(leat_decimal_parse(LEAT_STR("12e-3"), 10, 3, &value) && value == 12);
	ck_assert(leat_decimal_parse(LEAT_STR("1e-400"), 10, 3, &value) && value == 0);
	ck_assert(leat_decimal_parse(LEAT_STR("0e400"), 10, 3, &value) && value == 0);
	ck_assert(!leat_decimal_parse(LEAT_STR("1e400"), 10, 3, &value));
	ck_assert(!leat_decimal_parse(LEAT_STR("1000"), 3, 0, &value));
	ck_assert(!leat_decimal_parse(LEAT_STR("999.5"), 3, 0, &value));
	ck_assert(!leat_decimal_parse(LEAT_STR(""), 3, 0, &value));
	ck_assert(!leat_decimal_parse(LEAT_STR("."), 3, 0, &value));
	ck_assert(!leat_decimal_parse(LEAT_STR("1 "), 3, 0, &value));
	ck_assert(!leat_decimal_parse(LEAT_STR("1e"), 3, 0, &value));
}
END_TEST

START_TEST(rounds_and_cuts)
{
	leat_i128 value;

	ck_assert(leat_decimal_round(-255, 2, 1, &value) && value == -260);
	ck_assert(leat_decimal_round(123456789, 4, -2, &value) && value == 123000000);
	ck_assert(leat_decimal_round(5, 0, -50, &value) && value == 0);
	ck_assert(!leat_decimal_round(leat_decimal_power(38) - 1, 0, -1, &value));
	ck_assert(leat_decimal_truncate(-42345, 3, 2) == -42340);
	ck_assert(leat_decimal_floor(-15, 1) == -2 && leat_decimal_ceil(-15, 1) == -1);
	ck_assert(leat_decimal_floor(10, 1) == 1 && leat_decimal_ceil(11, 1) == 2);
	ck_assert_int_lt(leat_decimal_compare(15, 1, 151, 2), 0);
	ck_assert_int_eq(leat_decimal_compare(15, 1, 150, 2), 0);
	ck_assert_int_gt(leat_decimal_compare(-15, 1, -151, 2), 0);
	ck_assert_int_gt(leat_decimal_compare(leat_decimal_power(37), 0, 1, 38), 0);
	/* What Flink's CAST(99999999999999999999999999999999999999 AS BIGINT) gives. */
	ck_assert_int_eq(leat_decimal_to_i64(leat_decimal_power(38) - 1, 0), 687399551400673279);
	ck_assert_double_eq(leat_decimal_to_f64(leat_decimal_power(38) - 1, 0), 1e38);
	ck_assert(leat_decimal_from_f64(0.1, 3, 2, &value) && value == 10);
	ck_assert(!leat_decimal_from_f64(1e300, 38, 0, &value));
}
END_TEST

static void check_shape(struct leat_decimal_shape shape, int precision, int scale)
{
	ck_assert_msg(shape.precision == precision && shape.scale == scale,
	              "(%d, %d), not (%d, %d)", shape.precision, shape.scale, precision, scale);
}

START_TEST(shapes_are_flinks)
{
	struct leat_decimal_shape d10_2 = { 10, 2 }, d5_4 = { 5, 4 }, big = { 38, 10 }, i32 = { 10, 0 };
	struct leat_decimal_shape i64 = leat_decimal_shape_of(leat_type_basic(LEAT_BIGINT));

	check_shape(leat_decimal_add_shape(d10_2, d5_4), 13, 4);
	check_shape(leat_decimal_mul_shape(d10_2, d5_4), 16, 6);
	check_shape(leat_decimal_div_shape(d10_2, d5_4), 20, 8);
	check_shape(leat_decimal_mod_shape(d10_2, d5_4), 5, 4);
	check_shape(leat_decimal_mul_shape(big, big), 38, 6);
	check_shape(leat_decimal_add_shape(big, big), 38, 9);
	check_shape(leat_decimal_div_shape(big, i32), 38, 10);
	check_shape(leat_decimal_div_shape((struct leat_decimal_shape){ 38, 30 },
	                                   (struct leat_decimal_shape){ 38, 30 }), 38, 6);
	check_shape(leat_decimal_mul_shape(d10_2, i64), 30, 2);
	check_shape(leat_decimal_add_shape(d10_2, i64), 22, 2);
	check_shape(leat_decimal_round_shape((struct leat_decimal_shape){ 2, 1 }, 0), 2, 0);
	check_shape(leat_decimal_round_shape((struct leat_decimal_shape){ 9, 4 }, -2), 6, 0);
	check_shape(leat_decimal_sum_shape(d10_2), 38, 2);
	check_shape(leat_decimal_avg_shape(d10_2), 38, 6);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, agrees_with_python);
	tcase_add_test(tc, parses);
	tcase_add_test(tc, rounds_and_cuts);
	tcase_add_test(tc, shapes_are_flinks);
}

int main(void)
{
	return suite_main("decimal", add);
}

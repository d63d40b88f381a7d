/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/values.c. */
#include "exec_dsl.h"
#include "suite.h"

START_TEST(gives_constant_rows)
{
	struct dsl d;
	struct leat_buf want;
	const uint32_t count = 2100;

	dsl_init(&d);
	struct leat_spec_node *node = dsl_node(&d, LEAT_SPEC_VALUES, 2, 0);
	const struct leat_type *number = leat_type_basic(LEAT_INT);
	const struct leat_type *text = leat_type_basic(LEAT_VARCHAR);
	const struct leat_expr **exprs = LEAT_ARENA_ARRAY(d.arena, const struct leat_expr *,
	                                                  2 * count);
	dsl_field(node, 0, "n", number);
	dsl_field(node, 1, "s", text);
	leat_buf_init(&want, SIZE_MAX);
	for (uint32_t i = 0; i < count; i++) {
		exprs[2 * i] = leat_expr_i64(d.arena, number, i);
		exprs[2 * i + 1] = i % 3 ? leat_expr_bytes(d.arena, text, LEAT_STR("x")) :
			leat_expr_null(d.arena, text);
		leat_buf_printf(&want, "+I %u %s\n", i, i % 3 ? "x" : "null");
	}
	node->values = (struct leat_spec_values){ .row_count = count, .exprs = exprs };
	dsl_sink(&d, node->index);
	dsl_check(&d, "", leat_buf_cstr(&want));
	ck_assert_uint_eq(d.stats[0].created, count);
	leat_buf_done(&want);
	dsl_done(&d);
}
END_TEST

START_TEST(may_have_no_rows)
{
	struct dsl d;

	dsl_init(&d);
	struct leat_spec_node *node = dsl_node(&d, LEAT_SPEC_VALUES, 1, 0);
	dsl_field(node, 0, "n", leat_type_basic(LEAT_INT));
	dsl_sink(&d, node->index);
	dsl_check(&d, "", "");
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, gives_constant_rows);
	tcase_add_test(tc, may_have_no_rows);
}

int main(void)
{
	return suite_main("values", add);
}

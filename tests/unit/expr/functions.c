/* SPDX-License-Identifier: Apache-2.0 */
/* Scalar functions by value: results and types as Flink 1.20 has them. */
#include "make.h"
#include "suite.h"

/* A call, its result as JSON ("!text": an error with that text) and its type (NULL: not looked
 * at). */
struct function_case {
	const char *name;
	const char *args[MAKE_ARGS_MAX];
	const char *result, *type;
};

#include "functions_cases.h"

static struct leat_arena *arena;

static void setup(void)
{
	arena = leat_arena_new(0);
}

static void teardown(void)
{
	leat_arena_free(arena);
	leat_tz_forget();
}

static void check(const struct function_case *c)
{
	struct leat_err err = { 0 };
	const struct leat_expr *expr = make_call(arena, c->name, c->args, &err);
	struct leat_buf out, type;
	int r = expr ? 0 : -1;

	leat_buf_init(&out, 1 << 20);
	leat_buf_init(&type, 1 << 10);
	if (expr)
		r = make_eval(arena, expr, &out, &err);
	if (c->result[0] == '!') {
		ck_assert_msg(r != 0, "%s(%s, ..) gives %s", c->name, c->args[0],
		              leat_buf_cstr(&out));
		ck_assert_msg(strstr(err.message, c->result + 1) != NULL, "%s: %s", c->name,
		              err.message);
	} else {
		ck_assert_msg(r == 0, "%s(%s, ..): %s", c->name, c->args[0], err.message);
		ck_assert_msg(strcmp(leat_buf_cstr(&out), c->result) == 0, "%s(%s, %s): %s, not %s",
		              c->name, c->args[0], c->args[0] ? c->args[1] : NULL,
		              leat_buf_cstr(&out), c->result);
	}
	if (expr && c->type) {
		leat_type_print(expr->type, true, &type);
		ck_assert_msg(strcmp(leat_buf_cstr(&type), c->type) == 0, "%s(%s, ..): %s, not %s",
		              c->name, c->args[0], leat_buf_cstr(&type), c->type);
	}
	leat_buf_done(&type);
	leat_buf_done(&out);
}

START_TEST(gives)
{
	check(&function_cases[_i]);
}
END_TEST

/* Every row can be looked up, says what it is and how it is written. */
START_TEST(rows_are_complete)
{
	const struct leat_function *const *tables = leat_function_tables();

	for (uint32_t t = 0; tables[t]; t++) {
		for (const struct leat_function *f = tables[t]; f->name; f++) {
			struct leat_str name = leat_str_of(f->name);
			ck_assert_msg(leat_function_find(name) == f, "%s is there twice", f->name);
			ck_assert_msg(f->group && f->syntax && f->doc, "%s", f->name);
			ck_assert_msg((f->bind != NULL) != (f->signature != NULL), "%s", f->name);
			ck_assert_msg(!f->example == !f->result, "%s", f->name);
			ck_assert_msg(f->min_args <= f->max_args, "%s", f->name);
		}
	}
}
END_TEST

START_TEST(finds_near_names)
{
	ck_assert_str_eq(leat_function_nearest(LEAT_STR("SUBSTRNG")), "SUBSTRING");
	ck_assert_ptr_nonnull(leat_function_find(LEAT_STR("upper")));
	ck_assert_ptr_null(leat_function_find(LEAT_STR("nosuch")));
}
END_TEST

START_TEST(prints_documentation)
{
	struct leat_buf out;

	leat_buf_init(&out, 1 << 20);
	leat_functions_print_markdown(&out);
	ck_assert(!out.full);
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&out), "| `JSON_VALUE("));
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&out), "## Aggregates"));
	leat_buf_done(&out);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, gives, 0, (int)LEAT_COUNT(function_cases));
	tcase_add_test(tc, rows_are_complete);
	tcase_add_test(tc, finds_near_names);
	tcase_add_test(tc, prints_documentation);
}

int main(void)
{
	return suite_main("functions", add);
}

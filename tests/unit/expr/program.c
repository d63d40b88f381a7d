/* SPDX-License-Identifier: Apache-2.0 */
/* Programs over batches: selections, NULLs, laziness, common sub-expressions, filters. */
#include "make.h"
#include "suite.h"

enum { ROWS = LEAT_BATCH_ROWS };

static struct leat_arena *arena;
static struct leat_col
	cols[4]; /* 0: BIGINT 0, 1, ..; 1: INT, each third NULL; 2: STRING; 3: ROW. */
static const struct leat_expr *column[4];
static struct leat_eval eval;
static uint16_t odd_rows[ROWS / 2];

static void setup(void)
{
	static const struct leat_str names[] = { { "a", 1 }, { "b", 1 } };
	struct leat_col_builder *b[4];
	const struct leat_type *types[4];

	arena = leat_arena_new(0);
	types[0] = leat_type_with_null(arena, leat_type_basic(LEAT_BIGINT), false);
	types[1] = leat_type_basic(LEAT_INT);
	types[2] = leat_type_basic(LEAT_VARCHAR);
	types[3] = leat_type_row(arena, 2, names,
	                         (const struct leat_type *const[]){ types[1], types[2] }, true);
	for (int c = 0; c < 4; c++) {
		b[c] = leat_col_builder_new(arena, types[c], ROWS);
		column[c] = leat_expr_column(arena, (uint32_t)c, types[c]);
	}
	for (int64_t row = 0; row < ROWS; row++) {
		char *text = leat_arena_printf(arena, "s%d", (int)row);
		leat_col_builder_i64(b[0], row);
		if (row % 3 == 0)
			leat_col_builder_null(b[1]);
		else
			leat_col_builder_i64(b[1], row % 10);
		leat_col_builder_bytes(b[2], leat_str_of(text));
		if (row % 5 == 0) {
			leat_col_builder_null(b[3]);
			continue;
		}
		leat_col_builder_begin(b[3]);
		leat_col_builder_i64(leat_col_builder_child(b[3], 0), row);
		leat_col_builder_bytes(leat_col_builder_child(b[3], 1), LEAT_STR("f"));
		leat_col_builder_end(b[3]);
	}
	for (int c = 0; c < 4; c++)
		cols[c] = leat_col_builder_finish(b[c]);
	for (uint16_t i = 0; i < ROWS / 2; i++)
		odd_rows[i] = (uint16_t)(2 * i + 1);
	eval = (struct leat_eval){ .zone = leat_tz_utc() };
}

static void teardown(void)
{
	leat_arena_free(arena);
}

static const struct leat_expr *call2(const char *name, const struct leat_expr *a,
                                     const struct leat_expr *b)
{
	const struct leat_expr *args[] = { a, b }, *expr;
	struct leat_err err = { 0 };

	ck_assert_msg(make_call_of(arena, name, 2, args, eval.zone, &expr, &err) == 0, "%s",
	              err.message);
	return expr;
}

static const struct leat_expr *call3(const char *name, const struct leat_expr *a,
                                     const struct leat_expr *b, const struct leat_expr *c)
{
	const struct leat_expr *args[] = { a, b, c }, *expr;
	struct leat_err err = { 0 };

	ck_assert_msg(make_call_of(arena, name, 3, args, eval.zone, &expr, &err) == 0, "%s",
	              err.message);
	return expr;
}

static const struct leat_expr *i(const char *text)
{
	return make(arena, leat_arena_printf(arena, "I:%s", text));
}

static struct leat_sel selection(int which)
{
	static const uint16_t one[] = { 7 };
	const struct leat_sel sels[] = {
		{ NULL, ROWS },         { NULL, 1 }, { one, 1 },
		{ odd_rows, ROWS / 2 }, { NULL, 0 }, { NULL, 13 },
	};

	return sels[which];
}

enum { SELECTIONS = 6 };

static struct leat_col run(const struct leat_expr *expr, struct leat_sel sel)
{
	struct leat_program *program = leat_program_new(arena, &expr, 1);
	struct leat_err err = { 0 };
	struct leat_col col;

	ck_assert_msg(leat_program_run(program, &eval, cols, ROWS, sel, arena, &col, &err) == 0,
	              "%s", err.message);
	return col;
}

START_TEST(computes_selected_rows)
{
	struct leat_sel sel = selection(_i);
	struct leat_col col = run(call2("+", call2("*", column[0], i("908")), column[1]), sel);

	for (uint32_t n = 0; n < sel.count; n++) {
		uint32_t row = leat_sel_row(sel, n);
		ck_assert_int_eq(leat_col_is_null(&col, row), row % 3 == 0);
		if (row % 3)
			ck_assert_int_eq(col.i64[row], (int64_t)row * 908 + row % 10);
	}
}
END_TEST

START_TEST(filters)
{
	struct leat_sel sel = selection(_i), got;
	const struct leat_expr *expr = call2("AND", call2(">", column[1], i("2")),
	                                     call2("=", call2("MOD", column[0], i("4")), i("0")));
	struct leat_program *program = leat_program_new(arena, &expr, 1);
	uint16_t rows[ROWS];
	uint32_t want = 0;

	ck_assert_int_eq(
		leat_program_filter(program, &eval, cols, ROWS, sel, arena, rows, &got, NULL), 0);
	for (uint32_t n = 0; n < sel.count; n++) {
		uint32_t row = leat_sel_row(sel, n);
		if (row % 3 && row % 10 > 2 && row % 4 == 0)
			ck_assert_uint_eq(leat_sel_row(got, want++), row);
	}
	ck_assert_uint_eq(got.count, want);
}
END_TEST

/* 10 / (c0 - 5) has no value in row 5: only rows that get there fail. */
START_TEST(reaches_only_needed_rows)
{
	const struct leat_expr *difference = call2("-", column[0], i("5"));
	const struct leat_expr *quotient = call2("/", i("10"), difference);
	const struct leat_expr *zero = call2("=", difference, i("0"));
	const struct leat_expr *guards[] = {
		call3("CASE", zero, i("-1"), quotient),
		call2("AND", call2("<>", difference, i("0")), call2(">", quotient, i("0"))),
		call2("OR", zero, call2(">", quotient, i("0"))),
		call2("COALESCE", call3("CASE", zero, i("7"), i("8")), quotient),
	};
	struct leat_program *program = leat_program_new(arena, &quotient, 1);
	struct leat_err err = { 0 };
	struct leat_col col;

	for (size_t n = 0; n < LEAT_COUNT(guards); n++)
		(void)run(guards[n], selection(0));
	col = run(guards[0], selection(0));
	ck_assert_int_eq(col.i64[5], -1);
	ck_assert_int_eq(col.i64[7], 5);
	ck_assert_int_eq(leat_program_run(program, &eval, cols, ROWS, selection(0), arena, &col,
	                                  &err),
	                 -LEAT_E_RUNTIME);
	ck_assert_uint_eq(err.span.begin, 3);
	ck_assert_int_eq(
		leat_program_run(program, &eval, cols, ROWS, selection(2), arena, &col, &err), 0);
}
END_TEST

START_TEST(keeps_failing_constants_for_run_time)
{
	const struct leat_expr *expr = call2("/", i("1"), i("0"));

	ck_assert_int_eq(expr->kind, LEAT_EXPR_CALL);
	ck_assert_int_eq(call2("+", i("1"), i("2"))->kind, LEAT_EXPR_CONSTANT);
}
END_TEST

START_TEST(computes_common_parts_once)
{
	const struct leat_expr *product = call2("*", column[0], i("3"));
	const struct leat_expr *again = call2("*", column[0], i("3"));
	const struct leat_expr *exprs[] = { call2("+", product, i("1")),
		                            call2("-", again, i("1")) };
	struct leat_program *program = leat_program_new(arena, exprs, 2);
	struct leat_buf out;

	ck_assert(leat_expr_equal(product, again));
	leat_buf_init(&out, 1 << 16);
	leat_program_print(program, &out);
	ck_assert_ptr_eq(strstr(strstr(leat_buf_cstr(&out), "= ($0 * 3)") + 1, "= ($0 * 3)"), NULL);
	leat_buf_done(&out);
}
END_TEST

START_TEST(merges_branches_of_all_types)
{
	const struct leat_expr *low = call2("<", column[0], i("4"));
	const struct leat_expr *array = call2("ARRAY", column[0], i("9"));
	struct leat_col col = run(call3("CASE", low, column[2], make(arena, "S:big")),
	                          selection(0));

	ck_assert_uint_eq(col.bytes[3].n, 2);
	ck_assert_uint_eq(col.bytes[4].n, 3);
	col = run(call3("CASE", low, array, make(arena, "0")), selection(3));
	ck_assert(!leat_col_is_null(&col, 3));
	ck_assert_int_eq(col.children->i64[col.list[3].begin], 3);
	ck_assert(leat_col_is_null(&col, 5));
	col = run(call2("[]", array, column[1]), selection(0));
	ck_assert(leat_col_is_null(&col, 3));
	ck_assert_int_eq(col.i64[11], 11);
	ck_assert_int_eq(col.i64[22], 9);
}
END_TEST

START_TEST(reads_fields)
{
	struct leat_col col = run(leat_expr_field(arena, column[3], 0), selection(0));

	ck_assert(leat_col_is_null(&col, 5));
	ck_assert(!leat_col_is_null(&col, 6));
	ck_assert_int_eq(col.i64[6], 6);
}
END_TEST

START_TEST(finds_in_lists)
{
	const struct leat_expr *args[40], *expr;
	struct leat_col col;

	args[0] = column[0];
	for (int n = 1; n < 40; n++)
		args[n] = make(arena, leat_arena_printf(arena, "L:%d", n * 7));
	ck_assert_int_eq(make_call_of(arena, "IN", 40, args, eval.zone, &expr, NULL), 0);
	col = run(expr, selection(0));
	for (int row = 0; row < ROWS; row++)
		ck_assert_int_eq(col.boolean[row], row > 0 && row % 7 == 0 && row / 7 < 40);
	col = run(call3("IN", column[2], make(arena, "S:s3"), make(arena, "S:s9")), selection(0));
	ck_assert(col.boolean[3] && col.boolean[9] && !col.boolean[4]);
	col = run(call2("IN", column[0], column[1]), selection(0));
	ck_assert(leat_col_is_null(&col, 3) && col.boolean[7] && !col.boolean[11]);
}
END_TEST

START_TEST(prints)
{
	const struct leat_expr *expr = call2("AND", call2(">", column[0], i("10")),
	                                     call2("LIKE", column[2], make(arena, "S:it's%")));
	const struct leat_field fields[] = { { LEAT_STR("price"), column[0]->type },
		                             { LEAT_STR("b"), column[1]->type },
		                             { LEAT_STR("name"), column[2]->type } };
	const struct leat_schema schema = { 3, fields };
	struct leat_buf out;

	leat_buf_init(&out, 1 << 16);
	leat_expr_print(expr, &schema, &out);
	ck_assert_str_eq(leat_buf_cstr(&out), "((price > 10) AND (name LIKE 'it''s%'))");
	leat_buf_done(&out);
}
END_TEST

START_TEST(substitutes_columns)
{
	const struct leat_expr *sum = call2("+", column[0], i("1"));
	const struct leat_expr *expr = call2("*", column[0], i("2"));
	const struct leat_expr *replaced = leat_expr_substitute(arena, expr, &sum);
	bool used[4] = { false };
	struct leat_col col = run(replaced, selection(0));

	leat_expr_mark_columns(replaced, used);
	ck_assert(used[0] && !used[1]);
	ck_assert_int_eq(col.i64[10], 22);
	ck_assert(leat_expr_is_pure(replaced));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, computes_selected_rows, 0, SELECTIONS);
	tcase_add_loop_test(tc, filters, 0, SELECTIONS);
	tcase_add_test(tc, reaches_only_needed_rows);
	tcase_add_test(tc, keeps_failing_constants_for_run_time);
	tcase_add_test(tc, computes_common_parts_once);
	tcase_add_test(tc, merges_branches_of_all_types);
	tcase_add_test(tc, reads_fields);
	tcase_add_test(tc, finds_in_lists);
	tcase_add_test(tc, prints);
	tcase_add_test(tc, substitutes_columns);
}

int main(void)
{
	return suite_main("program", add);
}

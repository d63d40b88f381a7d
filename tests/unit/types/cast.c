/* SPDX-License-Identifier: Apache-2.0 */
/* Casts: the results of Apache Flink 1.20. */
#include "types/cast.h"

#include "suite.h"
#include "types/timezone.h"
#include "values.h"

/* CAST(CAST(text AS from) AS to) is JSON `result`; NULL: the cast fails and TRY_CAST gives null. */
static const struct {
	const char *from, *text, *to, *result;
} rows[] = {
	/* text to numbers */
	{ "STRING", "42", "INT", "42" },
	{ "STRING", " 42 ", "INT", "42" },
	{ "STRING", "+7", "INT", "7" },
	{ "STRING", "12.7", "INT", "12" },
	{ "STRING", "12.", "INT", "12" },
	{ "STRING", "12abc", "INT", NULL },
	{ "STRING", "", "INT", NULL },
	{ "STRING", "1e3", "INT", NULL },
	{ "STRING", "- 5", "INT", NULL },
	{ "STRING", "1_000", "INT", NULL },
	{ "STRING", "\xd9\xa3", "INT", NULL },
	{ "STRING", "99999999999", "INT", NULL },
	{ "STRING", "-2147483648", "INT", "-2147483648" },
	{ "STRING", "2147483648", "INT", NULL },
	{ "STRING", "128", "TINYINT", NULL },
	{ "STRING", "9223372036854775807", "BIGINT", "9223372036854775807" },
	{ "STRING", "1.5", "DOUBLE", "1.5" },
	{ "STRING", "1e3", "DOUBLE", "1000.0" },
	{ "STRING", "1d", "DOUBLE", "1.0" },
	{ "STRING", "1.5.2", "DOUBLE", NULL },
	{ "STRING", "NaN", "DOUBLE", "\"NaN\"" },
	{ "STRING", "-Infinity", "FLOAT", "\"-Infinity\"" },
	{ "STRING", "0.1", "FLOAT", "0.1" },
	{ "STRING", "1.999", "DECIMAL(5, 2)", "2.00" },
	{ "STRING", "1e3", "DECIMAL(10, 2)", "1000.00" },
	{ "STRING", "1234.5", "DECIMAL(4, 1)", NULL },
	{ "STRING", "x", "DECIMAL(4, 1)", "0.0" },
	{ "STRING", "Hello World", "DECIMAL(5, 1)", NULL },
	{ "STRING", "", "DECIMAL(5, 1)", NULL },
	{ "STRING", "x", "DECIMAL(38, 1)", NULL },
	{ "STRING", "yes", "BOOLEAN", "true" },
	{ "STRING", "F", "BOOLEAN", "false" },
	{ "STRING", "on", "BOOLEAN", NULL },
	/* text to times */
	{ "STRING", "2024-02-29", "DATE", "\"2024-02-29\"" },
	{ "STRING", "2024-02-30", "DATE", NULL },
	{ "STRING", "123", "DATE", "\"0123-01-01\"" },
	{ "STRING", "2024-2-9 10:00:00", "DATE", "\"2024-02-09\"" },
	{ "STRING", "12:34", "TIME(0)", "\"12:34:00\"" },
	{ "STRING", "12", "TIME(0)", "\"12:00:00\"" },
	{ "STRING", "1:2:3", "TIME(0)", "\"01:02:03\"" },
	{ "STRING", "12:34:56.789", "TIME(3)", "\"12:34:56.789\"" },
	{ "STRING", "12:60:00", "TIME(0)", "\"13:00:00\"" },
	{ "STRING", "24:00:00", "TIME(0)", NULL },
	{ "STRING", "abc", "TIME(0)", NULL },
	{ "STRING", "2024-02-29 12:34:56", "TIMESTAMP(3)", "\"2024-02-29 12:34:56.000\"" },
	{ "STRING", "2024-02-29 12:34:56.789123456", "TIMESTAMP(9)",
	  "\"2024-02-29 12:34:56.789123456\"" },
	{ "STRING", "2024-02-29 12:34:56.9999", "TIMESTAMP(3)", "\"2024-02-29 12:34:56.999\"" },
	{ "STRING", "2024-02-29", "TIMESTAMP(3)", "\"2024-02-29 00:00:00.000\"" },
	{ "STRING", "2024-02-30 12:34:56", "TIMESTAMP(3)", "\"2024-02-29 12:34:56.000\"" },
	{ "STRING", "2024-2-9 1:2:3", "TIMESTAMP(3)", "\"2024-02-09 01:02:03.000\"" },
	{ "STRING", "2024-02-29T12:34:56", "TIMESTAMP(3)", NULL },
	{ "STRING", "2024-02-29 12:34:56Z", "TIMESTAMP(3)", NULL },
	{ "STRING", "2024-02-29 24:00:00", "TIMESTAMP(3)", NULL },
	{ "STRING", "2024-13-01 00:00:00", "TIMESTAMP(3)", NULL },
	{ "STRING", "nope", "TIMESTAMP(3)", NULL },
	{ "STRING", "9999-12-31 00:00:00", "TIMESTAMP(9)", NULL },
	/* text to text and bytes */
	{ "STRING", "abcdef", "CHAR(3)", "\"abc\"" },
	{ "STRING", "ab", "CHAR(4)", "\"ab  \"" },
	{ "STRING", "\xc3\xa4\xc3\xb6\xc3\xbc", "VARCHAR(2)", "\"\xc3\xa4\xc3\xb6\"" },
	{ "STRING", "ab", "BINARY(3)", "\"x'616200'\"" },
	{ "BYTES", "abcdef", "VARBINARY(2)", "\"x'6162'\"" },
	{ "BYTES", "abc", "STRING", "\"abc\"" },
	/* numbers to text */
	{ "BOOLEAN", "true", "STRING", "\"TRUE\"" },
	{ "BOOLEAN", "true", "VARCHAR(2)", "\"TR\"" },
	{ "INT", "123456", "VARCHAR(3)", "\"123\"" },
	{ "INT", "12", "CHAR(5)", "\"12   \"" },
	{ "DOUBLE", "1e7", "STRING", "\"1.0E7\"" },
	{ "DOUBLE", "0.0001", "STRING", "\"1.0E-4\"" },
	{ "DOUBLE", "123456789012", "STRING", "\"1.23456789012E11\"" },
	{ "FLOAT", "1.17549435e-38", "STRING", "\"1.17549435E-38\"" },
	{ "FLOAT", "12345678.9", "STRING", "\"1.2345679E7\"" },
	{ "DECIMAL(10, 2)", "-123.45", "STRING", "\"-123.45\"" },
	{ "DECIMAL(38, 20)", "0", "STRING", "\"0.00000000000000000000\"" },
	/* numbers to numbers */
	{ "INT", "70000", "TINYINT", "112" },
	{ "INT", "70000", "SMALLINT", "4464" },
	{ "BIGINT", "5000000000", "INT", "705032704" },
	{ "INT", "-7", "DOUBLE", "-7.0" },
	{ "BIGINT", "9223372036854775807", "FLOAT", "9.223372E18" },
	{ "DOUBLE", "-1e300", "INT", "-2147483648" },
	{ "DOUBLE", "1e300", "BIGINT", "9223372036854775807" },
	{ "DOUBLE", "-1e300", "SMALLINT", "0" },
	{ "DOUBLE", "1e300", "SMALLINT", "-1" },
	{ "DOUBLE", "-1e300", "FLOAT", "\"-Infinity\"" },
	{ "DOUBLE", "NaN", "INT", "0" },
	{ "DOUBLE", "NaN", "DECIMAL(10, 2)", NULL },
	{ "FLOAT", "-0.1", "DOUBLE", "-0.10000000149011612" },
	{ "FLOAT", "-0.1", "DECIMAL(10, 3)", "-0.100" },
	{ "DOUBLE", "2.25", "DECIMAL(10, 3)", "2.250" },
	{ "DOUBLE", "1e300", "DECIMAL(10, 3)", "null" },
	{ "INT", "123456", "DECIMAL(5, 0)", "null" },
	{ "DECIMAL(4, 2)", "99.99", "DECIMAL(3, 1)", "null" },
	{ "DECIMAL(4, 2)", "99.99", "DECIMAL(3, 0)", "100" },
	{ "DECIMAL(4, 2)", "-0.05", "DECIMAL(3, 1)", "-0.1" },
	{ "DECIMAL(10, 2)", "-99999999.99", "INT", "-99999999" },
	{ "DECIMAL(10, 2)", "-99999999.99", "TINYINT", "1" },
	{ "DECIMAL(10, 2)", "99999999.99", "FLOAT", "1.0E8" },
	{ "DECIMAL(10, 2)", "12.34", "DOUBLE", "12.34" },
	{ "BOOLEAN", "true", "INT", "1" },
	{ "INT", "-3", "BOOLEAN", "true" },
	/* times to times and text */
	{ "DATE", "2024-02-29", "TIMESTAMP(3)", "\"2024-02-29 00:00:00.000\"" },
	{ "TIMESTAMP(3)", "1969-12-31 23:59:59.999", "DATE", "\"1970-01-01\"" },
	{ "TIMESTAMP(3)", "1969-12-31 23:59:59.999", "TIME(0)", "\"23:59:59\"" },
	{ "TIMESTAMP(3)", "1969-12-31 23:59:59.999", "TIMESTAMP(0)", "\"1970-01-01 00:00:00\"" },
	{ "TIMESTAMP(3)", "9999-12-31 23:59:59.999", "TIMESTAMP(6)",
	  "\"9999-12-31 23:59:59.999000\"" },
	{ "TIMESTAMP(9)", "2024-02-29 12:34:56.789123456", "TIMESTAMP(7)",
	  "\"2024-02-29 12:34:56.7891234\"" },
	{ "TIMESTAMP(9)", "2024-02-29 12:34:56.789123456", "STRING",
	  "\"2024-02-29 12:34:56.789123456\"" },
	{ "TIMESTAMP(3)", "2024-02-29 12:34:56.789", "VARCHAR(10)", "\"2024-02-29\"" },
	{ "TIME(0)", "12:34:56", "TIMESTAMP(0)", "\"1970-01-01 12:34:56\"" },
	{ "INT", "14", "INTERVAL MONTH", "\"+1-02\"" },
	{ "INT", "-93784005", "INTERVAL SECOND(3)", "\"-1 02:03:04.005\"" },
};

START_TEST(results_are_flinks)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_cast_context ctx = { arena, NULL };
	struct leat_sel one = { NULL, 1 };

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		struct leat_col from = value_col(arena, rows[i].from, rows[i].text), to;
		const struct leat_type *type = type_named(arena, rows[i].to);
		struct leat_err err = { .code = LEAT_OK };
		int r = leat_cast_col(&ctx, &from, type, one, 1, false, &to, &err);
		if (!rows[i].result) {
			ck_assert_msg(r == -LEAT_E_RUNTIME, "%s as %s", rows[i].text, rows[i].to);
			ck_assert_ptr_nonnull(strstr(err.message, "cannot cast"));
			ck_assert(leat_cast_can_fail(from.type, type));
			r = leat_cast_col(&ctx, &from, type, one, 1, true, &to, &err);
			ck_assert_int_eq(r, 0);
			ck_assert(leat_col_is_null(&to, 0));
			continue;
		}
		ck_assert_msg(r == 0, "%s as %s: %s", rows[i].text, rows[i].to, err.message);
		const char *got = json_of(arena, &to, 0);
		ck_assert_msg(strcmp(got, rows[i].result) == 0, "%s as %s: %s, not %s",
		              rows[i].text, rows[i].to, got, rows[i].result);
		ck_assert_ptr_eq(to.type, type);
	}
	leat_arena_free(arena);
}
END_TEST

START_TEST(zones_count)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_cast_context ctx = { arena, NULL };
	struct leat_sel one = { NULL, 1 };
	struct leat_col instant, local, text, day;
	struct leat_err err;

	ck_assert_int_eq(leat_tz_find(LEAT_STR("America/New_York"), &ctx.tz, &err), 0);
	instant = value_col(arena, "TIMESTAMP_LTZ(3)", "2024-02-29 04:34:56.789");
	ck_assert_int_eq(leat_cast_col(&ctx, &instant, type_named(arena, "TIMESTAMP(3)"), one, 1,
	                               false, &local, &err), 0);
	ck_assert_str_eq(json_of(arena, &local, 0), "\"2024-02-28 23:34:56.789\"");
	ck_assert_int_eq(leat_cast_col(&ctx, &instant, type_named(arena, "STRING"), one, 1, false,
	                               &text, &err), 0);
	ck_assert_str_eq(json_of(arena, &text, 0), "\"2024-02-28 23:34:56.789\"");
	ck_assert_int_eq(leat_cast_col(&ctx, &instant, type_named(arena, "DATE"), one, 1, false,
	                               &day, &err),
	                 0);
	ck_assert_str_eq(json_of(arena, &day, 0), "\"2024-02-28\"");
	ck_assert_int_eq(leat_cast_col(&ctx, &text, type_named(arena, "TIMESTAMP_LTZ(3)"), one, 1,
	                               false, &local, &err), 0);
	ck_assert_int_eq(local.i64[0], instant.i64[0]);
	leat_tz_forget();
	leat_arena_free(arena);
}
END_TEST

/* Rows of ARRAY<STRING>: ['1', NULL], NULL, ['x'], []. */
static struct leat_col arrays(struct leat_arena *arena)
{
	struct leat_col_builder *b =
	        leat_col_builder_new(arena, type_named(arena, "ARRAY<STRING>"), 1);

	leat_col_builder_begin(b);
	leat_col_builder_bytes(leat_col_builder_child(b, 0), LEAT_STR("1"));
	leat_col_builder_null(leat_col_builder_child(b, 0));
	leat_col_builder_end(b);
	leat_col_builder_null(b);
	leat_col_builder_begin(b);
	leat_col_builder_bytes(leat_col_builder_child(b, 0), LEAT_STR("x"));
	leat_col_builder_end(b);
	leat_col_builder_begin(b);
	leat_col_builder_end(b);
	return leat_col_builder_finish(b);
}

START_TEST(arrays_are_cast_by_element)
{
	static const uint16_t without_x[] = { 0, 1, 3 };
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_cast_context ctx = { arena, NULL };
	const struct leat_type *ints = type_named(arena, "ARRAY<INT>");
	struct leat_col from = arrays(arena), to;
	struct leat_err err;

	ck_assert_int_eq(leat_cast_col(&ctx, &from, ints, (struct leat_sel){ without_x, 3 }, 4, false,
	                               &to, &err), 0);
	ck_assert_str_eq(json_of(arena, &to, 0), "[1,null]");
	ck_assert_str_eq(json_of(arena, &to, 1), "null");
	ck_assert_str_eq(json_of(arena, &to, 3), "[]");
	ck_assert_int_eq(leat_cast_col(&ctx, &from, ints, (struct leat_sel){ NULL, 4 }, 4, false, &to,
	                               &err), -LEAT_E_RUNTIME);
	ck_assert_str_eq(err.message, "cannot cast \"[x]\" to ARRAY<INT>");
	ck_assert_int_eq(leat_cast_col(&ctx, &from, ints, (struct leat_sel){ NULL, 4 }, 4, true, &to,
	                               &err), 0);
	ck_assert_str_eq(json_of(arena, &to, 2), "null");
	ck_assert_str_eq(json_of(arena, &to, 0), "[1,null]");
	ck_assert_int_eq(leat_cast_col(&ctx, &from, type_named(arena, "STRING"),
	                               (struct leat_sel){ NULL, 4 }, 4, false, &to, &err), 0);
	ck_assert_str_eq(json_of(arena, &to, 0), "\"[1, NULL]\"");
	leat_arena_free(arena);
}
END_TEST

START_TEST(rows_and_maps_are_cast_by_part)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_cast_context ctx = { arena, NULL };
	const struct leat_type *type = type_named(arena, "ROW<`a` INT, `m` MAP<STRING, INT>>");
	struct leat_col_builder *b = leat_col_builder_new(arena, type, 1), *m;
	struct leat_sel one = { NULL, 1 };
	struct leat_col from, to;
	struct leat_err err;

	leat_col_builder_begin(b);
	leat_col_builder_i64(leat_col_builder_child(b, 0), 300);
	m = leat_col_builder_child(b, 1);
	leat_col_builder_begin(m);
	leat_col_builder_bytes(leat_col_builder_child(m, 0), LEAT_STR("z"));
	leat_col_builder_i64(leat_col_builder_child(m, 1), 1);
	leat_col_builder_bytes(leat_col_builder_child(m, 0), LEAT_STR("b"));
	leat_col_builder_null(leat_col_builder_child(m, 1));
	leat_col_builder_end(m);
	leat_col_builder_end(b);
	from = leat_col_builder_finish(b);

	type = type_named(arena, "ROW<`x` TINYINT, `y` MAP<CHAR(2), DOUBLE>>");
	ck_assert_int_eq(leat_cast_col(&ctx, &from, type, one, 1, false, &to, &err), 0);
	ck_assert_str_eq(json_of(arena, &to, 0), "{\"x\":44,\"y\":{\"b \":null,\"z \":1.0}}");
	type = type_named(arena, "STRING");
	ck_assert_int_eq(leat_cast_col(&ctx, &from, type, one, 1, false, &to, &err), 0);
	ck_assert_str_eq(json_of(arena, &to, 0), "\"(300, {z=1, b=NULL})\"");
	leat_arena_free(arena);
}
END_TEST

START_TEST(null_fits_everywhere)
{
	static const char *const types[] = { "INT", "STRING", "DECIMAL(5, 2)", "ARRAY<INT>",
		                             "ROW<`a` ROW<`b` INT>>", "MAP<STRING, INT>" };
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_cast_context ctx = { arena, NULL };
	struct leat_col from = { .type = leat_type_basic(LEAT_NULL) }, to;

	for (size_t i = 0; i < LEAT_COUNT(types); i++) {
		ck_assert_int_eq(leat_cast_col(&ctx, &from, type_named(arena, types[i]),
		                               (struct leat_sel){ NULL, 3 }, 3, false, &to, NULL), 0);
		ck_assert_str_eq(json_of(arena, &to, 2), "null");
	}
	leat_arena_free(arena);
}
END_TEST

START_TEST(some_casts_do_not_exist)
{
	static const struct {
		const char *from, *to;
		bool allowed, implicit;
	} pairs[] = {
		{ "BOOLEAN", "DATE", false, false },   { "TIMESTAMP(3)", "INT", false, false },
		{ "INT", "TIMESTAMP(3)", false, false }, { "DATE", "TIME(0)", false, false },
		{ "ARRAY<INT>", "INT", false, false }, { "ARRAY<BOOLEAN>", "ARRAY<DATE>", false, false },
		{ "ROW<`a` INT>", "ROW<`a` INT, `b` INT>", false, false },
		{ "INT", "BIGINT", true, true },       { "BIGINT", "INT", true, false },
		{ "STRING", "INT", true, false },      { "CHAR(3)", "STRING", true, true },
		{ "INT", "STRING", true, false },      { "NULL", "ARRAY<INT>", true, true },
		{ "ARRAY<INT>", "ARRAY<BIGINT>", true, true },
		{ "ARRAY<INT>", "ARRAY<STRING>", true, false },
	};
	struct leat_arena *arena = leat_arena_new(0);

	for (size_t i = 0; i < LEAT_COUNT(pairs); i++) {
		bool implicit = false;
		bool allowed = leat_cast_is_allowed(type_named(arena, pairs[i].from),
		                                    type_named(arena, pairs[i].to), &implicit);
		ck_assert_msg(allowed == pairs[i].allowed, "%s to %s", pairs[i].from, pairs[i].to);
		ck_assert_msg(implicit == pairs[i].implicit, "%s to %s", pairs[i].from,
		              pairs[i].to);
	}
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, results_are_flinks);
	tcase_add_test(tc, zones_count);
	tcase_add_test(tc, arrays_are_cast_by_element);
	tcase_add_test(tc, rows_and_maps_are_cast_by_part);
	tcase_add_test(tc, null_fits_everywhere);
	tcase_add_test(tc, some_casts_do_not_exist);
}

int main(void)
{
	return suite_main("cast", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Values as JSON and as SQL text. */
#include "types/render.h"

#include "suite.h"
#include "types/timezone.h"
#include "values.h"

START_TEST(scalars_as_json)
{
	static const struct {
		const char *type, *text, *json;
	} rows[] = {
		{ "INT", "1", "1" },
		{ "DECIMAL(10, 2)", "12.5", "12.50" },
		{ "DECIMAL(5, 5)", "-0.00001", "-0.00001" },
		{ "FLOAT", "0.1", "0.1" },
		{ "DOUBLE", "1e21", "1.0E21" },
		{ "DOUBLE", "-Infinity", "\"-Infinity\"" },
		{ "BOOLEAN", "true", "true" },
		{ "STRING", "a\"b\\\n\x01\xc3\xa9", "\"a\\\"b\\\\\\n\\u0001\xc3\xa9\"" },
		{ "BYTES", "fo", "\"x'666f'\"" },
		{ "DATE", "0001-01-01", "\"0001-01-01\"" },
		{ "TIME(0)", "01:02:03", "\"01:02:03\"" },
		{ "TIMESTAMP(3)", "2024-01-01", "\"2024-01-01 00:00:00.000\"" },
		{ "TIMESTAMP(0)", "2024-01-01", "\"2024-01-01 00:00:00\"" },
	};
	struct leat_arena *arena = leat_arena_new(0);

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		struct leat_col col = value_col(arena, rows[i].type, rows[i].text);
		ck_assert_str_eq(json_of(arena, &col, 0), rows[i].json);
	}
	leat_arena_free(arena);
}
END_TEST

START_TEST(keys_of_maps_are_sorted_text)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_col_builder *b = leat_col_builder_new(
		arena, type_named(arena, "MAP<TIMESTAMP(0), MULTISET<INT>>"), 0);
	struct leat_col_builder *counts = leat_col_builder_child(b, 1);

	leat_col_builder_begin(b);
	for (int64_t i = 1; i >= 0; i--) {
		leat_col_builder_i64(leat_col_builder_child(b, 0), i * 1000000);
		leat_col_builder_begin(counts);
		leat_col_builder_i64(leat_col_builder_child(counts, 0), 7);
		leat_col_builder_i64(leat_col_builder_child(counts, 1), i + 1);
		leat_col_builder_end(counts);
	}
	leat_col_builder_end(b);
	struct leat_col col = leat_col_builder_finish(b);
	ck_assert_str_eq(json_of(arena, &col, 0),
	                 "{\"1970-01-01 00:00:00\":{\"7\":1},\"1970-01-01 00:00:01\":{\"7\":2}}");
	leat_arena_free(arena);
}
END_TEST

START_TEST(rows_and_schemas)
{
	struct leat_field fields[] = { { LEAT_STR("id"), leat_type_basic(LEAT_INT) },
		                       { LEAT_STR("a\"b"), leat_type_basic(LEAT_TIMESTAMP_LTZ) } };
	struct leat_schema schema = { 2, fields };
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_tz *tz;
	struct leat_buf out;

	leat_buf_init(&out, 1 << 16);
	leat_render_json_schema(&schema, &out);
	ck_assert_str_eq(leat_buf_cstr(&out),
	                 "{\"columns\":[{\"name\":\"id\",\"type\":\"INT\"},"
	                 "{\"name\":\"a\\\"b\",\"type\":\"TIMESTAMP_LTZ(6)\"}]}");
	leat_buf_clear(&out);
	ck_assert_int_eq(leat_tz_find(LEAT_STR("+01:00"), &tz, NULL), 0);
	struct leat_col cols[] = { value_col(arena, "INT", NULL),
		                   value_col(arena, "TIMESTAMP_LTZ(6)", "1970-01-01") };
	leat_render_json_row(&schema, cols, 0, tz, &out);
	ck_assert_str_eq(leat_buf_cstr(&out),
	                 "{\"id\":null,\"a\\\"b\":\"1970-01-01 01:00:00.000000\"}");
	leat_buf_done(&out);
	leat_tz_forget();
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, scalars_as_json);
	tcase_add_test(tc, keys_of_maps_are_sorted_text);
	tcase_add_test(tc, rows_and_schemas);
}

int main(void)
{
	return suite_main("render", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Types: their names, equality, copies. */
#include "leat/type.h"

#include "suite.h"
#include "values.h"

START_TEST(names_are_flinks)
{
	static const char *const names[] = {
		"INT",
		"STRING",
		"VARCHAR(3)",
		"CHAR(1)",
		"BYTES",
		"BINARY(2)",
		"DECIMAL(10, 2)",
		"TIME(0)",
		"TIMESTAMP(3)",
		"TIMESTAMP_LTZ(9)",
		"INTERVAL MONTH",
		"INTERVAL SECOND(3)",
		"ARRAY<INT>",
		"MULTISET<STRING>",
		"MAP<STRING, ARRAY<DOUBLE>>",
		"ROW<`a` INT, `b c` ROW<`x` DATE>>",
		"NULL",
		"BOOLEAN",
	};
	struct leat_arena *arena = leat_arena_new(0), *other = leat_arena_new(0);
	struct leat_buf out;

	leat_buf_init(&out, 1 << 16);
	for (size_t i = 0; i < LEAT_COUNT(names); i++) {
		const struct leat_type *type = type_named(arena, names[i]);
		const struct leat_type *copy = leat_type_copy(other, type);
		leat_buf_clear(&out);
		leat_type_print(copy, true, &out);
		ck_assert_str_eq(leat_buf_cstr(&out), names[i]);
		for (size_t k = 0; k < LEAT_COUNT(names); k++)
			ck_assert(leat_type_equal(copy, type_named(arena, names[k])) == (i == k));
	}
	leat_buf_clear(&out);
	leat_type_print(leat_type_with_time(arena, leat_type_with_null(arena,
	                        leat_type_timed(arena, LEAT_TIMESTAMP, 3, true), false),
	                        LEAT_TIME_ROWTIME), true, &out);
	ck_assert_str_eq(leat_buf_cstr(&out), "TIMESTAMP(3) NOT NULL *ROWTIME*");
	leat_buf_done(&out);
	leat_arena_free(arena);
	leat_arena_free(other);
}
END_TEST

START_TEST(nullability_counts_inside_only)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_type *i = leat_type_basic(LEAT_INT);
	const struct leat_type *n = leat_type_with_null(arena, i, false);

	ck_assert(leat_type_equal(i, n));
	ck_assert(
		!leat_type_equal(leat_type_array(arena, i, true), leat_type_array(arena, n, true)));
	ck_assert_ptr_eq(leat_type_with_null(arena, i, true), i);
	leat_arena_free(arena);
}
END_TEST

START_TEST(schemas_are_searched_and_copied)
{
	struct leat_field fields[] = { { LEAT_STR("a"), leat_type_basic(LEAT_INT) },
		                       { LEAT_STR("A"), leat_type_basic(LEAT_DATE) } };
	struct leat_schema schema = { 2, fields };
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_schema *copy = leat_schema_copy(arena, &schema);

	ck_assert_int_eq(leat_schema_find(copy, LEAT_STR("A")), 1);
	ck_assert_int_eq(leat_schema_find(copy, LEAT_STR("b")), -1);
	ck_assert(copy->fields[1].name.p != fields[1].name.p);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, names_are_flinks);
	tcase_add_test(tc, nullability_counts_inside_only);
	tcase_add_test(tc, schemas_are_searched_and_copied);
}

int main(void)
{
	return suite_main("type", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Batches and column builders. */
#include "leat/batch.h"

#include "suite.h"
#include "values.h"

static const struct leat_schema *schema_of(struct leat_arena *arena, const char *name,
                                           const char *type)
{
	struct leat_schema *schema = LEAT_ARENA_NEW(arena, struct leat_schema);
	struct leat_field *field = LEAT_ARENA_NEW(arena, struct leat_field);

	field->name = leat_str_of(name);
	field->type = type_named(arena, type);
	schema->field_count = 1;
	schema->fields = field;
	return schema;
}

static void count_release(void *owner)
{
	++*(int *)owner;
}

START_TEST(a_batch_keeps_what_it_points_into)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_schema *schema = schema_of(arena, "s", "STRING");
	struct leat_batch_builder *b = leat_batch_builder_new(schema);
	int released = 0;

	leat_col_builder_bytes(leat_batch_builder_col(b, 0), LEAT_STR("a"));
	leat_batch_builder_row(b, LEAT_INSERT);
	leat_col_builder_copy_bytes(leat_batch_builder_col(b, 0), LEAT_STR("b"));
	leat_batch_builder_row(b, LEAT_DELETE);
	struct leat_batch *batch = leat_batch_builder_finish(b);
	leat_batch_pin(batch, count_release, &released);
	struct leat_batch *derived = leat_batch_derive(batch, schema);
	derived->cols[0] = batch->cols[0];
	batch = leat_batch_unref(batch);

	ck_assert_int_eq(released, 0);
	ck_assert_uint_eq(derived->row_count, 2);
	ck_assert_uint_eq(derived->sel.count, 2);
	ck_assert_uint_eq(leat_batch_kind(derived, 0), LEAT_INSERT);
	ck_assert_str_eq(leat_row_kind_name(leat_batch_kind(derived, 1)), "-D");
	ck_assert_str_eq(json_of(arena, &derived->cols[0], 1), "\"b\"");
	leat_batch_unref(leat_batch_ref(derived));
	ck_assert_int_eq(released, 0);
	leat_batch_unref(derived);
	ck_assert_int_eq(released, 1);
	leat_arena_free(arena);
}
END_TEST

START_TEST(a_new_batch_is_empty)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_batch *batch =
	        leat_batch_new(schema_of(arena, "r", "ROW<`a` MULTISET<INT>, `b` MAP<INT, INT>>"));

	ck_assert_uint_eq(batch->row_count, 0);
	ck_assert_ptr_nonnull(batch->cols[0].children);
	ck_assert_uint_eq(batch->cols[0].children[0].children[1].type->id, LEAT_INT);
	leat_batch_unref(batch);
	leat_batch_builder_free(leat_batch_builder_new(schema_of(arena, "s", "STRING")));
	leat_batch_builder_free(NULL);
	leat_arena_free(arena);
}
END_TEST

START_TEST(columns_grow)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_col_builder *b =
	        leat_col_builder_new(arena, type_named(arena, "ARRAY<BIGINT>"), 0);
	struct leat_col_builder *child = leat_col_builder_child(b, 0);

	for (uint32_t i = 0; i < 1000; i++) {
		if (i % 7 == 3) {
			leat_col_builder_null(b);
			continue;
		}
		leat_col_builder_begin(b);
		for (uint32_t k = 0; k < i; k++) {
			if (k % 5 == 4)
				leat_col_builder_null(child);
			else
				leat_col_builder_i64(child, i * 10000 + k);
		}
		leat_col_builder_end(b);
	}
	struct leat_col col = leat_col_builder_finish(b);
	for (uint32_t i = 0; i < 1000; i++) {
		ck_assert(leat_col_is_null(&col, i) == (i % 7 == 3));
		if (i % 7 == 3)
			continue;
		ck_assert_uint_eq(col.list[i].count, i);
		for (uint32_t k = 0; k < i; k++) {
			uint32_t at = col.list[i].begin + k;
			bool null = leat_col_is_null(&col.children[0], at);
			if (null != (k % 5 == 4) ||
			    (!null && col.children[0].i64[at] != i * 10000 + k))
				ck_abort_msg("element %u of row %u", k, i);
		}
	}
	leat_arena_free(arena);
}
END_TEST

START_TEST(a_bad_record_is_cut_off)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_col_builder *b = leat_col_builder_new(
		arena, type_named(arena, "ROW<`a` INT, `l` ARRAY<ROW<`x` STRING>>>"), 2);
	struct leat_col_builder *a = leat_col_builder_child(b, 0),
				*l = leat_col_builder_child(b, 1);
	struct leat_col_builder *row = leat_col_builder_child(l, 0);

	for (int i = 0; i < 3; i++) {
		leat_col_builder_begin(b);
		leat_col_builder_i64(a, i);
		leat_col_builder_begin(l);
		leat_col_builder_begin(row);
		leat_col_builder_bytes(leat_col_builder_child(row, 0), LEAT_STR("v"));
		if (i == 1) {
			/* In the middle of everything. */
			leat_col_builder_truncate(b, 1);
			continue;
		}
		leat_col_builder_end(row);
		leat_col_builder_end(l);
		leat_col_builder_end(b);
	}
	leat_col_builder_null(b);
	ck_assert_uint_eq(leat_col_builder_rows(b), 3);
	struct leat_col col = leat_col_builder_finish(b);
	ck_assert_str_eq(json_of(arena, &col, 0), "{\"a\":0,\"l\":[{\"x\":\"v\"}]}");
	ck_assert_str_eq(json_of(arena, &col, 1), "{\"a\":2,\"l\":[{\"x\":\"v\"}]}");
	ck_assert_str_eq(json_of(arena, &col, 2), "null");
	ck_assert_uint_eq(col.children[1].list[1].begin, 1);

	struct leat_arena *other = leat_arena_new(0);
	struct leat_col_builder *copy = leat_col_builder_new(other, leat_type_copy(other, col.type),
	                                                     0);
	for (uint32_t i = 3; i-- > 0;)
		leat_col_builder_append(copy, &col, i, true);
	leat_arena_free(arena);
	struct leat_col copied = leat_col_builder_finish(copy);
	ck_assert_str_eq(json_of(other, &copied, 0), "null");
	ck_assert_str_eq(json_of(other, &copied, 2), "{\"a\":0,\"l\":[{\"x\":\"v\"}]}");
	leat_arena_free(other);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, a_batch_keeps_what_it_points_into);
	tcase_add_test(tc, a_new_batch_is_empty);
	tcase_add_test(tc, columns_grow);
	tcase_add_test(tc, a_bad_record_is_cut_off);
}

int main(void)
{
	return suite_main("batch", add);
}

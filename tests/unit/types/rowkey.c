/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, stored values, comparison and hashes: one set of values goes through all of them. */
#include "types/rowkey.h"

#include <math.h>

#include "suite.h"
#include "types/compare.h"
#include "types/hash.h"
#include "types/serial.h"
#include "values.h"

/* Ascending values of each type; NULL is added in front. */
static const struct {
	const char *type;
	const char *values[8];
} sets[] = {
	{ "BOOLEAN", { "false", "true" } },
	{ "INT", { "-2147483648", "-129", "-1", "0", "1", "255", "2147483647" } },
	{ "BIGINT", { "-9223372036854775808", "-1", "0", "127", "128", "9223372036854775807" } },
	{ "DOUBLE", { "-Infinity", "-1.5", "0", "1e-300", "1.5", "Infinity", "NaN" } },
	{ "DECIMAL(38, 2)", { "-999999999999999999999999999999999999.99", "-0.01", "0", "0.01",
	                      "999999999999999999999999999999999999.99" } },
	{ "STRING", { "", "a", "aa", "ab", "b", "\xc3\xa4" } },
	{ "TIMESTAMP(9)", { "1969-12-31 23:59:59.999999999", "1970-01-01", "2024-02-29" } },
};

static struct leat_str put(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	leat_buf_clear(out);
	leat_rowkey_put(&col, 1, row, out);
	return leat_buf_view(out);
}

/* The values of a set and a NULL as one column. */
static struct leat_col column_of(struct leat_arena *arena, size_t set, uint32_t *ret_rows)
{
	struct leat_col_builder *b = leat_col_builder_new(arena, type_named(arena, sets[set].type),
	                                                  0);

	leat_col_builder_null(b);
	for (size_t i = 0; i < LEAT_COUNT(sets[set].values) && sets[set].values[i]; i++) {
		struct leat_col one = value_col(arena, sets[set].type, sets[set].values[i]);
		leat_col_builder_append(b, &one, 0, false);
	}
	*ret_rows = leat_col_builder_rows(b);
	return leat_col_builder_finish(b);
}

START_TEST(order_hash_and_keys_agree)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_buf x, y;

	leat_buf_init(&x, 1 << 16);
	leat_buf_init(&y, 1 << 16);
	for (size_t s = 0; s < LEAT_COUNT(sets); s++) {
		uint32_t rows;
		struct leat_col col = column_of(arena, s, &rows);
		const struct leat_col *cols[] = { &col };
		for (uint32_t i = 0; i < rows; i++)
			for (uint32_t k = 0; k < rows; k++) {
				int order = leat_col_compare(&col, i, &col, k, true);
				int last = leat_col_compare(&col, i, &col, k, false);
				int want = i < k ? -1 : i > k;
				ck_assert_msg((order > 0) - (order < 0) == want, "%s %u %u",
				              sets[s].type, i, k);
				if (i && k)
					ck_assert_int_eq(order, last);
				else if (i != k)
					ck_assert(last == (i ? -1 : 1));
				ck_assert(leat_col_equal(&col, i, &col, k) == (i == k));
				struct leat_str a = put(&col, i, &x), b = put(&col, k, &y);
				ck_assert((leat_bytes_compare(a, b) == 0) == (i == k));
				uint64_t h = leat_hash_row(cols, 1, i);
				ck_assert((h == leat_hash_row(cols, 1, k)) == (i == k));
			}
	}
	leat_buf_done(&x);
	leat_buf_done(&y);
	leat_arena_free(arena);
}
END_TEST

START_TEST(keys_come_back)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_col *cols[LEAT_COUNT(sets)];
	struct leat_col_builder *builders[LEAT_COUNT(sets)];
	uint32_t count = LEAT_COUNT(sets), rows;
	struct leat_buf key;

	leat_buf_init(&key, 1 << 16);
	for (uint32_t s = 0; s < count; s++) {
		struct leat_col *col = LEAT_ARENA_NEW(arena, struct leat_col);
		*col = column_of(arena, s, &rows);
		cols[s] = col;
		builders[s] = leat_col_builder_new(arena, col->type, 0);
	}
	for (uint32_t row = 0; row < 3; row++) {
		leat_buf_clear(&key);
		leat_rowkey_put(cols, count, row, &key);
		leat_rowkey_get(leat_buf_view(&key), builders, count, true);
	}
	for (uint32_t s = 0; s < count; s++) {
		struct leat_col back = leat_col_builder_finish(builders[s]);
		for (uint32_t row = 0; row < 3; row++)
			ck_assert(leat_col_equal(&back, row, cols[s], row));
	}
	leat_buf_done(&key);
	leat_arena_free(arena);
}
END_TEST

START_TEST(equal_values_have_one_form)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_col_builder *b = leat_col_builder_new(arena, leat_type_basic(LEAT_DOUBLE), 0);
	struct leat_col_builder *m = leat_col_builder_new(arena,
	                                                  type_named(arena, "MAP<STRING, INT>"), 0);
	struct leat_buf x, y;

	leat_col_builder_f64(b, 0.0);
	leat_col_builder_f64(b, -0.0);
	leat_col_builder_f64(b, (double)NAN);
	leat_col_builder_f64(b, -(double)NAN);
	for (int turn = 0; turn < 2; turn++) {
		leat_col_builder_begin(m);
		for (int i = 0; i < 2; i++) {
			leat_col_builder_bytes(leat_col_builder_child(m, 0),
			                       i == turn ? LEAT_STR("k") : LEAT_STR("l"));
			leat_col_builder_i64(leat_col_builder_child(m, 1), i == turn);
		}
		leat_col_builder_end(m);
	}
	struct leat_col f = leat_col_builder_finish(b), map = leat_col_builder_finish(m);
	const struct leat_col *fs[] = { &f }, *maps[] = { &map };
	leat_buf_init(&x, 1 << 16);
	leat_buf_init(&y, 1 << 16);
	for (uint32_t i = 0; i < 4; i += 2) {
		ck_assert(leat_col_equal(&f, i, &f, i + 1));
		ck_assert_uint_eq(leat_hash_row(fs, 1, i), leat_hash_row(fs, 1, i + 1));
		ck_assert_int_eq(leat_bytes_compare(put(&f, i, &x), put(&f, i + 1, &y)), 0);
	}
	ck_assert(leat_col_equal(&map, 0, &map, 1));
	ck_assert_uint_eq(leat_hash_row(maps, 1, 0), leat_hash_row(maps, 1, 1));
	ck_assert_int_eq(leat_bytes_compare(put(&map, 0, &x), put(&map, 1, &y)), 0);
	leat_buf_done(&x);
	leat_buf_done(&y);
	leat_arena_free(arena);
}
END_TEST

START_TEST(rows_are_ordered)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_col cols[2];
	uint32_t rows;

	cols[0] = column_of(arena, 0, &rows);
	cols[1] = column_of(arena, 1, &rows);
	struct leat_order down[] = { { 1, true, false } }, first[] = { { 1, true, true } };
	struct leat_order both[] = { { 0, false, true }, { 1, true, false } };
	ck_assert_int_gt(leat_rows_compare(down, 1, cols, 1, cols, 2), 0);
	ck_assert_int_gt(leat_rows_compare(down, 1, cols, 0, cols, 2), 0);
	ck_assert_int_lt(leat_rows_compare(first, 1, cols, 0, cols, 2), 0);
	ck_assert_int_lt(leat_rows_compare(both, 2, cols, 1, cols, 2), 0);
	ck_assert_int_eq(leat_rows_compare(both, 2, cols, 1, cols, 1), 0);
	leat_arena_free(arena);
}
END_TEST

START_TEST(hashes_of_selected_rows)
{
	static const uint16_t some[] = { 1, 3 };
	struct leat_arena *arena = leat_arena_new(0);
	uint64_t hashes[8] = { 0 };
	uint32_t rows;
	struct leat_col a = column_of(arena, 1, &rows), b = column_of(arena, 5, &rows);
	const struct leat_col *cols[] = { &a, &b };

	leat_hash_rows(cols, 2, (struct leat_sel){ some, 2 }, hashes);
	ck_assert_uint_eq(hashes[1], leat_hash_row(cols, 2, 1));
	ck_assert_uint_eq(hashes[3], leat_hash_row(cols, 2, 3));
	ck_assert_uint_eq(hashes[2], 0);
	/* These last for ever: they are in the ids of documents. */
	char text[33] = "";
	leat_hash128_print(leat_hash128("leat", 4), text);
	ck_assert_str_eq(text, "19730a6ff73e22bf62b5ffdd51de47b0");
	leat_arena_free(arena);
}
END_TEST

START_TEST(damaged_bytes_are_found)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_type *type = type_named(
		arena, "ROW<`a` INT, `b` STRING, `c` ARRAY<DOUBLE>, `d` DECIMAL(20, 2)>");
	struct leat_col_builder *b = leat_col_builder_new(arena, type, 1);
	struct leat_buf out;
	struct leat_err err;

	leat_col_builder_begin(b);
	leat_col_builder_i64(leat_col_builder_child(b, 0), 70000);
	leat_col_builder_bytes(leat_col_builder_child(b, 1), LEAT_STR("text"));
	leat_col_builder_begin(leat_col_builder_child(b, 2));
	leat_col_builder_f64(leat_col_builder_child(leat_col_builder_child(b, 2), 0), 1.5);
	leat_col_builder_null(leat_col_builder_child(leat_col_builder_child(b, 2), 0));
	leat_col_builder_end(leat_col_builder_child(b, 2));
	leat_col_builder_i128(leat_col_builder_child(b, 3), -123456789);
	leat_col_builder_end(b);
	struct leat_col col = leat_col_builder_finish(b);
	leat_buf_init(&out, 1 << 16);
	leat_serial_put(&col, 0, &out);

	struct leat_str all = leat_buf_view(&out), rest = all;
	struct leat_col_builder *back = leat_col_builder_new(arena, type, 1);
	ck_assert_int_eq(leat_serial_get(&rest, back, false, &err), 0);
	ck_assert_uint_eq(rest.n, 0);
	for (uint32_t n = 0; n < all.n; n++) {
		rest = (struct leat_str){ all.p, n };
		ck_assert_int_eq(leat_serial_get(&rest, back, false, &err), -LEAT_E_CHECKPOINT);
		ck_assert_uint_eq(leat_col_builder_rows(back), 1);
		rest = (struct leat_str){ all.p, n };
		ck_assert_int_eq(leat_serial_skip(&rest, type, &err), -LEAT_E_CHECKPOINT);
	}
	rest = all;
	ck_assert_int_eq(leat_serial_skip(&rest, type, &err), 0);
	ck_assert_uint_eq(rest.n, 0);
	struct leat_col copy = leat_col_builder_finish(back);
	ck_assert(leat_col_equal(&copy, 0, &col, 0));
	ck_assert_str_eq(json_of(arena, &copy, 0),
	                 "{\"a\":70000,\"b\":\"text\",\"c\":[1.5,null],\"d\":-1234567.89}");
	leat_buf_done(&out);
	leat_arena_free(arena);
}
END_TEST

START_TEST(batches_come_back)
{
	static const uint16_t some[] = { 0, 2 };
	static const int64_t watermarks[] = { 5, 6, 7 };
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_field field = { LEAT_STR("a"), leat_type_basic(LEAT_VARCHAR) };
	struct leat_schema schema = { 1, &field };
	struct leat_batch_builder *b = leat_batch_builder_new(&schema);
	struct leat_batch *batch, *back;
	struct leat_buf out;

	for (int i = 0; i < 3; i++) {
		leat_col_builder_bytes(leat_batch_builder_col(b, 0),
		                       (struct leat_str){ "xyz" + i, 1 });
		leat_batch_builder_row(b, i == 2 ? LEAT_DELETE : LEAT_INSERT);
	}
	batch = leat_batch_builder_finish(b);
	batch->watermarks = watermarks;
	batch->sel = (struct leat_sel){ some, 2 };
	leat_buf_init(&out, 1 << 16);
	leat_serial_put_batch(batch, &out);
	struct leat_str in = leat_buf_view(&out);
	ck_assert_int_eq(leat_serial_get_batch(&in, &schema, &back, NULL), 0);
	ck_assert_uint_eq(in.n, 0);
	ck_assert_uint_eq(back->row_count, 2);
	ck_assert_uint_eq(back->kinds[1], LEAT_DELETE);
	ck_assert_int_eq(back->watermarks[1], 7);
	ck_assert_str_eq(json_of(arena, &back->cols[0], 1), "\"z\"");
	in = (struct leat_str){ out.data, (uint32_t)out.size - 1 };
	ck_assert_int_eq(leat_serial_get_batch(&in, &schema, &back, NULL), -LEAT_E_CHECKPOINT);
	leat_batch_unref(batch);
	leat_batch_unref(back);
	leat_buf_done(&out);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, order_hash_and_keys_agree);
	tcase_add_test(tc, keys_come_back);
	tcase_add_test(tc, equal_values_have_one_form);
	tcase_add_test(tc, rows_are_ordered);
	tcase_add_test(tc, hashes_of_selected_rows);
	tcase_add_test(tc, damaged_bytes_are_found);
	tcase_add_test(tc, batches_come_back);
}

int main(void)
{
	return suite_main("rowkey", add);
}

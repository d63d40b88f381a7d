/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as Java prints them. */
#include "connectors/print/row_int.h"

#include "suite.h"

static struct leat_arena *arena;
static struct leat_buf out;

static const char *print(struct leat_col_builder *b, const uint8_t *kind)
{
	struct leat_col col = leat_col_builder_finish(b);
	struct leat_field field = { LEAT_STR("c"), col.type };
	struct leat_schema schema = { 1, &field };
	struct leat_batch batch = { .schema = &schema, .cols = &col, .row_count = 1, .kinds = kind };

	leat_buf_clear(&out);
	leat_print_row(&batch, 0, &out);
	return leat_buf_cstr(&out);
}

static const char *print_i64(const struct leat_type *type, int64_t value)
{
	struct leat_col_builder *b = leat_col_builder_new(arena, type, 1);

	leat_col_builder_i64(b, value);
	return print(b, NULL);
}

START_TEST(times)
{
	const struct leat_type *ts = leat_type_timed(arena, LEAT_TIMESTAMP, 3, true);
	const struct leat_type *ltz = leat_type_timed(arena, LEAT_TIMESTAMP_LTZ, 3, true);
	const struct leat_type *nano = leat_type_timed(arena, LEAT_TIMESTAMP, 9, true);

	ck_assert_str_eq(print_i64(ts, 0), "+I[1970-01-01T00:00]");
	ck_assert_str_eq(print_i64(ts, 1000000), "+I[1970-01-01T00:00:01]");
	ck_assert_str_eq(print_i64(ts, 1500000), "+I[1970-01-01T00:00:01.500]");
	ck_assert_str_eq(print_i64(ltz, 0), "+I[1970-01-01T00:00:00Z]");
	ck_assert_str_eq(print_i64(nano, 1000000001), "+I[1970-01-01T00:00:01.000000001]");
	ck_assert_str_eq(print_i64(leat_type_basic(LEAT_DATE), 19782), "+I[2024-02-29]");
	ck_assert_str_eq(print_i64(leat_type_basic(LEAT_TIME), 3660000000), "+I[01:01]");
	ck_assert_str_eq(print_i64(leat_type_basic(LEAT_INTERVAL_DAY_TIME), 3723500000),
	                 "+I[PT1H2M3.5S]");
	ck_assert_str_eq(print_i64(leat_type_basic(LEAT_INTERVAL_YEAR_MONTH), 14), "+I[P1Y2M]");
}
END_TEST

START_TEST(nested)
{
	static const uint8_t kind = LEAT_UPDATE_AFTER;
	const struct leat_type *map = leat_type_map(arena, leat_type_basic(LEAT_VARCHAR),
	                                            leat_type_basic(LEAT_VARBINARY), true);
	struct leat_col_builder *b =
	        leat_col_builder_new(arena, leat_type_array(arena, map, true), 1);
	struct leat_col_builder *m = leat_col_builder_child(b, 0);

	leat_col_builder_begin(b);
	leat_col_builder_begin(m);
	leat_col_builder_bytes(leat_col_builder_child(m, 0), LEAT_STR("k"));
	leat_col_builder_bytes(leat_col_builder_child(m, 1), LEAT_STR("\x01\xff"));
	leat_col_builder_bytes(leat_col_builder_child(m, 0), LEAT_STR("l"));
	leat_col_builder_null(leat_col_builder_child(m, 1));
	leat_col_builder_end(m);
	leat_col_builder_null(m);
	leat_col_builder_end(b);
	ck_assert_str_eq(print(b, &kind), "+U[[{k=[1, -1], l=null}, null]]");
}
END_TEST

static void setup(void)
{
	arena = leat_arena_new(0);
	leat_buf_init(&out, 1 << 16);
}

static void teardown(void)
{
	leat_arena_free(arena);
	leat_buf_done(&out);
}

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, times);
	tcase_add_test(tc, nested);
}

int main(void)
{
	return suite_main("print_row", add);
}

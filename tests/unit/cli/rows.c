/* SPDX-License-Identifier: Apache-2.0 */
/* Rows on standard output, as JSON lines and as a table. */
#include "cli/rows.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

enum { COLUMNS = 4 };

static struct leat_arena *arena;
static FILE *real_stdout; /* TAP goes there. */
static char *printed;
static size_t printed_bytes;

static void set_up(void)
{
	arena = leat_arena_new(0);
	real_stdout = stdout;
	stdout = open_memstream(&printed, &printed_bytes);
	ck_assert_ptr_nonnull(stdout);
}

static void tear_down(void)
{
	fclose(stdout);
	stdout = real_stdout;
	free(printed);
	leat_arena_free(arena);
}

static const struct leat_schema *make_schema(void)
{
	static struct leat_field fields[COLUMNS];
	static struct leat_schema schema = { .fields = fields, .field_count = COLUMNS };

	fields[0] = (struct leat_field){ .name = LEAT_STR("id"),
		                         .type = leat_type_basic(LEAT_INT) };
	fields[1] = (struct leat_field){ .name = LEAT_STR("name"),
		                         .type = leat_type_basic(LEAT_VARCHAR) };
	fields[2] = (struct leat_field){ .name = LEAT_STR("half"),
		                         .type = leat_type_decimal(arena, 2, 2, true) };
	fields[3] = (struct leat_field){ .name = LEAT_STR("at"),
		                         .type = leat_type_timed(arena, LEAT_TIMESTAMP, 9, true) };
	return &schema;
}

static void add_row(struct leat_batch_builder *b, enum leat_row_kind kind, const char *name)
{
	leat_col_builder_i64(leat_batch_builder_col(b, 0), INT32_MIN);
	if (name)
		leat_col_builder_copy_bytes(leat_batch_builder_col(b, 1), leat_str_of(name));
	else
		leat_col_builder_null(leat_batch_builder_col(b, 1));
	leat_col_builder_i128(leat_batch_builder_col(b, 2), -50);
	leat_col_builder_i64(leat_batch_builder_col(b, 3), 1704067200123456789);
	leat_batch_builder_row(b, kind);
}

/* Print one result with rows of these names, each deleted again. */
static void print(bool as_json, const char *const *names)
{
	const struct leat_schema *schema = make_schema();
	struct leat_rows rows;
	struct leat_batch_builder *b = leat_batch_builder_new(schema);

	for (; *names; names++) {
		add_row(b, LEAT_INSERT, **names ? *names : NULL);
		add_row(b, LEAT_DELETE, **names ? *names : NULL);
	}
	struct leat_batch *batch = leat_batch_builder_finish(b);
	leat_rows_init(&rows, as_json);
	leat_rows_begin(&rows, schema, NULL);
	leat_rows_print(&rows, batch);
	leat_rows_end(&rows);
	leat_rows_done(&rows);
	leat_batch_unref(batch);
}

#define PRINT(as_json, ...) print(as_json, (const char *const[]){ __VA_ARGS__, NULL })

START_TEST(json_lines)
{
	PRINT(true, "a\"b", "");
	ck_assert_str_eq(
	        printed,
	        "{\"columns\":[{\"name\":\"id\",\"type\":\"INT\"},{\"name\":\"name\",\"type\":\"STRING\"},"
	        "{\"name\":\"half\",\"type\":\"DECIMAL(2, 2)\"},{\"name\":\"at\",\"type\":\"TIMESTAMP(9)\"}]}\n"
	        "{\"op\":\"+I\",\"row\":{\"id\":-2147483648,\"name\":\"a\\\"b\",\"half\":-0.50,"
	        "\"at\":\"2024-01-01 00:00:00.123456789\"}}\n"
	        "{\"op\":\"-D\",\"row\":{\"id\":-2147483648,\"name\":\"a\\\"b\",\"half\":-0.50,"
	        "\"at\":\"2024-01-01 00:00:00.123456789\"}}\n"
	        "{\"op\":\"+I\",\"row\":{\"id\":-2147483648,\"name\":null,\"half\":-0.50,"
	        "\"at\":\"2024-01-01 00:00:00.123456789\"}}\n"
	        "{\"op\":\"-D\",\"row\":{\"id\":-2147483648,\"name\":null,\"half\":-0.50,"
	        "\"at\":\"2024-01-01 00:00:00.123456789\"}}\n");
}
END_TEST

START_TEST(a_table)
{
	PRINT(false, "Ada");
	ck_assert_str_eq(
	        printed,
	        "+----+-------------+--------------------------------+-------+-------------------------------+\n"
	        "| op |          id |                           name |  half |                            at |\n"
	        "+----+-------------+--------------------------------+-------+-------------------------------+\n"
	        "| +I | -2147483648 |                            Ada | -0.50 | 2024-01-01 00:00:00.123456789 |\n"
	        "| -D | -2147483648 |                            Ada | -0.50 | 2024-01-01 00:00:00.123456789 |\n"
	        "+----+-------------+--------------------------------+-------+-------------------------------+\n"
	        "2 rows\n");
}
END_TEST

/* Long text is cut to the width of its column, whatever its characters are wide. */
START_TEST(a_table_cuts_long_text)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{ "123456789012345678901234567890", " 123456789012345678901234567890 |" },
		{ "1234567890123456789012345678901", " 123456789012345678901234567... |" },
		{ "水水水水水水水水水水水水水水水水", "  水水水水水水水水水水水水水... |" },
	};

	PRINT(false, cases[_i].text);
	ck_assert_ptr_nonnull(strstr(printed, cases[_i].cell));
}
END_TEST

START_TEST(a_result_without_rows)
{
	struct leat_rows rows;

	leat_rows_init(&rows, false);
	leat_rows_begin(&rows, make_schema(), NULL);
	leat_rows_end(&rows);
	leat_rows_done(&rows);
	ck_assert_ptr_nonnull(strstr(printed, "+\n0 rows\n"));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, json_lines);
	tcase_add_test(tc, a_table);
	tcase_add_loop_test(tc, a_table_cuts_long_text, 0, 3);
	tcase_add_test(tc, a_result_without_rows);
}

int main(void)
{
	return suite_main("rows", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Sample rows: counted, random within bounds, at a rate, going on after a restart. */
#include "connectors/datagen/connector.h"

#include "scanning.h"
#include "suite.h"

static struct test_table table;
static struct test_scan scan;

static void init(const char *const *options)
{
	test_table_init(&table, &leat_connector_datagen, options, NULL, NULL);
}

static void begin(void)
{
	struct leat_err err;

	ck_assert_msg(leat_connector_datagen.check(&table.table, false, &err) == 0, "%s", err.message);
	test_scan_init(&scan, &table);
	test_scan_open(&scan, (struct leat_str){ NULL, 0 });
}

static void end(void)
{
	test_scan_close(&scan);
	test_scan_done(&scan);
	test_table_done(&table);
}

#define OPTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(sequences)
{
	init(OPTIONS("fields.a.kind", "sequence", "fields.a.start", "1", "fields.a.end", "5",
	             "fields.c.kind", "sequence", "fields.c.start", "7", "fields.c.end", "9"));
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_column(&table, "c", leat_type_basic(LEAT_VARCHAR), NULL);
	ck_assert(leat_connector_datagen.is_bounded(&table.table));
	begin();
	test_scan_until(&scan, UINT32_MAX);
	ck_assert(scan.is_ended);
	test_scan_rows_are(&scan, "{\"a\":1,\"c\":\"7\"}\n{\"a\":2,\"c\":\"8\"}\n{\"a\":3,\"c\":\"9\"}\n");
	end();
}
END_TEST

START_TEST(goes_on_at_a_position)
{
	init(OPTIONS("fields.a.kind", "sequence", "fields.a.start", "0", "fields.a.end", "4999",
	             "rows-per-second", "1000000"));
	test_column(&table, "a", leat_type_basic(LEAT_BIGINT), NULL);
	begin();
	test_scan_until(&scan, 1);
	uint32_t first = scan.row_count;
	(void)test_scan_snapshot(&scan);
	test_scan_close(&scan);
	test_scan_open(&scan, leat_buf_view(&scan.position));
	test_scan_until(&scan, UINT32_MAX);
	ck_assert_uint_lt(first, 5000);
	ck_assert_uint_eq(scan.row_count, 5000);
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&scan.rows), "{\"a\":4998}\n{\"a\":4999}\n"));
	end();
}
END_TEST

START_TEST(random_values)
{
	init(OPTIONS("number-of-rows", "2000", "rows-per-second", "1000000", "fields.a.min", "-3",
	             "fields.a.max", "3", "fields.s.length", "4", "fields.n.null-rate", "1"));
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	test_column(&table, "s", leat_type_basic(LEAT_VARCHAR), NULL);
	test_column(&table, "n", leat_type_basic(LEAT_DOUBLE), NULL);
	begin();
	test_scan_until(&scan, UINT32_MAX);
	ck_assert_uint_eq(scan.row_count, 2000);
	uint32_t seen = 0;
	for (const char *p = leat_buf_cstr(&scan.rows); *p; p = strchr(p, '\n') + 1) {
		int a, n = 0;
		char s[8];
		ck_assert_int_eq(sscanf(p, "{\"a\":%d,\"s\":\"%4[0-9a-f]\",\"n\":null}%n", &a, s, &n), 2);
		ck_assert_int_gt(n, 0);
		ck_assert_uint_eq(strlen(s), 4);
		ck_assert_int_ge(a, -3);
		ck_assert_int_le(a, 3);
		seen |= 1u << (a + 3);
	}
	ck_assert_uint_eq(seen, 127); /* Each of seven values in 2000 rows. */
	end();
}
END_TEST

START_TEST(wrong_options)
{
	static const struct {
		const char *key, *value;
		int code;
	} cases[] = {
		{ "fields.x.kind", "random", -LEAT_E_OPTION_UNKNOWN },
		{ "fields.a.kind", "sometimes", -LEAT_E_OPTION_VALUE },
		{ "fields.a.min", "abc", -LEAT_E_OPTION_VALUE },
		{ "fields.a.null-rate", "2", -LEAT_E_OPTION_VALUE },
		{ "fields.a.kind", "sequence", -LEAT_E_OPTION_MISSING },
	};
	struct leat_err err;

	init(OPTIONS(cases[_i].key, cases[_i].value));
	test_column(&table, "a", leat_type_basic(LEAT_INT), NULL);
	ck_assert_int_eq(leat_connector_datagen.check(&table.table, false, &err), cases[_i].code);
	test_table_done(&table);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, sequences);
	tcase_add_test(tc, goes_on_at_a_position);
	tcase_add_test(tc, random_values);
	tcase_add_loop_test(tc, wrong_options, 0, 5);
}

int main(void)
{
	return suite_main("datagen", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/group_agg.c. */
#include "exec_dsl.h"
#include "suite.h"

START_TEST(updates_with_every_row)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	dsl_sink(&d, dsl_group(&d, scan, "k", "COUNT(*) c, SUM(v) s"));
	dsl_check(&d, "a 1\nb 5\na 2\nnull 7\na null\nnull 1\n",
	          "+I a 1 1\n+I b 1 5\n-U a 1 1\n+U a 2 3\n+I null 1 7\n-U a 2 3\n+U a 3 3\n"
	          "-U null 1 7\n+U null 2 8\n");
	ck_assert_uint_eq(d.stats[1].absorbed, 6);
	ck_assert_uint_eq(d.stats[1].created, 9);
	ck_assert_uint_eq(d.stats[1].state_keys, 3);
	dsl_done(&d);
}
END_TEST

START_TEST(says_nothing_when_nothing_changed)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	dsl_sink(&d, dsl_group(&d, scan, "k", "MAX(v) m"));
	dsl_check(&d, "a 3\na 2\na 3\na 4\nb null\nb null\n",
	          "+I a 3\n-U a 3\n+U a 4\n+I b null\n");
	dsl_done(&d);
}
END_TEST

START_TEST(keeps_distinct_keys_without_aggregates)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	dsl_sink(&d, dsl_group(&d, scan, "v,k", ""));
	dsl_check(&d, "a 3\na 2\na 3\nb 3\na 2\n", "+I 3 a\n+I 2 a\n+I 3 b\n");
	dsl_done(&d);
}
END_TEST

START_TEST(has_one_group_without_keys)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "v INT");
	dsl_sink(&d, dsl_group(&d, scan, "", "COUNT(v) c, SUM(v) s"));
	dsl_check(&d, "", "");
	dsl_check(&d, "1\nnull\n2\n", "+I 1 1\n-U 1 1\n+U 2 3\n");
	dsl_done(&d);
}
END_TEST

START_TEST(takes_rows_back)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	dsl_retracts(&d, scan);
	dsl_sink(&d, dsl_group(&d, scan, "k", "COUNT(*) c, SUM(v) s, MAX(v) m"));
	dsl_check(&d, "+I a 1\n+I a 5\n-D a 5\n-D b 3\n-D a 1\n+I a 2\n-U a 2\n+U b 2\n",
	          "+I a 1 1 1\n-U a 1 1 1\n+U a 2 6 5\n-U a 2 6 5\n+U a 1 1 1\n-D a 1 1 1\n"
	          "+I a 1 2 2\n-D a 1 2 2\n+I b 1 2 2\n");
	ck_assert_uint_eq(d.stats[1].filtered, 1);
	ck_assert_uint_eq(d.stats[1].state_keys, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(leaves_out_update_before)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	uint32_t group = dsl_group(&d, scan, "k", "SUM(v) s");
	d.nodes[group].group_agg.emit_update_before = false;
	dsl_sink(&d, group);
	dsl_check(&d, "a 1\na 2\na 0\nb 1\na 4\n", "+I a 1\n+U a 3\n+I b 1\n+U a 7\n");
	dsl_done(&d);
}
END_TEST

START_TEST(filters_per_aggregate)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT, f BOOLEAN");
	dsl_sink(&d, dsl_group(&d, scan, "k", "SUM(v) FILTER f s, COUNT(*) c"));
	dsl_check(&d, "a 1 true\na 2 false\na 4 null\na 8 true\n",
	          "+I a 1 1\n-U a 1 1\n+U a 1 2\n-U a 1 2\n+U a 1 3\n-U a 1 3\n+U a 9 4\n");
	dsl_done(&d);
}
END_TEST

START_TEST(forgets_what_expires)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	uint32_t group = dsl_group(&d, scan, "k", "MAX(v) m");
	d.nodes[group].group_agg.state_ttl_us = 10000000;
	dsl_sink(&d, group);
	/* With a TTL an unchanged result is told too. */
	dsl_check(
		&d,
		"@time 1000\na 5\nb 1\n@time 9000\na 5\n@time 12000\nb 1\na 2\n@time 22000\na 1\n",
		"+I a 5\n+I b 1\n-U a 5\n+U a 5\n+I b 1\n-U a 5\n+U a 5\n+I a 1\n");
	ck_assert_uint_eq(d.stats[1].state_keys, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(takes_its_own_changes)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	uint32_t inner = dsl_group(&d, scan, "k", "COUNT(*) c");
	dsl_sink(&d, dsl_group(&d, inner, "c", "COUNT(*) n"));
	dsl_check(&d, "a 1\nb 1\na 1\n", "+I 1 1\n-U 1 1\n+U 1 2\n-U 1 2\n+U 1 1\n+I 2 1\n");
	dsl_done(&d);
}
END_TEST

/* Thousands of keys and rows: output is split into batches, the table grows. */
START_TEST(holds_many_groups)
{
	struct dsl d;
	struct leat_buf in, want;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k BIGINT, s STRING");
	dsl_sink(&d, dsl_group(&d, scan, "k,s", "COUNT(*) c"));
	leat_buf_init(&in, SIZE_MAX);
	leat_buf_init(&want, SIZE_MAX);
	for (int round = 1; round <= 2; round++)
		for (int i = 0; i < 3000; i++) {
			leat_buf_printf(&in, "%d a-rather-long-key-number-%d\n", i * 7919, i);
			if (round == 2)
				leat_buf_printf(&want, "-U %d a-rather-long-key-number-%d 1\n",
				                i * 7919, i);
			leat_buf_printf(&want, "%s %d a-rather-long-key-number-%d %d\n",
			                round == 1 ? "+I" : "+U", i * 7919, i, round);
		}
	dsl_check(&d, leat_buf_cstr(&in), leat_buf_cstr(&want));
	ck_assert_uint_eq(d.stats[1].state_keys, 3000);
	leat_buf_done(&in);
	leat_buf_done(&want);
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, updates_with_every_row);
	tcase_add_test(tc, says_nothing_when_nothing_changed);
	tcase_add_test(tc, keeps_distinct_keys_without_aggregates);
	tcase_add_test(tc, has_one_group_without_keys);
	tcase_add_test(tc, takes_rows_back);
	tcase_add_test(tc, leaves_out_update_before);
	tcase_add_test(tc, filters_per_aggregate);
	tcase_add_test(tc, forgets_what_expires);
	tcase_add_test(tc, takes_its_own_changes);
	tcase_add_test(tc, holds_many_groups);
}

int main(void)
{
	return suite_main("group_agg", add);
}

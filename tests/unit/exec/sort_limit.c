/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/sort_limit.c. */
#include "exec_dsl.h"
#include "suite.h"

START_TEST(limits_rows)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT");
	uint32_t limit = dsl_sort(&d, scan, "", 1, 3, false);
	dsl_sink(&d, limit);
	dsl_check(&d, "1\n2\n3\n4\n5\n6\n", "+I 2\n+I 3\n+I 4\n");
	ck_assert_uint_eq(d.stats[limit].filtered, 3);
	dsl_done(&d);
}
END_TEST

START_TEST(sorts_at_the_end)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v DOUBLE, n INT");
	dsl_sink(&d, dsl_sort(&d, scan, "k, v DESC", 0, -1, false));
	dsl_check(&d, "b 1 1\na 1 2\na 2.5 3\nnull 9 4\naa -1 5\na null 6\na -3 7\nb 1 8\na nan 9\n",
	          "+I null 9 4\n+I a nan 9\n+I a 2.5 3\n+I a 1 2\n+I a -3 7\n+I a null 6\n+I aa -1 5\n"
	          "+I b 1 1\n+I b 1 8\n");
	dsl_done(&d);
}
END_TEST

START_TEST(sorts_what_is_left)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "v INT");
	dsl_retracts(&d, scan);
	dsl_sink(&d, dsl_sort(&d, scan, "v", 1, 2, false));
	dsl_check(&d, "+I 5\n+I 3\n+I 9\n-D 3\n+I 1\n-U 9\n+U 4\n+I 7\n", "+I 4\n+I 5\n");
	dsl_done(&d);
}
END_TEST

START_TEST(sorts_by_time)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT, ts TIMESTAMP");
	uint32_t in = dsl_watermark(&d, scan, "ts", 5000);
	uint32_t sort = dsl_sort(&d, in, "ts, id DESC", 0, -1, false);
	dsl_sink(&d, sort);
	/* 4000 is behind the watermark 5000 but above the last that left. */
	dsl_check(
		&d, "1 3000\n2 1000\n3 10000\n4 4000\n5 2000\n6 10000\n7 null\n8 12000\n9 9000\n",
		"+I 2 1000\n+I 1 3000\n+I 4 4000\n+I 9 9000\n+I 6 10000\n+I 3 10000\n+I 8 12000\n");
	ck_assert_uint_eq(d.stats[sort].late, 1);
	ck_assert_uint_eq(d.stats[sort].filtered, 1);
	dsl_done(&d);
}
END_TEST

/* The case order_by_limit in small. */
START_TEST(updates_the_top)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT, v INT");
	uint32_t top = dsl_sort(&d, scan, "v DESC", 0, 2, true);
	dsl_sink(&d, top);
	dsl_check(&d, "1 13\n2 2\n3 2\n4 6\n5 13\n6 13\n7 20\n",
	          "+I 1 13\n+I 2 2\n-D 2 2\n+I 4 6\n-D 4 6\n+I 5 13\n-D 5 13\n+I 7 20\n");
	ck_assert_uint_eq(d.stats[top].state_keys, 2);
	dsl_done(&d);
}
END_TEST

START_TEST(updates_the_top_behind_an_offset)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "v INT");
	dsl_retracts(&d, scan);
	dsl_sink(&d, dsl_sort(&d, scan, "v", 1, 2, true));
	dsl_check(&d, "+I 5\n+I 3\n+I 9\n+I 1\n-D 5\n-D 9\n-D 1\n-D 3\n",
	          "+I 5\n+I 9\n-D 9\n+I 3\n-D 5\n+I 9\n-D 9\n-D 3\n");
	dsl_done(&d);
}
END_TEST

/* The case limit_on_updating in small: -U +U of a row that stays, -D +I of one that comes in. */
START_TEST(updates_the_top_of_a_changelog)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING");
	uint32_t group = dsl_group(&d, scan, "k", "COUNT(*) c");
	dsl_sink(&d, dsl_sort(&d, group, "c DESC", 0, 2, true));
	dsl_check(&d, "erin\nalice\ncarol\nalice\nalice\ncarol\nerin\ndora\ndora\ndora\n",
	          "+I erin 1\n+I alice 1\n-U alice 1\n+U alice 2\n-U alice 2\n+U alice 3\n"
	          "-D erin 1\n+I carol 2\n-D carol 2\n+I dora 3\n");
	dsl_done(&d);
}
END_TEST

START_TEST(takes_a_lone_update_before_as_deletion)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT");
	dsl_retracts(&d, scan);
	dsl_sink(&d, dsl_sort(&d, scan, "v", 0, 1, true));
	dsl_check(&d, "+I a 1\n+I b 2\n-U a 1\n+I c 3\n-U b 2\n",
	          "+I a 1\n-D a 1\n+I b 2\n-D b 2\n+I c 3\n");
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, limits_rows);
	tcase_add_test(tc, sorts_at_the_end);
	tcase_add_test(tc, sorts_what_is_left);
	tcase_add_test(tc, sorts_by_time);
	tcase_add_test(tc, updates_the_top);
	tcase_add_test(tc, updates_the_top_behind_an_offset);
	tcase_add_test(tc, updates_the_top_of_a_changelog);
	tcase_add_test(tc, takes_a_lone_update_before_as_deletion);
}

int main(void)
{
	return suite_main("sort_limit", add);
}

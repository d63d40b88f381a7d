/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/session_agg.c. */
#include "exec_dsl.h"
#include "suite.h"

static uint32_t sessions(struct dsl *d, int64_t delay_ms, const char *keys, const char *aggs)
{
	dsl_init(d);
	uint32_t scan = dsl_scan(d, "id INT, k STRING, v INT, ts TIMESTAMP");
	uint32_t in = dsl_watermark(d, scan, "ts", delay_ms);
	uint32_t agg = dsl_window_agg(d, in, dsl_window(d, in, LEAT_WINDOW_SESSION, "ts", 4000, 0),
	                              keys, aggs);
	dsl_sink(d, agg);
	return agg;
}

/* Data and result of the case late_session. */
START_TEST(ends_after_a_gap)
{
	struct dsl d;
	uint32_t agg = sessions(&d, 5000, "k", "SUM(v) s");

	dsl_check(&d,
	          "1 a 1 0\n2 b 2 3000\n3 a 3 8000\n4 a 4 12000\n5 b 5 7000\n6 b 6 19000\n7 a 100 4000\n"
	          "8 a 7 21000\n9 b 8 16000\n10 a 9 33000\n11 a 200 14000\n12 b 10 29000\n13 b 11 41000\n"
	          "14 b 300 5000\n15 a 12 39000\n16 a 13 60000\n17 b 14 58000\n18 b 400 49000\n",
	          "+I a 1 0 4000\n+I b 2 3000 7000\n+I b 5 7000 11000\n+I a 107 4000 16000\n"
	          "+I b 14 16000 23000\n+I a 7 21000 25000\n+I b 10 29000 33000\n+I a 9 33000 37000\n"
	          "+I a 12 39000 43000\n+I b 11 41000 45000\n+I b 14 58000 62000\n+I a 13 60000 64000\n");
	ck_assert_uint_eq(d.stats[agg].late, 3);
	ck_assert_uint_eq(d.stats[agg].state_keys, 0);
	dsl_done(&d);
}
END_TEST

START_TEST(joins_sessions)
{
	struct dsl d;

	sessions(&d, 60000, "k", "COUNT(*) c, SUM(v) s, MIN(v) lo");
	dsl_check(&d, "1 a 1 0\n2 a 2 8000\n3 b 3 1000\n4 a 4 4000\n5 a 5 20000\n6 a 6 16001\n",
	          "+I b 1 3 3 1000 5000\n+I a 3 7 1 0 12000\n+I a 2 11 5 16001 24000\n");
	dsl_done(&d);
}
END_TEST

START_TEST(has_one_key_without_keys)
{
	struct dsl d;

	sessions(&d, 0, "", "COUNT(*) c, MAX(k) m");
	dsl_check(&d, "1 a 1 0\n2 b 2 3999\n3 c 3 7999\n4 x 4 null\n5 d 5 12000\n",
	          "+I 3 c 0 11999\n+I 1 d 12000 16000\n");
	dsl_done(&d);
}
END_TEST

START_TEST(leaves_in_the_order_of_first_rows)
{
	struct dsl d;

	sessions(&d, 60000, "k", "COUNT(*) c");
	dsl_check(&d, "1 z 1 1000\n2 b 1 1000\n3 m 1 0\n4 a 1 1000\n5 m 1 1000\n",
	          "+I z 1 1000 5000\n+I b 1 1000 5000\n+I m 2 0 5000\n+I a 1 1000 5000\n");
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, ends_after_a_gap);
	tcase_add_test(tc, joins_sessions);
	tcase_add_test(tc, has_one_key_without_keys);
	tcase_add_test(tc, leaves_in_the_order_of_first_rows);
}

int main(void)
{
	return suite_main("session_agg", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/window_agg.c. */
#include "exec_dsl.h"
#include "suite.h"

/* Data of the case late_tumble: ids, keys, values, times in seconds. */
static const char late_rows[] =
	"1 a 1 0\n2 b 2 3000\n3 a 3 8000\n4 a 4 12000\n5 b 5 7000\n6 b 6 19000\n7 a 100 4000\n"
	"8 a 7 21000\n9 b 8 16000\n10 a 9 33000\n11 a 200 14000\n12 b 10 29000\n13 b 11 41000\n"
	"14 b 300 5000\n15 a 12 39000\n16 a 13 60000\n17 b 14 58000\n18 b 400 49000\n";

static uint32_t scan_late(struct dsl *d, int64_t delay_ms)
{
	dsl_init(d);
	uint32_t scan = dsl_scan(d, "id INT, k STRING, v INT, ts TIMESTAMP");
	return dsl_watermark(d, scan, "ts", delay_ms);
}

START_TEST(drops_late_rows_by_row)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 5000);

	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0),
	                            "k", "COUNT(*) c, SUM(v) s"));
	dsl_check(
		&d, late_rows,
		"+I a 2 4 0 10000\n+I b 2 7 0 10000\n+I a 1 4 10000 20000\n+I b 2 14 10000 20000\n"
		"+I a 1 7 20000 30000\n+I b 1 10 20000 30000\n+I a 2 21 30000 40000\n"
		"+I b 1 11 40000 50000\n+I b 1 14 50000 60000\n+I a 1 13 60000 70000\n");
	ck_assert_uint_eq(d.stats[2].late, 4);
	ck_assert_uint_eq(d.stats[2].absorbed, 14);
	ck_assert_uint_eq(d.stats[2].state_keys, 0);
	dsl_done(&d);
}
END_TEST

START_TEST(needs_no_delay)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);

	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0),
	                            "", "COUNT(*) c, SUM(v) s"));
	dsl_check(&d, late_rows,
	          "+I 3 6 0 10000\n+I 2 10 10000 20000\n+I 1 7 20000 30000\n+I 1 9 30000 40000\n"
	          "+I 1 11 40000 50000\n+I 1 13 60000 70000\n");
	dsl_done(&d);
}
END_TEST

/* What a filter drops raises the watermark all the same. */
START_TEST(rises_with_filtered_rows)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);

	in = dsl_calc(&d, in, "k,v,ts", "v", 0);
	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0),
	                            "k", "SUM(v) s"));
	dsl_check(&d, "1 a 1 1000\n2 a 0 9998\n3 a 2 2000\n4 a 0 9999\n5 a 4 3000\n6 a 8 11000\n",
	          "+I a 3 0 10000\n+I a 8 10000 20000\n");
	ck_assert_uint_eq(d.stats[3].late, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(fires_at_the_last_millisecond)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);

	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0),
	                            "k", "COUNT(*) c"));
	dsl_check(&d,
	          "1 a 0 0\n2 a 0 9998\n3 b 0 1\n4 a 0 9999\n5 a 0 9999\n6 a 0 null\n7 a 0 -1\n",
	          "+I a 3 0 10000\n+I b 1 0 10000\n");
	ck_assert_uint_eq(d.stats[2].late, 2);
	ck_assert_uint_eq(d.stats[2].filtered, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(hops)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 5000);

	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_HOP, "ts", 10000, 5000),
	                            "k", "SUM(v) s"));
	/* The row at 7000 is late for -5000..5000 and counts for 0..10000 and 5000..15000. */
	dsl_check(&d, "1 a 1 2000\n2 a 2 11000\n3 a 4 7000\n4 a 8 20000\n5 a 16 4000\n",
	          "+I a 1 -5000 5000\n+I a 5 0 10000\n+I a 6 5000 15000\n+I a 2 10000 20000\n"
	          "+I a 8 15000 25000\n+I a 8 20000 30000\n");
	ck_assert_uint_eq(d.stats[2].late, 1);
	ck_assert_uint_eq(d.stats[2].absorbed, 4);
	dsl_done(&d);
}
END_TEST

START_TEST(hops_over_gaps)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);

	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_HOP, "ts", 2000, 5000),
	                            "", "COUNT(*) c"));
	dsl_check(&d, "1 a 1 1000\n2 a 2 3000\n3 a 4 5000\n", "+I 1 0 2000\n+I 1 5000 7000\n");
	ck_assert_uint_eq(d.stats[2].filtered, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(cumulates)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);

	dsl_sink(&d, dsl_window_agg(&d, in,
	                            dsl_window(&d, in, LEAT_WINDOW_CUMULATE, "ts", 30000, 10000),
	                            "", "SUM(v) s"));
	dsl_check(&d, "1 a 1 1000\n2 a 2 12000\n3 a 4 29000\n4 a 8 30000\n",
	          "+I 1 0 10000\n+I 3 0 20000\n+I 7 0 30000\n+I 8 30000 40000\n+I 8 30000 50000\n"
	          "+I 8 30000 60000\n");
	dsl_done(&d);
}
END_TEST

START_TEST(shifts_windows)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);
	struct leat_window window = dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0);

	window.offset_us = -2000000;
	dsl_sink(&d, dsl_window_agg(&d, in, window, "", "COUNT(*) c"));
	dsl_check(&d, "1 a 1 -3000\n2 a 2 7999\n3 a 4 8000\n",
	          "+I 1 -12000 -2000\n+I 1 -2000 8000\n+I 1 8000 18000\n");
	dsl_done(&d);
}
END_TEST

/* Two levels: the outer windows see the inner rows before the watermark that made them fire. */
START_TEST(cascades)
{
	struct dsl d;
	uint32_t in = scan_late(&d, 0);
	uint32_t tvf = dsl_window_tvf(&d, in,
	                              dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0));
	struct leat_window window = { .kind = LEAT_WINDOW_TUMBLE, .time = LEAT_TIME_ROWTIME };
	uint32_t inner = dsl_window_agg(&d, tvf, window, "k", "SUM(v) s");

	d.nodes[inner].window_agg.start_column = (int32_t)dsl_col(&d, tvf, "window_start");
	d.nodes[inner].window_agg.end_column = (int32_t)dsl_col(&d, tvf, "window_end");
	uint32_t outer = dsl_window_agg(&d, inner, window, "", "MAX(s) m, COUNT(*) c");
	d.nodes[outer].window_agg.start_column = (int32_t)dsl_col(&d, inner, "window_start");
	d.nodes[outer].window_agg.end_column = (int32_t)dsl_col(&d, inner, "window_end");
	dsl_sink(&d, outer);
	dsl_check(&d, late_rows,
	          "+I 4 2 0 10000\n+I 6 2 10000 20000\n+I 7 1 20000 30000\n+I 9 1 30000 40000\n"
	          "+I 11 1 40000 50000\n+I 13 1 60000 70000\n");
	ck_assert_uint_eq(d.stats[outer].late, 0);
	dsl_done(&d);
}
END_TEST

START_TEST(takes_rows_back)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING, v INT, ts TIMESTAMP");
	dsl_retracts(&d, scan);
	uint32_t in = dsl_watermark(&d, scan, "ts", 0);
	dsl_sink(&d, dsl_window_agg(&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0),
	                            "k", "SUM(v) s, MAX(v) m"));
	dsl_check(&d, "+I a 1 100\n+I a 5 100\n-D a 5 100\n+I b 1 100\n-D b 1 100\n+U a 2 200\n",
	          "+I a 3 2 0 10000\n");
	dsl_done(&d);
}
END_TEST

/* The clock decides; windows that are open at the end leave. */
START_TEST(follows_the_clock)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING");
	dsl_sink(&d, dsl_window_agg(&d, scan,
	                            dsl_window(&d, scan, LEAT_WINDOW_TUMBLE, NULL, 10000, 0), "k",
	                            "COUNT(*) c"));
	dsl_check(&d, "@time 20000\na\nb\na\n@time 29999\n@idle\na\n@time 30000\n@idle\na\n",
	          "+I a 3 20000 30000\n+I b 1 20000 30000\n+I a 1 30000 40000\n");
	dsl_done(&d);
}
END_TEST

/* New York: 2024-03-10 has 23 hours, 2024-11-03 has 25. */
START_TEST(cuts_days_in_the_zone)
{
	struct dsl d;
	struct leat_err err;

	dsl_init(&d);
	ck_assert_int_eq(leat_tz_find(LEAT_STR("America/New_York"), &d.spec.zone, &err), 0);
	uint32_t scan = dsl_scan(&d, "id INT, ts LTZ");
	uint32_t in = dsl_watermark(&d, scan, "ts", 0);
	dsl_sink(&d, dsl_window_agg(&d, in,
	                            dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 86400000, 0), "",
	                            "COUNT(*) c"));
	/* Midnights 03-10 05:00Z, 03-11 04:00Z; 11-03 04:00Z, 11-04 05:00Z. */
	dsl_check(&d,
	          "1 1710046799999\n2 1710046800000\n3 1710129599999\n4 1710129600000\n"
	          "5 1730606400000\n6 1730696399999\n7 1730696400000\n",
	          "+I 1 1709942400000 1710028800000\n+I 2 1710028800000 1710115200000\n"
	          "+I 1 1710115200000 1710201600000\n+I 2 1730592000000 1730678400000\n"
	          "+I 1 1730678400000 1730764800000\n");
	ck_assert_uint_eq(d.stats[2].late, 0);
	dsl_done(&d);
}
END_TEST

/* An hour that is struck twice is one window, complete after the second. */
START_TEST(keeps_a_double_hour_together)
{
	struct dsl d;
	struct leat_err err;

	dsl_init(&d);
	ck_assert_int_eq(leat_tz_find(LEAT_STR("America/New_York"), &d.spec.zone, &err), 0);
	uint32_t scan = dsl_scan(&d, "id INT, ts LTZ");
	uint32_t in = dsl_watermark(&d, scan, "ts", 0);
	dsl_sink(&d, dsl_window_agg(&d, in,
	                            dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 3600000, 0), "",
	                            "COUNT(*) c"));
	/* 01:30 EDT, 01:30 EST, 02:00 EST of 2024-11-03. */
	dsl_check(&d, "1 1730611800000\n2 1730615400000\n3 1730617200000\n",
	          "+I 2 1730595600000 1730599200000\n+I 1 1730599200000 1730602800000\n");
	ck_assert_uint_eq(d.stats[2].late, 0);
	dsl_done(&d);
}
END_TEST

/* More keys in a window than a batch has rows. */
START_TEST(emits_in_batches)
{
	struct dsl d;
	struct leat_buf in, want;
	uint32_t wm;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k BIGINT, ts TIMESTAMP");
	wm = dsl_watermark(&d, scan, "ts", 0);
	dsl_sink(&d, dsl_window_agg(&d, wm, dsl_window(&d, wm, LEAT_WINDOW_TUMBLE, "ts", 10000, 0),
	                            "k", "COUNT(*) c"));
	leat_buf_init(&in, SIZE_MAX);
	leat_buf_init(&want, SIZE_MAX);
	for (int w = 0; w < 3; w++)
		for (int i = 0; i < 2500; i++) {
			leat_buf_printf(&in, "%d %d\n", i * 31, w * 10000 + i);
			leat_buf_printf(&want, "+I %d 1 %d %d\n", i * 31, w * 10000,
			                w * 10000 + 10000);
		}
	dsl_check(&d, leat_buf_cstr(&in), leat_buf_cstr(&want));
	leat_buf_done(&in);
	leat_buf_done(&want);
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, drops_late_rows_by_row);
	tcase_add_test(tc, needs_no_delay);
	tcase_add_test(tc, rises_with_filtered_rows);
	tcase_add_test(tc, fires_at_the_last_millisecond);
	tcase_add_test(tc, hops);
	tcase_add_test(tc, hops_over_gaps);
	tcase_add_test(tc, cumulates);
	tcase_add_test(tc, shifts_windows);
	tcase_add_test(tc, cascades);
	tcase_add_test(tc, takes_rows_back);
	tcase_add_test(tc, follows_the_clock);
	tcase_add_test(tc, cuts_days_in_the_zone);
	tcase_add_test(tc, keeps_a_double_hour_together);
	tcase_add_test(tc, emits_in_batches);
}

int main(void)
{
	return suite_main("window_agg", add);
}

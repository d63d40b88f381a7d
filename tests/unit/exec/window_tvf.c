/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/window_tvf.c. */
#include "exec_dsl.h"
#include "suite.h"

static uint32_t windowed(struct dsl *d, enum leat_window_kind kind, int64_t size_ms,
                         int64_t slide_ms)
{
	dsl_init(d);
	uint32_t scan = dsl_scan(d, "id INT, ts TIMESTAMP");
	uint32_t in = dsl_watermark(d, scan, "ts", 0);
	uint32_t tvf = dsl_window_tvf(d, in, dsl_window(d, in, kind, "ts", size_ms, slide_ms));
	dsl_sink(d, tvf);
	return tvf;
}

START_TEST(tumbles_and_lets_late_rows_pass)
{
	struct dsl d;
	uint32_t tvf = windowed(&d, LEAT_WINDOW_TUMBLE, 10000, 0);

	dsl_check(&d, "1 5000\n2 20000\n3 null\n4 -1\n",
	          "+I 1 5000 0 10000 9999\n+I 2 20000 20000 30000 29999\n+I 4 -1 -10000 0 -1\n");
	ck_assert_uint_eq(d.stats[tvf].filtered, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(hops_latest_first)
{
	struct dsl d;
	uint32_t tvf = windowed(&d, LEAT_WINDOW_HOP, 60000, 20000);

	dsl_check(&d, "1 -1425\n2 null\n3 3936\n",
	          "+I 1 -1425 -20000 40000 39999\n+I 1 -1425 -40000 20000 19999\n"
	          "+I 1 -1425 -60000 0 -1\n+I 3 3936 0 60000 59999\n+I 3 3936 -20000 40000 39999\n"
	          "+I 3 3936 -40000 20000 19999\n");
	ck_assert_uint_eq(d.stats[tvf].filtered, 1);
	ck_assert_uint_eq(d.stats[tvf].created, 4);
	dsl_done(&d);
}
END_TEST

START_TEST(cumulates_shortest_first)
{
	struct dsl d;

	windowed(&d, LEAT_WINDOW_CUMULATE, 30000, 10000);
	dsl_check(&d, "1 12000\n", "+I 1 12000 0 20000 19999\n+I 1 12000 0 30000 29999\n");
	dsl_done(&d);
}
END_TEST

/* A row in more windows than a batch has rows. */
START_TEST(splits_the_copies_of_a_row)
{
	struct dsl d;
	struct leat_buf want;
	uint32_t tvf = windowed(&d, LEAT_WINDOW_HOP, 3000000, 1000);

	leat_buf_init(&want, SIZE_MAX);
	for (int row = 1; row <= 2; row++)
		for (int n = 0; n < 3000; n++)
			leat_buf_printf(&want, "+I %d 500 %d %d %d\n", row, -n * 1000,
			                3000000 - n * 1000, 3000000 - n * 1000 - 1);
	dsl_check(&d, "1 500\n2 500\n", leat_buf_cstr(&want));
	ck_assert_uint_eq(d.stats[tvf].rows_out, 6000);
	leat_buf_done(&want);
	dsl_done(&d);
}
END_TEST

START_TEST(refuses_what_it_cannot_cut)
{
	static const struct {
		enum leat_window_kind kind;
		int64_t size_ms, slide_ms;
		int code;
	} cases[] = {
		{ LEAT_WINDOW_TUMBLE, 0, 0, LEAT_E_WINDOW },
		{ LEAT_WINDOW_HOP, 1000, 0, LEAT_E_WINDOW },
		{ LEAT_WINDOW_HOP, 100000000, 1, LEAT_E_LIMIT },
		{ LEAT_WINDOW_SESSION, 1000, 0, LEAT_E_UNSUPPORTED },
	};
	struct leat_graph *graph;
	struct leat_err err;
	struct dsl d;

	for (size_t i = 0; i < LEAT_COUNT(cases); i++) {
		windowed(&d, cases[i].kind, cases[i].size_ms, cases[i].slide_ms);
		ck_assert_int_eq(leat_graph_new(&d.spec, &dsl_events, &d, NULL, &graph, &err),
		                 -cases[i].code);
		dsl_done(&d);
	}
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, tumbles_and_lets_late_rows_pass);
	tcase_add_test(tc, hops_latest_first);
	tcase_add_test(tc, cumulates_shortest_first);
	tcase_add_test(tc, splits_the_copies_of_a_row);
	tcase_add_test(tc, refuses_what_it_cannot_cut);
}

int main(void)
{
	return suite_main("window_tvf", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/watermark.c. */
#include "exec_dsl.h"
#include "suite.h"

/* A window tells what the watermark was: COUNT(*) per 10 s. */
static uint32_t counted(struct dsl *d, int64_t idle_ms)
{
	dsl_init(d);
	d->splits = 2;
	uint32_t scan = dsl_scan(d, "ts TIMESTAMP");
	uint32_t in = dsl_watermark(d, scan, "ts", 0);
	d->nodes[in].watermark.idle_timeout_us = idle_ms * 1000;
	dsl_sink(d, dsl_window_agg(d, in, dsl_window(d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0), "",
	                           "COUNT(*) c"));
	return in;
}

START_TEST(waits_for_the_slowest_split)
{
	struct dsl d;
	uint32_t in = counted(&d, 0);

	/* Split 1 is behind: what split 0 has later is not late, nor is what split 1 has. */
	dsl_check(&d,
	          "@split 0\n1000\n25000\n2000\n@split 1\n3000\n9999\n@split 0\n4000\n"
	          "@split 1\n22000\n19000\n",
	          "+I 4 0 10000\n+I 2 20000 30000\n");
	/* 4000 came when both were at 9999 or above; 19000 when both were above 19999. */
	ck_assert_uint_eq(d.stats[in + 1].late, 2);
	dsl_done(&d);
}
END_TEST

START_TEST(does_not_wait_for_an_idle_split)
{
	struct dsl d;
	uint32_t in = counted(&d, 5000);

	/* The timeout begins anew with a restart. */
	d.never_restarts = true;
	dsl_check(&d,
	          "@time 1000\n@split 0\n1000\n25000\n@time 5000\n@split 0\n26000\n@time 6000\n@idle\n"
	          "@split 0\n2000\n@split 1\n3000\n27000\n",
	          "+I 1 0 10000\n+I 3 20000 30000\n");
	ck_assert_uint_eq(d.stats[in + 1].late, 2);
	dsl_done(&d);
}
END_TEST

START_TEST(never_falls)
{
	struct dsl d;
	uint32_t in = counted(&d, 1000);
	struct leat_graph *graph = dsl_graph(&d);
	struct leat_err err;
	int64_t watermark_us;
	bool is_idle;

	struct leat_batch_builder *b = leat_batch_builder_new(d.nodes[0].schema);
	dsl_put_row(b, d.nodes[0].schema, "25000");
	dsl_put_row(b, d.nodes[0].schema, "21000");
	dsl_put_row(b, d.nodes[0].schema, "null");
	struct leat_batch *batch = leat_batch_builder_finish(b);
	ck_assert_int_eq(leat_graph_feed(graph, 0, 0, batch, &err), 0);
	leat_batch_unref(batch);
	ck_assert_int_eq(dsl_turn(&d, graph, 1000000), 0);
	leat_graph_split(graph, 0, 0, &watermark_us, &is_idle);
	ck_assert_int_eq(watermark_us, 25000000);
	ck_assert(!is_idle);
	leat_graph_split(graph, 0, 1, &watermark_us, &is_idle);
	ck_assert_int_eq(watermark_us, LEAT_WATERMARK_NONE);
	ck_assert_int_eq(leat_graph_next_time(graph), 2000000);
	ck_assert_int_eq(dsl_turn(&d, graph, 2000000), 0);
	leat_graph_split(graph, 0, 1, &watermark_us, &is_idle);
	ck_assert(is_idle);
	ck_assert_int_eq(leat_graph_next_time(graph), INT64_MAX);
	leat_graph_free(graph);
	ck_assert_uint_eq(in, 1);
	dsl_done(&d);
}
END_TEST

/* Splits that could not give rows, as the sink was full, are not idle for that. */
START_TEST(does_not_count_time_in_which_nothing_could_come)
{
	struct dsl d;
	uint32_t in = counted(&d, 1000);
	struct leat_graph *graph = dsl_graph(&d);
	struct leat_err err;
	int64_t watermark_us;
	bool is_idle;

	struct leat_batch_builder *b = leat_batch_builder_new(d.nodes[0].schema);
	dsl_put_row(b, d.nodes[0].schema, "25000");
	struct leat_batch *batch = leat_batch_builder_finish(b);
	ck_assert_int_eq(leat_graph_feed(graph, 0, 0, batch, &err), 0);
	leat_batch_unref(batch);
	ck_assert_int_eq(dsl_turn(&d, graph, 1000000), 0);
	leat_graph_hold(graph, 0, true, 1400000);
	ck_assert_int_eq(leat_graph_next_time(graph), INT64_MAX);
	ck_assert_int_eq(dsl_turn(&d, graph, 9000000), 0);
	leat_graph_split(graph, 0, 0, &watermark_us, &is_idle);
	ck_assert(!is_idle);
	leat_graph_hold(graph, 0, false, 9000000);
	/* 0.4 of the second had passed before. */
	ck_assert_int_eq(leat_graph_next_time(graph), 9600000);
	ck_assert_int_eq(dsl_turn(&d, graph, 9600000), 0);
	leat_graph_split(graph, 0, 0, &watermark_us, &is_idle);
	ck_assert(is_idle);
	leat_graph_free(graph);
	ck_assert_uint_eq(in, 1);
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, waits_for_the_slowest_split);
	tcase_add_test(tc, does_not_wait_for_an_idle_split);
	tcase_add_test(tc, never_falls);
	tcase_add_test(tc, does_not_count_time_in_which_nothing_could_come);
}

int main(void)
{
	return suite_main("watermark", add);
}

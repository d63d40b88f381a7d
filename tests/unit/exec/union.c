/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/union.c. */
#include "exec_dsl.h"
#include "suite.h"

START_TEST(takes_the_smaller_watermark)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t a = dsl_watermark(&d, dsl_scan(&d, "ts TIMESTAMP"), "ts", 0);
	uint32_t b = dsl_watermark(&d, dsl_scan(&d, "ts TIMESTAMP"), "ts", 0);
	uint32_t in = dsl_union(&d, a, b);
	uint32_t agg = dsl_window_agg(
		&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0), "", "COUNT(*) c");
	dsl_sink(&d, agg);
	dsl_check(
		&d,
		"1000\n30000\n@scan 1\n2000\n3000\n@scan 0\n4000\n@scan 1\n15000\n@scan 0\n5000\n",
		"+I 4 0 10000\n+I 1 10000 20000\n+I 1 30000 40000\n");
	ck_assert_uint_eq(d.stats[agg].late, 1);
	dsl_done(&d);
}
END_TEST

START_TEST(leaves_idle_inputs_out)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t a = dsl_watermark(&d, dsl_scan(&d, "ts TIMESTAMP"), "ts", 0);
	uint32_t b = dsl_watermark(&d, dsl_scan(&d, "ts TIMESTAMP"), "ts", 0);
	d.nodes[b].watermark.idle_timeout_us = 1000000;
	uint32_t in = dsl_union(&d, a, b);
	uint32_t agg = dsl_window_agg(
		&d, in, dsl_window(&d, in, LEAT_WINDOW_TUMBLE, "ts", 10000, 0), "", "COUNT(*) c");
	dsl_sink(&d, agg);
	dsl_check(&d, "@time 1000\n1000\n@idle\n@time 2000\n@idle\n11000\n@scan 1\n2000\n12000\n",
	          "+I 1 0 10000\n+I 2 10000 20000\n");
	ck_assert_uint_eq(d.stats[agg].late, 1);
	dsl_done(&d);
}
END_TEST

static int see_branches(void *owner, uint32_t node, struct leat_batch *batch, struct leat_err *err)
{
	struct dsl *d = owner;

	(void)err;
	d->room_left--;
	leat_buf_printf(&d->out[node], "%u:%d ", batch->origin->branch,
	                (int)batch->origin->position[leat_sel_row(batch->sel, 0)]);
	return 0;
}

START_TEST(tells_copies_apart)
{
	static const struct leat_graph_events events = { dsl_has_room, see_branches, dsl_end };
	const int64_t positions[] = { 41 };
	const struct leat_origin origin = { LEAT_STR("topic"), 0, 0, positions };
	struct leat_graph *graph;
	struct leat_err err;
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT");
	uint32_t both = dsl_union(&d, scan, scan);
	uint32_t sink = dsl_sink(&d, dsl_union(&d, both, scan));
	ck_assert_int_eq(leat_graph_new(&d.spec, &events, &d, NULL, &graph, &err), 0);
	struct leat_batch_builder *b = leat_batch_builder_new(d.nodes[scan].schema);
	dsl_put_row(b, d.nodes[scan].schema, "7");
	struct leat_batch *batch = leat_batch_builder_finish(b);
	batch->origin = &origin;
	ck_assert_int_eq(leat_graph_feed(graph, scan, 0, batch, &err), 0);
	leat_batch_unref(batch);
	ck_assert_int_eq(dsl_turn(&d, graph, 0), 0);
	const char *seen = leat_buf_cstr(&d.out[sink]);
	ck_assert_ptr_nonnull(strstr(seen, "0:41 "));
	ck_assert_ptr_nonnull(strstr(seen, "1:41 "));
	ck_assert_ptr_nonnull(strstr(seen, "2:41 "));
	leat_graph_free(graph);
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, takes_the_smaller_watermark);
	tcase_add_test(tc, leaves_idle_inputs_out);
	tcase_add_test(tc, tells_copies_apart);
}

int main(void)
{
	return suite_main("union", add);
}

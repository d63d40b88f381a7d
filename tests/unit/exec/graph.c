/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/exec/graph.c. */
#include "exec_dsl.h"
#include "state/snapshot.h"
#include "suite.h"

START_TEST(passes_rows_and_ends)
{
	struct dsl d;

	dsl_init(&d);
	dsl_sink(&d, dsl_scan(&d, "id INT, name STRING"));
	dsl_check(&d, "1 a\n2 null\n-D 3 c\n4 dd\n5 e\n",
	          "+I 1 a\n+I 2 null\n-D 3 c\n+I 4 dd\n+I 5 e\n");
	ck_assert_uint_eq(d.stats[1].rows_in, 5);
	ck_assert_uint_eq(d.stats[1].rows_out, 5);
	dsl_done(&d);
}
END_TEST

START_TEST(filters_and_projects)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT, name STRING");
	dsl_sink(&d, dsl_calc(&d, scan, "name,id", "id", 2));
	dsl_check(&d, "1 a\n3 b\nnull c\n2 d\n9 e\n", "+I b 3\n+I e 9\n");
	ck_assert_uint_eq(d.stats[1].filtered, 3);
	dsl_done(&d);
}
END_TEST

START_TEST(gives_every_reader_each_item)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT");
	uint32_t low = dsl_sink(&d, dsl_calc(&d, scan, "id", "id", 1));
	dsl_sink(&d, dsl_calc(&d, scan, "id", "id", 3));
	dsl_check(&d, "1\n2\n3\n4\n5\n", "+I 4\n+I 5\n");
	ck_assert_str_eq(leat_buf_cstr(&d.out[low]), "+I 2\n+I 3\n+I 4\n+I 5\n");
	ck_assert_uint_eq(d.stats[scan].rows_out, 5);
	dsl_done(&d);
}
END_TEST

START_TEST(stops_when_a_sink_is_full)
{
	struct dsl d;
	struct leat_err err;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT");
	dsl_sink(&d, dsl_calc(&d, scan, "id", "id", 0));
	struct leat_graph *graph = dsl_graph(&d);
	struct leat_batch_builder *b = leat_batch_builder_new(d.nodes[scan].schema);
	dsl_put_row(b, d.nodes[scan].schema, "7");
	struct leat_batch *batch = leat_batch_builder_finish(b);

	d.room_left = 0;
	/* One batch waits before the sink, one before the calc; no third is wanted. */
	for (int i = 0; i < 2; i++) {
		ck_assert(leat_graph_wants(graph, scan));
		ck_assert_int_eq(leat_graph_feed(graph, scan, 0, batch, &err), 0);
		ck_assert_int_eq(leat_graph_run(graph, 0, 100, &err), 0);
	}
	ck_assert(!leat_graph_wants(graph, scan));
	ck_assert(!leat_graph_is_drained(graph));
	d.room_left = 1;
	ck_assert_int_eq(leat_graph_run(graph, 0, 100, &err), 0);
	ck_assert(leat_graph_wants(graph, scan));
	ck_assert_str_eq(leat_buf_cstr(&d.out[2]), "+I 7\n");
	leat_batch_unref(batch);
	leat_graph_free(graph);
	dsl_done(&d);
}
END_TEST

START_TEST(bounds_a_turn)
{
	struct dsl d;
	struct leat_err err;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT");
	uint32_t node = dsl_calc(&d, scan, "id", "id", 0);
	for (int i = 0; i < 5; i++)
		node = dsl_calc(&d, node, "id", "id", 0);
	dsl_sink(&d, node);
	struct leat_graph *graph = dsl_graph(&d);
	struct leat_batch_builder *b = leat_batch_builder_new(d.nodes[scan].schema);
	dsl_put_row(b, d.nodes[scan].schema, "7");
	struct leat_batch *batch = leat_batch_builder_finish(b);
	d.room_left = 100;
	int turns = 0;
	for (int i = 0; i < 50; i++) {
		if (leat_graph_wants(graph, scan))
			ck_assert_int_eq(leat_graph_feed(graph, scan, 0, batch, &err), 0);
		turns += leat_graph_run(graph, 0, 1, &err) == 1;
	}
	leat_batch_unref(batch);
	leat_graph_free(graph);
	ck_assert_int_lt(turns, 50);
	dsl_done(&d);
}
END_TEST

START_TEST(unites_inputs_in_turn)
{
	struct dsl d;

	dsl_init(&d);
	uint32_t a = dsl_scan(&d, "id INT");
	uint32_t b = dsl_scan(&d, "id INT");
	dsl_sink(&d, dsl_union(&d, a, b));
	dsl_check(&d, "1\n2\n@scan 1\n3\n4\n@scan 0\n5\n", "+I 1\n+I 2\n+I 3\n+I 4\n+I 5\n");
	dsl_done(&d);
}
END_TEST

START_TEST(refuses_damaged_snapshots)
{
	struct dsl d;
	struct leat_buf snapshot;
	struct leat_err err;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "id INT, k STRING");
	dsl_sink(&d, dsl_group(&d, scan, "k", "COUNT(*) c, MAX(k) m"));
	struct leat_graph *graph = dsl_graph(&d);
	struct leat_batch_builder *b = leat_batch_builder_new(d.nodes[scan].schema);
	dsl_put_row(b, d.nodes[scan].schema, "7 a-key-that-is-longer-than-an-entry");
	dsl_put_row(b, d.nodes[scan].schema, "8 b");
	struct leat_batch *batch = leat_batch_builder_finish(b);
	ck_assert_int_eq(leat_graph_feed(graph, scan, 0, batch, &err), 0);
	ck_assert_int_eq(dsl_turn(&d, graph, 0), 0);
	leat_batch_unref(batch);
	leat_buf_init(&snapshot, SIZE_MAX);
	leat_graph_snapshot(graph, &snapshot);
	leat_graph_free(graph);
	for (size_t n = 0; n < snapshot.size; n++) {
		graph = dsl_graph(&d);
		int r = leat_graph_restore(graph, (struct leat_str){ snapshot.data, (uint32_t)n },
		                           &err);
		/* Cut between two sections it is only shorter; the checkpoint tells that. */
		ck_assert(r == 0 || r == -LEAT_E_CHECKPOINT);
		leat_graph_free(graph);
		snapshot.data[n] ^= 0x20;
		graph = dsl_graph(&d);
		ck_assert_int_eq(leat_graph_restore(graph, leat_buf_view(&snapshot), &err),
		                 -LEAT_E_CHECKPOINT);
		leat_graph_free(graph);
		snapshot.data[n] ^= 0x20;
	}
	leat_buf_done(&snapshot);
	dsl_done(&d);
}
END_TEST

/* Every operator with state behind one scan. */
static void all_operators(struct dsl *d)
{
	dsl_init(d);
	d->sink_room = 100;
	uint32_t scan = dsl_scan(d, "k STRING, v INT, ts TIMESTAMP");
	uint32_t in = dsl_watermark(d, scan, "ts", 100000);
	dsl_sink(d, dsl_group(d, in, "k", "COUNT(*) c, MAX(k) m"));
	dsl_sink(d, dsl_window_agg(d, in, dsl_window(d, in, LEAT_WINDOW_HOP, "ts", 10000, 5000),
	                           "k", "SUM(v) s"));
	dsl_sink(d, dsl_window_agg(d, in, dsl_window(d, in, LEAT_WINDOW_SESSION, "ts", 4000, 0),
	                           "k", "MIN(k) m"));
	dsl_sink(d, dsl_sort(d, in, "ts", 0, -1, false));
	dsl_sink(d, dsl_sort(d, in, "k, v DESC", 0, 2, true));
	dsl_sink(d, dsl_sort(d, dsl_union(d, in, in), "", 1, 3, false));
}

/* A graph of @p d after some rows. */
static struct leat_graph *fed_graph(struct dsl *d)
{
	struct leat_graph *graph = dsl_graph(d);
	struct leat_batch_builder *b = leat_batch_builder_new(d->nodes[0].schema);
	struct leat_err err;

	dsl_put_row(b, d->nodes[0].schema, "some-key 7 1000");
	dsl_put_row(b, d->nodes[0].schema, "null 1 3000");
	dsl_put_row(b, d->nodes[0].schema, "a-key-that-is-longer-than-an-entry null 2000");
	struct leat_batch *batch = leat_batch_builder_finish(b);
	ck_assert_int_eq(leat_graph_feed(graph, 0, 0, batch, &err), 0);
	leat_batch_unref(batch);
	ck_assert_int_eq(dsl_turn(d, graph, 0), 0);
	return graph;
}

/* Copy @p from with byte @p at of the sections' bodies changed and the checksums right; false when
 * there is no such byte. */
static bool change_body(struct leat_str from, size_t at, uint8_t change, struct leat_buf *to)
{
	struct leat_section section;
	bool changed = false;

	leat_buf_clear(to);
	while (leat_section_next(&from, &section, NULL) > 0) {
		struct leat_section_mark mark = leat_section_begin(to, section.name,
		                                                   section.version);
		leat_buf_str(to, section.body);
		if (!changed && at < section.body.n) {
			to->data[to->size - section.body.n + at] ^= (char)change;
			changed = true;
		}
		at -= section.body.n;
		leat_section_end(to, mark);
	}
	return changed;
}

/* What the checksums let through is refused, or harmless: the graph runs to its end. */
START_TEST(survives_hostile_snapshots)
{
	static const uint8_t changes[] = { 0x01, 0x80, 0xff };
	struct leat_buf snapshot, changed;
	struct leat_err err;
	struct dsl d;

	all_operators(&d);
	leat_buf_init(&snapshot, SIZE_MAX);
	leat_buf_init(&changed, SIZE_MAX);
	struct leat_graph *graph = fed_graph(&d);
	leat_graph_snapshot(graph, &snapshot);
	leat_graph_free(graph);
	for (size_t at = 0; change_body(leat_buf_view(&snapshot), at, changes[_i], &changed); at++) {
		graph = dsl_graph(&d);
		int r = leat_graph_restore(graph, leat_buf_view(&changed), &err);
		ck_assert(r == 0 || r == -LEAT_E_CHECKPOINT);
		if (r == 0) {
			leat_graph_end(graph, 0);
			(void)dsl_turn(&d, graph, 0); /* What it gives does not matter here. */
		}
		leat_graph_free(graph);
	}
	leat_buf_done(&snapshot);
	leat_buf_done(&changed);
	dsl_done(&d);
}
END_TEST

START_TEST(refuses_state_of_unknown_operators)
{
	struct dsl d;
	struct leat_buf snapshot;
	struct leat_err err;

	dsl_init(&d);
	uint32_t scan = dsl_scan(&d, "k STRING");
	uint32_t group = dsl_group(&d, scan, "k", "COUNT(*) c");
	dsl_sink(&d, group);
	struct leat_graph *graph = dsl_graph(&d);
	leat_buf_init(&snapshot, SIZE_MAX);
	leat_graph_snapshot(graph, &snapshot);
	leat_graph_free(graph);
	d.nodes[group].name = "other";
	graph = dsl_graph(&d);
	ck_assert_int_eq(leat_graph_restore(graph, leat_buf_view(&snapshot), &err),
	                 -LEAT_E_CHECKPOINT);
	ck_assert_str_eq(err.message,
	                 "the checkpoint has state of \"op1\", which the query has not");
	leat_graph_free(graph);
	leat_buf_done(&snapshot);
	dsl_done(&d);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, passes_rows_and_ends);
	tcase_add_test(tc, filters_and_projects);
	tcase_add_test(tc, gives_every_reader_each_item);
	tcase_add_test(tc, stops_when_a_sink_is_full);
	tcase_add_test(tc, bounds_a_turn);
	tcase_add_test(tc, unites_inputs_in_turn);
	tcase_add_test(tc, refuses_damaged_snapshots);
	tcase_add_loop_test(tc, survives_hostile_snapshots, 0, 3);
	tcase_add_test(tc, refuses_state_of_unknown_operators);
}

int main(void)
{
	return suite_main("graph", add);
}

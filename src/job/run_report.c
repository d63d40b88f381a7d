/* SPDX-License-Identifier: Apache-2.0 */
/* What a run says of itself: the functions "for reports" of run.h. */
#include "job/run_int.h"

const struct leat_spec *leat_run_spec(const struct leat_run *run)
{
	return run->options.spec;
}

void leat_run_op_stats(const struct leat_run *run, uint32_t node, struct leat_op_stats *ret)
{
	if (run->is_closing)
		*ret = (struct leat_op_stats){ .watermark_us = LEAT_WATERMARK_NONE };
	else
		leat_graph_stats(run->graph, node, ret);
}

const struct leat_scan *leat_run_scan(const struct leat_run *run, uint32_t node)
{
	return run->is_closing ? NULL : run->ports[node].scan;
}

void leat_run_split_time(const struct leat_run *run, uint32_t node, uint32_t split,
                         struct leat_split_stats *stats)
{
	if (split < run->ports[node].split_count && !run->is_closing)
		leat_graph_split(run->graph, node, split, &stats->watermark_us, &stats->is_idle);
	else
		stats->watermark_us = LEAT_WATERMARK_NONE;
}

bool leat_run_sink_stats(const struct leat_run *run, uint32_t node, struct leat_sink_stats *ret)
{
	const struct leat_run_port *port = &run->ports[node];

	if (!port->sink || run->is_closing)
		return false;
	port->sink->type->stats(port->sink, ret);
	return true;
}

bool leat_run_sink_is_full(const struct leat_run *run, uint32_t node)
{
	return run->ports[node].held != NULL;
}

static uint32_t reader_count(const struct leat_spec *spec, uint32_t node)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < spec->node_count; i++)
		for (uint32_t j = 0; j < spec->nodes[i].input_count; j++)
			count += spec->nodes[i].inputs[j] == node;
	return count;
}

/* What a node did to the number of rows: filtered, late, into state, and made. */
static void count_node(const struct leat_run *run, uint32_t node, struct leat_run_counts *ret)
{
	const struct leat_spec_node *n = &run->options.spec->nodes[node];
	struct leat_op_stats op;

	leat_graph_stats(run->graph, node, &op);
	ret->filtered += op.filtered;
	ret->late += op.late;
	if (n->kind == LEAT_SPEC_VALUES)
		ret->in += op.created;
	else
		ret->in_state += (int64_t)(op.absorbed - op.created);
	uint32_t readers = reader_count(run->options.spec, node);
	if (readers > 1)
		ret->in_state -= (int64_t)(op.rows_out * (readers - 1));
}

static void count_port(const struct leat_run *run, uint32_t node, struct leat_run_counts *ret)
{
	struct leat_scan_stats scan;
	struct leat_sink_stats sink;

	if (run->ports[node].scan) {
		leat_scan_stats(run->ports[node].scan, &scan);
		ret->in += scan.records_in;
		ret->filtered += scan.ignored;
		ret->dead_lettered += scan.dead_lettered;
		/* Formats may make several rows of a record, or none. */
		ret->in_state += (int64_t)(scan.records_in - scan.ignored - scan.dead_lettered -
		                           scan.rows_out);
	}
	if (leat_run_sink_stats(run, node, &sink)) {
		ret->out += sink.acknowledged + sink.folded;
		ret->dead_lettered += sink.rejected;
		ret->in_flight += sink.in_flight_rows;
	}
}

/* Rows on the edges below and above a node: out of one operator and not yet into the next. */
static int64_t rows_around(const struct leat_run *run, uint32_t node)
{
	const struct leat_spec *spec = run->options.spec;
	struct leat_op_stats op;
	int64_t rows;

	leat_graph_stats(run->graph, node, &op);
	rows = (int64_t)(op.rows_out * reader_count(spec, node));
	if (spec->nodes[node].kind != LEAT_SPEC_SCAN)
		rows -= (int64_t)op.rows_in;
	if (run->ports[node].held)
		rows += run->ports[node].held->sel.count;
	return rows;
}

void leat_run_count(const struct leat_run *run, struct leat_run_counts *ret)
{
	*ret = (struct leat_run_counts){ .out = run->collected };
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		count_node(run, i, ret);
		count_port(run, i, ret);
		ret->in_flight += (uint64_t)rows_around(run, i);
	}
}

void leat_run_rejected(const struct leat_run *run, uint64_t *ret_all, uint64_t *ret_durable)
{
	struct leat_sink_stats sink;

	*ret_all = *ret_durable = 0;
	for (uint32_t i = 0; i < run->options.spec->node_count; i++) {
		if (!leat_run_sink_stats(run, i, &sink))
			continue;
		*ret_all += sink.rejected;
		*ret_durable += sink.rejected_durable;
	}
}

void leat_run_counts(const struct leat_run *run, struct leat_run_counts *ret)
{
	if (run->is_closing)
		*ret = run->last_counts;
	else
		leat_run_count(run, ret);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The driver: moves items along the edges, what is furthest down first. */
#include "exec/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "exec/op.h"
#include "exec/scan_int.h"
#include "state/snapshot.h"
#include "types/serial.h"

/* One input of one operator: a reader of the slot of the operator above. */
struct edge {
	uint32_t from;  /* Node above. */
	bool has_taken; /* The item in the slot was taken. */
	bool has_ended; /* The end was taken. */
};

/* An operator with its edges. */
struct node {
	struct leat_op *op;
	struct edge *inputs;      /* node->input_count of them. */
	struct edge **readers;    /* Edges that read the slot. */
	uint32_t reader_count;
	uint32_t waiting_readers; /* Those that have not taken the item. */
	uint32_t open_inputs;     /* Inputs that have not ended. */
	uint32_t next_input;      /* Asked first the next time. */
	bool has_ended;           /* END was put. */
};

struct leat_graph {
	struct leat_op_env env;
	struct leat_arena *arena;
	const struct leat_clock *clock;
	struct node *nodes;
	uint32_t node_count;
	bool has_started; /* The first run has set the start of the query. */
};

/* ---- building ---- */

static int check_names(const struct leat_spec *spec, struct leat_err *err)
{
	for (uint32_t i = 0; i < spec->node_count; i++)
		for (uint32_t k = 0; k < i; k++)
			if (!strcmp(spec->nodes[i].name, spec->nodes[k].name))
				return leat_err_set(err, LEAT_E_INTERNAL,
				                    "two operators are called \"%s\"",
				                    spec->nodes[i].name);
	return 0;
}

static void connect_nodes(struct leat_graph *graph)
{
	const struct leat_spec *spec = graph->env.spec;

	for (uint32_t i = 0; i < spec->node_count; i++)
		for (uint32_t k = 0; k < spec->nodes[i].input_count; k++)
			graph->nodes[spec->nodes[i].inputs[k]].reader_count++;
	for (uint32_t i = 0; i < spec->node_count; i++) {
		struct node *node = &graph->nodes[i];
		node->readers = LEAT_ARENA_ARRAY(graph->arena, struct edge *, node->reader_count);
		node->reader_count = 0;
	}
	for (uint32_t i = 0; i < spec->node_count; i++) {
		struct node *node = &graph->nodes[i];
		node->open_inputs = spec->nodes[i].input_count;
		node->inputs = LEAT_ARENA_ARRAY(graph->arena, struct edge, node->open_inputs);
		for (uint32_t k = 0; k < node->open_inputs; k++) {
			uint32_t from = spec->nodes[i].inputs[k];
			leat_assert(from < i);
			node->inputs[k].from = from;
			struct node *above = &graph->nodes[from];
			above->readers[above->reader_count++] = &node->inputs[k];
		}
	}
}

static int open_op(struct leat_graph *graph, uint32_t index, struct leat_err *err)
{
	const struct leat_spec_node *spec = &graph->env.spec->nodes[index];

	leat_assert(spec->index == index);
	const struct leat_op_type *type = leat_op_type_of(spec);
	struct leat_op *op = leat_arena_zalloc(graph->arena, type->op_size);
	op->type = type;
	op->node = spec;
	op->env = &graph->env;
	op->arena = graph->arena;
	op->stats.watermark_us = LEAT_WATERMARK_NONE;
	graph->nodes[index].op = op;
	return type->open ? type->open(op, err) : 0;
}

int leat_graph_new(const struct leat_spec *spec, const struct leat_graph_events *events,
                   void *owner, const struct leat_clock *clock, struct leat_graph **ret_graph,
                   struct leat_err *err)
{
	struct leat_graph *graph;

	LEAT_TRY(check_names(spec, err));
	graph = leat_zalloc(sizeof(*graph));
	graph->arena = leat_arena_new(0);
	graph->clock = clock;
	graph->node_count = spec->node_count;
	graph->nodes = LEAT_ARENA_ARRAY(graph->arena, struct node, spec->node_count);
	graph->env = (struct leat_op_env){ .spec = spec, .events = events, .owner = owner };
	graph->env.eval.zone = spec->zone;
	graph->env.eval.random = &graph->env.random;
	graph->env.eval.watermark_us = LEAT_WATERMARK_NONE;
	connect_nodes(graph);
	for (uint32_t i = 0; i < spec->node_count; i++) {
		int r = open_op(graph, i, err);
		if (r) {
			leat_graph_free(graph);
			return r;
		}
	}
	*ret_graph = graph;
	return 0;
}

struct leat_graph *leat_graph_free(struct leat_graph *graph)
{
	if (!graph)
		return NULL;
	for (uint32_t i = 0; i < graph->node_count; i++) {
		struct leat_op *op = graph->nodes[i].op;
		if (!op)
			continue;
		if (op->type->close)
			op->type->close(op);
		leat_batch_unref(op->out.batch);
	}
	leat_arena_free(graph->arena);
	free(graph);
	return NULL;
}

/* ---- moving items ---- */

/* The operator may have put an item: every reader is to take it. */
static void offer(struct node *node)
{
	if (node->op->out.kind == LEAT_ITEM_NONE)
		return;
	node->waiting_readers = node->reader_count;
	for (uint32_t i = 0; i < node->reader_count; i++)
		node->readers[i]->has_taken = false;
}

/* One reader has taken the item; the last one empties the slot. */
static void taken(struct node *node)
{
	leat_assert(node->waiting_readers > 0);
	if (--node->waiting_readers)
		return;
	leat_batch_unref(node->op->out.batch);
	node->op->out = (struct leat_item){ .kind = LEAT_ITEM_NONE };
}

static struct edge *waiting_input(struct leat_graph *graph, struct node *node, uint32_t *ret_index)
{
	uint32_t count = node->op->node->input_count;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t index = (node->next_input + i) % count;
		struct edge *edge = &node->inputs[index];
		if (graph->nodes[edge->from].op->out.kind == LEAT_ITEM_NONE || edge->has_taken)
			continue;
		*ret_index = index;
		return edge;
	}
	return NULL;
}

static int pass_watermark(struct leat_op *op, const struct leat_item *item)
{
	leat_op_put_watermark(op, item->watermark_us, item->is_idle);
	return 0;
}

static int take_watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                          struct leat_err *err)
{
	if (!op->type->watermark)
		return pass_watermark(op, item);
	return op->type->watermark(op, input, item, err);
}

/* Give the operator the item on @p edge.  The item stays in the slot until it has been used. */
static int take_item(struct leat_graph *graph, struct node *node, struct edge *edge,
                     uint32_t input, struct leat_err *err)
{
	struct leat_op *op = node->op;
	struct node *above = &graph->nodes[edge->from];
	const struct leat_item *item = &above->op->out;
	int r = 0;

	edge->has_taken = true;
	node->next_input = input + 1;
	switch (item->kind) {
	case LEAT_ITEM_BATCH:
		op->stats.batches_in++;
		op->stats.rows_in += item->batch->sel.count;
		r = op->type->push(op, input, item, err);
		break;
	case LEAT_ITEM_WATERMARK:
		r = take_watermark(op, input, item, err);
		break;
	case LEAT_ITEM_END:
		edge->has_ended = true;
		node->open_inputs--;
		r = take_watermark(op, input,
		                   &(struct leat_item){ .kind = LEAT_ITEM_WATERMARK,
		                                        .watermark_us = LEAT_WATERMARK_END },
		                   err);
		break;
	case LEAT_ITEM_NONE:
		leat_unreachable();
	}
	taken(above);
	return r;
}

static bool is_timer_due(const struct leat_op *op)
{
	return op->type->next_time && op->type->next_time(op) <= op->env->eval.now_us;
}

/* The end of an operator whose inputs have all ended and that holds nothing back. */
static bool end_node(struct leat_graph *graph, struct node *node)
{
	struct leat_op *op = node->op;

	if (node->has_ended || node->open_inputs || op->has_more)
		return false;
	if (op->node->kind == LEAT_SPEC_SCAN && !leat_op_scan_has_ended(op))
		return false;
	node->has_ended = true;
	op->stats.watermark_us = LEAT_WATERMARK_END;
	if (op->node->kind == LEAT_SPEC_SINK)
		graph->env.events->sink_end(graph->env.owner, op->node->index);
	else
		op->out = (struct leat_item){ .kind = LEAT_ITEM_END,
			                      .watermark_us = LEAT_WATERMARK_END };
	return true;
}

/* Let one operator do one thing.  *@p ret_moved tells whether it did. */
static int step(struct leat_graph *graph, struct node *node, bool *ret_moved, struct leat_err *err)
{
	struct leat_op *op = node->op;
	uint32_t input;
	int r = 0;

	*ret_moved = false;
	if (op->out.kind != LEAT_ITEM_NONE)
		return 0;
	int64_t begin_us = graph->clock ? leat_clock_mono_us(graph->clock) : 0;
	struct edge *edge = NULL;
	*ret_moved = true;
	if (op->has_more)
		r = op->type->next(op, err);
	else if (is_timer_due(op))
		r = op->type->time(op, err);
	else if ((edge = waiting_input(graph, node, &input)))
		if (op->node->kind == LEAT_SPEC_SINK &&
		    !graph->env.events->sink_has_room(graph->env.owner, op->node->index))
			*ret_moved = false;
		else
			r = take_item(graph, node, edge, input, err);
	else
		*ret_moved = end_node(graph, node);
	if (graph->clock && *ret_moved)
		op->stats.busy_us += (uint64_t)(leat_clock_mono_us(graph->clock) - begin_us);
	offer(node);
	return r;
}

static void set_now(struct leat_graph *graph, int64_t now_us)
{
	graph->env.eval.now_us = now_us;
	if (graph->has_started)
		return;
	graph->has_started = true;
	graph->env.eval.query_start_us = now_us;
	graph->env.random = (uint64_t)now_us * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

int leat_graph_run(struct leat_graph *graph, int64_t now_us, uint32_t max_batches,
                   struct leat_err *err)
{
	/* Watermarks and ends cost little, but they count: a turn is bounded whatever travels. */
	uint64_t steps = (uint64_t)max_batches * (graph->node_count + 1);

	set_now(graph, now_us);
	for (uint32_t i = graph->node_count; i > 0; i--) {
		bool moved;
		int r = step(graph, &graph->nodes[i - 1], &moved, err);
		if (r)
			return r;
		if (!moved)
			continue;
		if (--steps == 0)
			return 1;
		/* Its readers come first; they stand behind it. */
		i = graph->node_count + 1;
	}
	return 0;
}

int64_t leat_graph_next_time(const struct leat_graph *graph)
{
	int64_t first_us = INT64_MAX;

	for (uint32_t i = 0; i < graph->node_count; i++) {
		const struct leat_op *op = graph->nodes[i].op;
		int64_t next_us = op->type->next_time ? op->type->next_time(op) : INT64_MAX;
		if (next_us < first_us)
			first_us = next_us;
	}
	return first_us;
}

/* ---- scans ---- */

static struct leat_op *scan_of(const struct leat_graph *graph, uint32_t node)
{
	leat_assert(node < graph->node_count);
	leat_assert(graph->nodes[node].op->node->kind == LEAT_SPEC_SCAN);
	return graph->nodes[node].op;
}

/* The operator that gives the rows of scan @p node their watermark, or NULL: it follows the scan,
 * with nothing but projections between. */
static struct leat_op *watermark_of(const struct leat_graph *graph, uint32_t node)
{
	const struct leat_spec *spec = graph->env.spec;

	for (uint32_t i = node + 1; i < spec->node_count; i++) {
		const struct leat_spec_node *below = &spec->nodes[i];
		if (!below->input_count || below->inputs[0] != node)
			continue;
		if (below->kind == LEAT_SPEC_WATERMARK)
			return graph->nodes[i].op;
		if (below->kind == LEAT_SPEC_CALC)
			node = i;
	}
	return NULL;
}

bool leat_graph_wants(const struct leat_graph *graph, uint32_t node)
{
	const struct leat_op *op = scan_of(graph, node);

	return op->out.kind == LEAT_ITEM_NONE && !leat_op_scan_has_ended(op);
}

int leat_graph_feed(struct leat_graph *graph, uint32_t node, uint32_t split,
                    struct leat_batch *batch, struct leat_err *err)
{
	struct leat_op *op = scan_of(graph, node);
	struct leat_op *watermark = watermark_of(graph, node);

	leat_assert(leat_graph_wants(graph, node));
	if (batch->schema->field_count != op->node->schema->field_count)
		return leat_err_set(err, LEAT_E_INTERNAL,
		                    "a batch for \"%s\" has %u columns, not %u", op->node->name,
		                    batch->schema->field_count, op->node->schema->field_count);
	if (watermark)
		leat_op_watermark_want_split(watermark, split);
	op->stats.batches_in++;
	op->stats.rows_in += batch->sel.count;
	leat_op_put_batch(op, leat_batch_ref(batch), split);
	offer(&graph->nodes[node]);
	return 0;
}

void leat_graph_set_splits(struct leat_graph *graph, uint32_t node, uint32_t split_count)
{
	struct leat_op *watermark = watermark_of(graph, scan_of(graph, node)->node->index);

	if (watermark && split_count)
		leat_op_watermark_want_split(watermark, split_count - 1);
}

void leat_graph_hold(struct leat_graph *graph, uint32_t node, bool is_held, int64_t now_us)
{
	struct leat_op *watermark = watermark_of(graph, scan_of(graph, node)->node->index);

	if (watermark)
		leat_op_watermark_hold(watermark, is_held, now_us);
}

void leat_graph_end(struct leat_graph *graph, uint32_t node)
{
	leat_op_scan_end(scan_of(graph, node));
}

void leat_graph_split(const struct leat_graph *graph, uint32_t node, uint32_t split,
                      int64_t *ret_watermark_us, bool *ret_is_idle)
{
	const struct leat_op *watermark = watermark_of(graph, scan_of(graph, node)->node->index);

	*ret_watermark_us = LEAT_WATERMARK_NONE;
	*ret_is_idle = false;
	if (watermark)
		leat_op_watermark_split(watermark, split, ret_watermark_us, ret_is_idle);
}

/* ---- state ---- */

bool leat_graph_is_drained(const struct leat_graph *graph)
{
	for (uint32_t i = 0; i < graph->node_count; i++) {
		const struct leat_op *op = graph->nodes[i].op;
		if (op->out.kind != LEAT_ITEM_NONE || op->has_more)
			return false;
	}
	return true;
}

bool leat_graph_is_finished(const struct leat_graph *graph)
{
	for (uint32_t i = 0; i < graph->node_count; i++) {
		const struct node *node = &graph->nodes[i];
		if (node->op->node->kind == LEAT_SPEC_SINK && !node->has_ended)
			return false;
	}
	return true;
}

void leat_graph_stats(const struct leat_graph *graph, uint32_t node, struct leat_op_stats *ret)
{
	leat_assert(node < graph->node_count);
	const struct leat_op *op = graph->nodes[node].op;

	*ret = op->stats;
	if (op->type->measure)
		op->type->measure(op, ret);
}

enum { SNAPSHOT_VERSION = 1 };

void leat_graph_snapshot(const struct leat_graph *graph, struct leat_buf *out)
{
	const struct leat_eval *eval = &graph->env.eval;
	struct leat_section_mark mark;

	leat_assert(leat_graph_is_drained(graph));
	mark = leat_section_begin(out, LEAT_STR("graph"), SNAPSHOT_VERSION);
	leat_serial_put_varint(graph->has_started, out);
	leat_serial_put_u64((uint64_t)eval->query_start_us, out);
	leat_serial_put_u64(graph->env.random, out);
	leat_section_end(out, mark);
	for (uint32_t i = 0; i < graph->node_count; i++) {
		const struct leat_op *op = graph->nodes[i].op;
		const char *name = op->node->name;
		mark = leat_section_begin(out, leat_str_of(name), SNAPSHOT_VERSION);
		leat_serial_put_u64((uint64_t)op->stats.watermark_us, out);
		leat_serial_put_varint(op->is_idle, out);
		if (op->type->snapshot)
			op->type->snapshot(op, out);
		leat_section_end(out, mark);
	}
}

static struct leat_op *find_op(const struct leat_graph *graph, struct leat_str name)
{
	for (uint32_t i = 0; i < graph->node_count; i++) {
		struct leat_op *op = graph->nodes[i].op;
		if (leat_str_is(name, op->node->name))
			return op;
	}
	return NULL;
}

static int restore_op(const struct leat_graph *graph, struct leat_section *section,
                      struct leat_err *err)
{
	struct leat_op *op = find_op(graph, section->name);
	uint64_t watermark_us, is_idle;

	if (section->version > SNAPSHOT_VERSION)
		return leat_err_set(err, LEAT_E_CHECKPOINT,
		                    "the state of \"%.*s\" was written by a newer version of Leat",
		                    LEAT_STR_ARG(section->name));
	if (!leat_serial_get_u64(&section->body, &watermark_us) ||
	    !leat_serial_get_varint(&section->body, &is_idle))
		return leat_err_set(err, LEAT_E_CHECKPOINT, "the state of \"%.*s\" is damaged",
		                    LEAT_STR_ARG(section->name));
	if (!op) {
		if (!section->body.n)
			return 0;
		return leat_err_set(err, LEAT_E_CHECKPOINT,
		                    "the checkpoint has state of \"%.*s\", which the query has not",
		                    LEAT_STR_ARG(section->name));
	}
	op->stats.watermark_us = (int64_t)watermark_us;
	op->is_idle = is_idle;
	if (op->type->restore)
		LEAT_TRY(op->type->restore(op, &section->body, err));
	return section->body.n ? leat_op_damaged(op, err) : 0;
}

int leat_graph_restore(struct leat_graph *graph, struct leat_str snapshot, struct leat_err *err)
{
	struct leat_section section;
	uint64_t has_started, start_us;
	int r;

	leat_assert(!graph->has_started);
	LEAT_TRY(
		leat_section_expect(&snapshot, LEAT_STR("graph"), SNAPSHOT_VERSION, &section, err));
	if (!leat_serial_get_varint(&section.body, &has_started) ||
	    !leat_serial_get_u64(&section.body, &start_us) ||
	    !leat_serial_get_u64(&section.body, &graph->env.random) || section.body.n)
		return leat_err_set(err, LEAT_E_CHECKPOINT, "the snapshot is damaged");
	graph->has_started = has_started;
	graph->env.eval.query_start_us = (int64_t)start_us;
	while ((r = leat_section_next(&snapshot, &section, err)) > 0)
		LEAT_TRY(restore_op(graph, &section, err));
	return r;
}

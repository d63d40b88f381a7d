/* SPDX-License-Identifier: Apache-2.0 */
/* SINK: rows to a port of the job.
 *
 * Rows of a kind that is not written (-U to a table with a key) are dropped here and counted as
 * filtered; watermarks end here.  The graph asks for room before it calls push(). */
#include "exec/op.h"

static struct leat_batch *select_kinds(const struct leat_op *op, struct leat_batch *from)
{
	unsigned kinds = op->node->sink.kinds;
	struct leat_batch *batch = leat_op_share_batch(op, from);
	uint16_t *rows = leat_arena_alloc(batch->arena, from->sel.count * sizeof(*rows));
	uint32_t count = 0;

	for (uint32_t i = 0; i < from->sel.count; i++) {
		uint32_t row = leat_sel_row(from->sel, i);
		rows[count] = (uint16_t)row;
		count += kinds >> from->kinds[row] & 1;
	}
	batch->sel = (struct leat_sel){ rows, count };
	return batch;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	const struct leat_graph_events *events = op->env->events;
	struct leat_batch *batch = item->batch;
	int r = 0;

	(void)input;
	if (batch->kinds && op->node->sink.kinds != LEAT_KINDS_ALL)
		batch = select_kinds(op, batch);
	else
		leat_batch_ref(batch);
	op->stats.filtered += item->batch->sel.count - batch->sel.count;
	op->stats.rows_out += batch->sel.count;
	if (batch->sel.count)
		r = events->sink_write(op->env->owner, op->node->index, batch, err);
	leat_batch_unref(batch);
	return r;
}

static int watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                     struct leat_err *err)
{
	(void)input;
	(void)err;
	if (item->watermark_us > op->stats.watermark_us)
		op->stats.watermark_us = item->watermark_us;
	return 0;
}

const struct leat_op_type leat_op_sink = {
	.name = "sink",
	.op_size = sizeof(struct leat_op),
	.push = push,
	.watermark = watermark,
};

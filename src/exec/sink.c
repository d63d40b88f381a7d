/* SPDX-License-Identifier: Apache-2.0 */
/* SINK: rows to a port of the job.
 *
 * The batch gets the sink's schema, whose names count.  Rows of a kind that is not written (-U to a
 * table with a key) are dropped here and counted as filtered; watermarks end here.  The graph asks
 * for room before it calls push(). */
#include "exec/op.h"

/* Leave the rows of @p batch out whose kind is not written. */
static void select_kinds(const struct leat_op *op, struct leat_batch *batch)
{
	unsigned kinds = op->node->sink.kinds;
	uint16_t *rows = leat_arena_alloc(batch->arena, batch->sel.count * sizeof(*rows));
	uint32_t count = 0;

	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		rows[count] = (uint16_t)row;
		count += kinds >> batch->kinds[row] & 1;
	}
	batch->sel = (struct leat_sel){ rows, count };
}

static void note_watermark(struct leat_op *op, int64_t watermark_us)
{
	if (watermark_us > op->stats.watermark_us)
		op->stats.watermark_us = watermark_us;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	const struct leat_graph_events *events = op->env->events;
	struct leat_batch *batch = leat_op_share_batch(op, item->batch);
	int r = 0;

	(void)input;
	if (batch->kinds && op->node->sink.kinds != LEAT_KINDS_ALL)
		select_kinds(op, batch);
	if (batch->watermarks)
		note_watermark(op, batch->watermarks[batch->row_count - 1]);
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
	note_watermark(op, item->watermark_us);
	return 0;
}

const struct leat_op_type leat_op_sink = {
	.name = "sink",
	.op_size = sizeof(struct leat_op),
	.push = push,
	.watermark = watermark,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* UNION: all rows of all inputs, as they come.
 *
 * The watermark is the smallest over the inputs that are not idle, row by row; when all are idle,
 * the largest is told and the readers hear that this input is idle, as in Flink.  A record that
 * comes by several inputs is told apart by its origin's branch. */
#include "exec/op.h"

#include "types/serial.h"

struct input {
	int64_t watermark_us;
	bool is_idle;
};

struct union_op {
	struct leat_op op;
	struct input *inputs;
};

static int open(struct leat_op *op, struct leat_err *err)
{
	struct union_op *self = (struct union_op *)op;

	(void)err;
	self->inputs = LEAT_ARENA_ARRAY(op->arena, struct input, op->node->input_count);
	for (uint32_t i = 0; i < op->node->input_count; i++)
		self->inputs[i].watermark_us = LEAT_WATERMARK_NONE;
	return 0;
}

/* The smallest watermark of the inputs but @p except that are not idle. */
static int64_t smallest(const struct union_op *self, uint32_t except)
{
	int64_t least_us = LEAT_WATERMARK_END;

	for (uint32_t i = 0; i < self->op.node->input_count; i++)
		if (i != except && !self->inputs[i].is_idle &&
		    self->inputs[i].watermark_us < least_us)
			least_us = self->inputs[i].watermark_us;
	return least_us;
}

static const struct leat_origin *branch_origin(const struct union_op *self, uint32_t input,
                                               struct leat_batch *batch)
{
	if (!batch->origin)
		return NULL;
	struct leat_origin *origin = LEAT_ARENA_NEW(batch->arena, struct leat_origin);
	*origin = *batch->origin;
	origin->branch = origin->branch * self->op.node->input_count + input;
	return origin;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct union_op *self = (struct union_op *)op;
	struct leat_batch *batch = leat_op_share_batch(op, item->batch);
	int64_t others_us = smallest(self, input);
	int64_t now_us = op->stats.watermark_us;

	(void)err;
	self->inputs[input].is_idle = false;
	batch->origin = branch_origin(self, input, batch);
	if (batch->watermarks) {
		size_t bytes = batch->row_count * sizeof(int64_t);
		int64_t *watermarks = leat_arena_alloc(batch->arena, bytes);
		for (uint32_t i = 0; i < batch->row_count; i++) {
			int64_t own_us = batch->watermarks[i];
			int64_t least_us = own_us < others_us ? own_us : others_us;
			if (least_us > now_us)
				now_us = least_us;
			watermarks[i] = now_us;
			if (own_us > self->inputs[input].watermark_us)
				self->inputs[input].watermark_us = own_us;
		}
		batch->watermarks = watermarks;
	}
	leat_op_put_batch(op, batch, 0);
	return 0;
}

static int watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                     struct leat_err *err)
{
	struct union_op *self = (struct union_op *)op;
	int64_t largest_us = LEAT_WATERMARK_NONE;
	bool all_idle = true;

	(void)err;
	if (item->watermark_us > self->inputs[input].watermark_us)
		self->inputs[input].watermark_us = item->watermark_us;
	self->inputs[input].is_idle = item->is_idle;
	for (uint32_t i = 0; i < op->node->input_count; i++) {
		all_idle = all_idle && self->inputs[i].is_idle;
		if (self->inputs[i].watermark_us > largest_us)
			largest_us = self->inputs[i].watermark_us;
	}
	int64_t least_us = smallest(self, UINT32_MAX);
	/* The end of all inputs is told by the graph. */
	if (least_us != LEAT_WATERMARK_END || all_idle)
		leat_op_put_watermark(op, all_idle ? largest_us : least_us, all_idle);
	return 0;
}

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	const struct union_op *self = (const struct union_op *)op;

	for (uint32_t i = 0; i < op->node->input_count; i++) {
		leat_serial_put_u64((uint64_t)self->inputs[i].watermark_us, out);
		leat_serial_put_varint(self->inputs[i].is_idle, out);
	}
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct union_op *self = (struct union_op *)op;
	uint64_t watermark_us, is_idle;

	for (uint32_t i = 0; i < op->node->input_count; i++) {
		if (!leat_serial_get_u64(in, &watermark_us) ||
		    !leat_serial_get_varint(in, &is_idle))
			return leat_op_damaged(op, err);
		self->inputs[i].watermark_us = (int64_t)watermark_us;
		self->inputs[i].is_idle = is_idle;
	}
	return 0;
}

const struct leat_op_type leat_op_union = {
	.name = "union",
	.op_size = sizeof(struct union_op),
	.open = open,
	.push = push,
	.watermark = watermark,
	.snapshot = snapshot,
	.restore = restore,
};

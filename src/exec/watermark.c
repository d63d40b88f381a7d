/* SPDX-License-Identifier: Apache-2.0 */
/* WATERMARK: gives every row the watermark that holds after it.
 *
 * Each split has a watermark of its own, the largest value of the expression so far; that of the
 * stream is the smallest over the splits that are not idle, and never falls.  A row whose
 * expression is NULL does not raise it.  A split is idle when it had no rows for idle_timeout_us;
 * when all are, the readers are told that this input is idle.  Time in which the scan is held does
 * not count: rows that could not come would be late otherwise. */
#include "exec/scan_int.h"

#include <stdlib.h>

#include "base/mem.h"
#include "types/serial.h"

/* No row was seen since the split was made or restored: its timeout begins with the next turn. */
#define NEVER INT64_MIN

struct split {
	int64_t watermark_us;
	int64_t last_row_us; /* Wall clock of its last rows, or NEVER. */
	bool is_idle;
};

struct watermark {
	struct leat_op op;
	struct leat_program *program;
	int64_t unit; /* Units of the expression in a microsecond: 1 or 1000. */
	struct split *splits;
	uint32_t split_count;
	bool is_held;         /* The scan cannot give rows now. */
	int64_t held_from_us; /* Since when. */
};

static int open(struct leat_op *op, struct leat_err *err)
{
	struct watermark *self = (struct watermark *)op;
	const struct leat_spec_watermark *spec = &op->node->watermark;

	leat_assert(leat_type_is_timestamp(spec->expr->type));
	(void)err;
	self->program = leat_program_new(op->arena, &spec->expr, 1);
	self->unit = spec->expr->type->precision > 6 ? 1000 : 1;
	return 0;
}

void leat_op_watermark_want_split(struct leat_op *op, uint32_t split)
{
	struct watermark *self = (struct watermark *)op;

	if (split < self->split_count)
		return;
	self->splits = leat_realloc(self->splits, (split + 1) * sizeof(*self->splits));
	while (self->split_count <= split)
		self->splits[self->split_count++] =
			(struct split){ .watermark_us = LEAT_WATERMARK_NONE, .last_row_us = NEVER };
}

void leat_op_watermark_split(const struct leat_op *op, uint32_t split, int64_t *ret_watermark_us,
                             bool *ret_is_idle)
{
	const struct watermark *self = (const struct watermark *)op;

	if (split >= self->split_count)
		return;
	*ret_watermark_us = self->splits[split].watermark_us;
	*ret_is_idle = self->splits[split].is_idle;
}

void leat_op_watermark_hold(struct leat_op *op, bool is_held, int64_t now_us)
{
	struct watermark *self = (struct watermark *)op;

	if (is_held == self->is_held)
		return;
	self->is_held = is_held;
	if (is_held) {
		self->held_from_us = now_us;
		return;
	}
	for (uint32_t i = 0; i < self->split_count; i++) {
		struct split *split = &self->splits[i];
		int64_t counted_from_us = split->last_row_us > self->held_from_us ?
			split->last_row_us : self->held_from_us;
		if (split->last_row_us != NEVER && now_us > counted_from_us)
			split->last_row_us += now_us - counted_from_us;
	}
}

/* The smallest watermark of the splits that are not idle, @p except left out; LEAT_WATERMARK_END
 * when there is none. */
static int64_t smallest(const struct watermark *self, const struct split *except)
{
	int64_t least_us = LEAT_WATERMARK_END;

	for (uint32_t i = 0; i < self->split_count; i++) {
		const struct split *split = &self->splits[i];
		if (split != except && !split->is_idle && split->watermark_us < least_us)
			least_us = split->watermark_us;
	}
	return least_us;
}

static int64_t floor_div(int64_t value, int64_t unit)
{
	return value / unit - (value % unit < 0);
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct watermark *self = (struct watermark *)op;
	struct leat_batch *batch = leat_op_share_batch(op, item->batch);
	struct split *split = &self->splits[item->split];
	int64_t others_us = smallest(self, split);
	int64_t now_us = op->stats.watermark_us;
	struct leat_col col;

	(void)input;
	int r = leat_program_run(self->program, &op->env->eval, batch->cols, batch->row_count,
	                         batch->sel, batch->arena, &col, err);
	if (r) {
		leat_batch_unref(batch);
		return r;
	}
	int64_t *watermarks = leat_arena_alloc(batch->arena,
	                                       batch->row_count * sizeof(*watermarks));
	for (uint32_t i = 0, row = 0; row < batch->row_count; row++) {
		if (i < batch->sel.count && leat_sel_row(batch->sel, i) == row) {
			i++;
			int64_t own_us = leat_col_is_null(&col, row) ?
				LEAT_WATERMARK_NONE : floor_div(col.i64[row], self->unit);
			if (own_us > split->watermark_us)
				split->watermark_us = own_us;
			int64_t least_us = split->watermark_us < others_us ?
				split->watermark_us : others_us;
			if (least_us > now_us)
				now_us = least_us;
		}
		watermarks[row] = now_us;
	}
	batch->watermarks = watermarks;
	split->is_idle = false;
	split->last_row_us = op->env->eval.now_us;
	leat_op_put_batch(op, batch, item->split);
	return 0;
}

static int watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                     struct leat_err *err)
{
	(void)input;
	(void)err;
	/* Only the end raises the watermark from outside; the graph sends it on by itself. */
	(void)item;
	(void)op;
	return 0;
}

static int on_time(struct leat_op *op, struct leat_err *err)
{
	struct watermark *self = (struct watermark *)op;
	int64_t now_us = op->env->eval.now_us;
	bool all_idle = self->split_count > 0;

	(void)err;
	for (uint32_t i = 0; i < self->split_count; i++) {
		struct split *split = &self->splits[i];
		if (split->last_row_us == NEVER)
			split->last_row_us = now_us;
		if (now_us - split->last_row_us >= op->node->watermark.idle_timeout_us)
			split->is_idle = true;
		all_idle = all_idle && split->is_idle;
	}
	leat_op_put_watermark(op, all_idle ? LEAT_WATERMARK_NONE : smallest(self, NULL), all_idle);
	return 0;
}

static int64_t next_time(const struct leat_op *op)
{
	const struct watermark *self = (const struct watermark *)op;
	int64_t timeout_us = op->node->watermark.idle_timeout_us;
	int64_t first_us = INT64_MAX;

	if (!timeout_us || self->is_held)
		return INT64_MAX;
	for (uint32_t i = 0; i < self->split_count; i++) {
		const struct split *split = &self->splits[i];
		if (split->is_idle)
			continue;
		int64_t due_us = split->last_row_us == NEVER ? NEVER
		                                             : split->last_row_us + timeout_us;
		if (due_us < first_us)
			first_us = due_us;
	}
	return first_us;
}

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	const struct watermark *self = (const struct watermark *)op;

	leat_serial_put_varint(self->split_count, out);
	for (uint32_t i = 0; i < self->split_count; i++) {
		leat_serial_put_u64((uint64_t)self->splits[i].watermark_us, out);
		leat_serial_put_varint(self->splits[i].is_idle, out);
	}
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct watermark *self = (struct watermark *)op;
	uint64_t count, watermark_us, is_idle;

	if (!leat_serial_get_varint(in, &count) || count > in->n)
		return leat_op_damaged(op, err);
	for (uint32_t i = 0; i < count; i++) {
		if (!leat_serial_get_u64(in, &watermark_us) ||
		    !leat_serial_get_varint(in, &is_idle))
			return leat_op_damaged(op, err);
		leat_op_watermark_want_split(op, i);
		self->splits[i].watermark_us = (int64_t)watermark_us;
		self->splits[i].is_idle = is_idle;
	}
	return 0;
}

static void close(struct leat_op *op)
{
	free(((struct watermark *)op)->splits);
}

const struct leat_op_type leat_op_watermark = {
	.name = "watermark",
	.op_size = sizeof(struct watermark),
	.open = open,
	.push = push,
	.watermark = watermark,
	.time = on_time,
	.next_time = next_time,
	.snapshot = snapshot,
	.restore = restore,
	.close = close,
};

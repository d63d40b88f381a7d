/* SPDX-License-Identifier: Apache-2.0 */
/* WINDOW_TVF: a row per window that the input row falls into, with window_start, window_end and
 * window_time behind its columns.
 *
 * Late rows pass; rows without time are dropped and count as filtered.  TUMBLE copies nothing and
 * keeps the origin of each row; HOP and CUMULATE make copies. */
#include "exec/op.h"

#include <string.h>

#include "exec/emit_int.h"
#include "exec/window_int.h"

enum { ADDED_COLUMNS = 3 };

struct window_tvf {
	struct leat_op op;
	const struct leat_window *window;
	struct leat_emit emit;    /* HOP, CUMULATE. */
	struct leat_batch *batch; /* In work, or NULL. */
	uint32_t next_index;      /* First selected row that is not processed. */
	uint32_t next_window;     /* Its first window that is not processed. */
};

static int open(struct leat_op *op, struct leat_err *err)
{
	struct window_tvf *self = (struct window_tvf *)op;

	self->window = &op->node->window_tvf.window;
	leat_emit_init(&self->emit, op);
	leat_assert(op->node->schema->field_count ==
	            leat_op_input(op, 0)->field_count + ADDED_COLUMNS);
	return leat_window_check(self->window, err);
}

/* ---- TUMBLE ---- */

static struct leat_batch *tumble(struct window_tvf *self, struct leat_batch *from)
{
	const struct leat_window *window = self->window;
	const struct leat_eval *eval = &self->op.env->eval;
	uint32_t col_count = from->schema->field_count;
	struct leat_batch *batch = leat_batch_derive(from, self->op.node->schema);
	uint16_t *rows = leat_arena_alloc(batch->arena, from->sel.count * sizeof(*rows));
	struct leat_window_range range = { 0, 0 };
	int64_t *added[ADDED_COLUMNS];
	int64_t local_us, time_us = 0;
	uint32_t count = 0;

	memcpy(batch->cols, from->cols, col_count * sizeof(*from->cols));
	for (int i = 0; i < ADDED_COLUMNS; i++) {
		added[i] = leat_arena_alloc(batch->arena, from->row_count * sizeof(int64_t));
		batch->cols[col_count + (uint32_t)i].i64 = added[i];
	}
	for (uint32_t i = 0; i < from->sel.count; i++) {
		uint32_t row = leat_sel_row(from->sel, i);
		if (!leat_window_local_us(window, eval, &from->cols[window->time_column], row,
		                          &local_us))
			continue;
		if (local_us < range.start_us || local_us >= range.end_us) {
			leat_window_nth(window, local_us, 0, &range);
			time_us = leat_window_time_us(window, eval->zone, range.end_us);
		}
		added[0][row] = range.start_us;
		added[1][row] = range.end_us;
		added[2][row] = time_us;
		rows[count++] = (uint16_t)row;
	}
	self->op.stats.filtered += from->sel.count - count;
	if (count < from->sel.count)
		batch->sel = (struct leat_sel){ rows, count };
	return batch;
}

/* ---- HOP and CUMULATE ---- */

static void emit_copy(struct window_tvf *self, uint32_t row, struct leat_window_range range)
{
	const struct leat_batch *from = self->batch;
	uint32_t col_count = from->schema->field_count;
	int64_t time_us = leat_window_time_us(self->window, self->op.env->eval.zone, range.end_us);

	for (uint32_t i = 0; i < col_count; i++)
		leat_col_builder_append(leat_emit_col(&self->emit, i), &from->cols[i], row, false);
	leat_col_builder_i64(leat_emit_col(&self->emit, col_count), range.start_us);
	leat_col_builder_i64(leat_emit_col(&self->emit, col_count + 1), range.end_us);
	leat_col_builder_i64(leat_emit_col(&self->emit, col_count + 2), time_us);
	leat_emit_row(&self->emit, leat_batch_kind(from, row), true);
}

/* The windows of one row, from next_window on; false when the batch is full before the last. */
static bool expand_row(struct window_tvf *self, uint32_t row)
{
	const struct leat_window *window = self->window;
	struct leat_op_stats *stats = &self->op.stats;
	struct leat_window_range range;
	int64_t local_us;
	uint32_t n = self->next_window;
	bool has_time = leat_window_local_us(window, &self->op.env->eval,
	                                     &self->batch->cols[window->time_column], row,
	                                     &local_us);

	for (; has_time && leat_window_nth(window, local_us, n, &range); n++) {
		if (leat_emit_rows(&self->emit) == LEAT_BATCH_ROWS) {
			self->next_window = n;
			return false;
		}
		emit_copy(self, row, range);
		stats->created += n > 0;
	}
	stats->filtered += n == 0;
	self->next_window = 0;
	self->next_index++;
	return true;
}

static int next(struct leat_op *op, struct leat_err *err)
{
	struct window_tvf *self = (struct window_tvf *)op;
	const struct leat_batch *batch = self->batch;

	(void)err;
	while (batch && self->next_index < batch->sel.count) {
		uint32_t row = leat_sel_row(batch->sel, self->next_index);
		if (row && batch->watermarks)
			leat_emit_advance(&self->emit, batch->watermarks[row - 1]);
		if (!expand_row(self, row))
			break;
	}
	if (batch && self->next_index == batch->sel.count) {
		if (batch->watermarks)
			leat_emit_advance(&self->emit, batch->watermarks[batch->row_count - 1]);
		self->batch = leat_batch_unref(self->batch);
	}
	if (leat_emit_has_item(&self->emit))
		leat_emit_put(&self->emit);
	op->has_more = self->batch || leat_emit_has_item(&self->emit);
	return 0;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct window_tvf *self = (struct window_tvf *)op;

	(void)input;
	if (self->window->kind == LEAT_WINDOW_TUMBLE) {
		leat_op_put_batch(op, tumble(self, item->batch), 0);
		return 0;
	}
	self->batch = leat_batch_ref(item->batch);
	self->next_index = 0;
	leat_emit_advance(&self->emit, op->stats.watermark_us);
	leat_emit_pin(&self->emit, self->batch);
	return next(op, err);
}

static void close(struct leat_op *op)
{
	struct window_tvf *self = (struct window_tvf *)op;

	leat_batch_unref(self->batch);
	leat_emit_done(&self->emit);
}

const struct leat_op_type leat_op_window_tvf = {
	.name = "window table function",
	.op_size = sizeof(struct window_tvf),
	.open = open,
	.push = push,
	.next = next,
	.close = close,
};

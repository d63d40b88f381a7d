/* SPDX-License-Identifier: Apache-2.0 */
/* Rows and watermarks that an operator makes. */
#include "exec/emit_int.h"

#include <string.h>

void leat_emit_init(struct leat_emit *emit, struct leat_op *op)
{
	emit->op = op;
	emit->builder = NULL;
	emit->pinned = NULL;
	emit->has_hidden = emit->has_rises = false;
	emit->visible_count = 0;
	emit->head_us = emit->now_us = LEAT_WATERMARK_NONE;
}

void leat_emit_done(struct leat_emit *emit)
{
	leat_batch_builder_free(emit->builder);
	emit->builder = NULL;
	emit->pinned = leat_batch_unref(emit->pinned);
}

void leat_emit_pin(struct leat_emit *emit, struct leat_batch *batch)
{
	leat_assert(!emit->builder);
	leat_batch_unref(emit->pinned);
	emit->pinned = leat_batch_ref(batch);
}

struct leat_col_builder *leat_emit_col(struct leat_emit *emit, uint32_t index)
{
	if (!emit->builder)
		emit->builder = leat_batch_builder_new(emit->op->node->schema);
	return leat_batch_builder_col(emit->builder, index);
}

uint32_t leat_emit_rows(const struct leat_emit *emit)
{
	return emit->builder ? leat_batch_builder_rows(emit->builder) : 0;
}

void leat_emit_row(struct leat_emit *emit, enum leat_row_kind kind, bool visible)
{
	uint32_t row = leat_emit_rows(emit);

	if (!emit->builder)
		emit->builder = leat_batch_builder_new(emit->op->node->schema);
	leat_batch_builder_row(emit->builder, kind);
	emit->watermarks[row] = emit->now_us;
	if (visible)
		emit->rows[emit->visible_count++] = (uint16_t)row;
	else
		emit->has_hidden = true;
}

void leat_emit_advance(struct leat_emit *emit, int64_t watermark_us)
{
	if (watermark_us <= emit->now_us)
		return;
	uint32_t rows = leat_emit_rows(emit);
	emit->now_us = watermark_us;
	if (rows) {
		emit->watermarks[rows - 1] = watermark_us;
		emit->has_rises = true;
	} else {
		emit->head_us = watermark_us;
	}
}

bool leat_emit_has_item(const struct leat_emit *emit)
{
	return emit->builder || emit->head_us > emit->op->stats.watermark_us;
}

void leat_emit_put(struct leat_emit *emit)
{
	struct leat_op *op = emit->op;

	if (emit->head_us > op->stats.watermark_us) {
		leat_op_put_watermark(op, emit->head_us, false);
		return;
	}
	struct leat_batch *batch = leat_batch_builder_finish(emit->builder);
	emit->builder = NULL;
	if (emit->has_rises) {
		size_t bytes = batch->row_count * sizeof(*emit->watermarks);
		int64_t *watermarks = leat_arena_alloc(batch->arena, bytes);
		memcpy(watermarks, emit->watermarks, bytes);
		batch->watermarks = watermarks;
	}
	if (emit->has_hidden) {
		size_t bytes = emit->visible_count * sizeof(*emit->rows);
		uint16_t *rows = leat_arena_alloc(batch->arena, bytes);
		memcpy(rows, emit->rows, bytes);
		batch->sel = (struct leat_sel){ rows, emit->visible_count };
	}
	if (emit->pinned)
		leat_batch_pin_batch(batch, emit->pinned);
	emit->has_hidden = emit->has_rises = false;
	emit->visible_count = 0;
	emit->head_us = emit->now_us;
	leat_op_put_batch(op, batch, 0);
}

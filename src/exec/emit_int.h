/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that an operator makes, with the watermarks between them, as batches on its edge.
 *
 *     add a value to each leat_emit_col(), then leat_emit_row()     for each row
 *     leat_emit_advance()                                          when the watermark rises
 *     leat_emit_put()            puts the next item; true while there was one
 *
 * The watermark that rises before the first row leaves as an item of its own, so readers see the
 * rows and watermarks in the order they were made, wherever batches begin and end. */
#pragma once

#include "exec/op.h"

struct leat_emit {
	struct leat_op *op;                  /**< Whose edge. */
	struct leat_batch_builder *builder;  /**< The rows so far; NULL: none. */
	struct leat_batch *pinned;           /**< What the rows point into, or NULL. */
	bool has_hidden;                     /**< Some row is not selected: use rows[]. */
	bool has_rises;                      /**< Some row raises the watermark: use watermarks[]. */
	uint32_t visible_count;              /**< Rows in rows[]. */
	int64_t head_us;                     /**< Watermark before the first row. */
	int64_t now_us;                      /**< Watermark after the last row. */
	uint16_t rows[LEAT_BATCH_ROWS];      /**< Selected rows. */
	int64_t watermarks[LEAT_BATCH_ROWS]; /**< After each row. */
};

/** Begin without rows. */
void leat_emit_init(struct leat_emit *emit, struct leat_op *op);

/** Drop the rows that were not put, and the pinned batch. */
void leat_emit_done(struct leat_emit *emit);

/** The rows to come may point into @p batch, which is kept until the next one or the end. */
void leat_emit_pin(struct leat_emit *emit, struct leat_batch *batch);

/** The builder of a column. */
struct leat_col_builder *leat_emit_col(struct leat_emit *emit, uint32_t index);

/** Every column has got a value: it is a row.  One that is not visible only stays in the columns. */
void leat_emit_row(struct leat_emit *emit, enum leat_row_kind kind, bool visible);

/** Rows made and not yet put, the hidden ones included. */
uint32_t leat_emit_rows(const struct leat_emit *emit);

/** The watermark has risen to @p watermark_us; a lower one is ignored. */
void leat_emit_advance(struct leat_emit *emit, int64_t watermark_us);

/** Is there something to put? */
bool leat_emit_has_item(const struct leat_emit *emit);

/** Put the next item: the watermark before the rows, or the rows.  The slot must be empty. */
void leat_emit_put(struct leat_emit *emit);

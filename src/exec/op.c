/* SPDX-License-Identifier: Apache-2.0 */
/* What the operators have in common. */
#include "exec/op.h"

#include <string.h>

static const struct leat_op_type *const types[LEAT_SPEC_COUNT] = {
	[LEAT_SPEC_SCAN] = &leat_op_scan,
	[LEAT_SPEC_VALUES] = &leat_op_values,
	[LEAT_SPEC_WATERMARK] = &leat_op_watermark,
	[LEAT_SPEC_CALC] = &leat_op_calc,
	[LEAT_SPEC_WINDOW_TVF] = &leat_op_window_tvf,
	[LEAT_SPEC_GROUP_AGG] = &leat_op_group_agg,
	[LEAT_SPEC_WINDOW_AGG] = &leat_op_window_agg,
	[LEAT_SPEC_UNION] = &leat_op_union,
	[LEAT_SPEC_SORT_LIMIT] = &leat_op_sort_limit,
	[LEAT_SPEC_SINK] = &leat_op_sink,
};

const struct leat_op_type *leat_op_type_of(const struct leat_spec_node *node)
{
	leat_assert(node->kind < LEAT_SPEC_COUNT);
	if (node->kind == LEAT_SPEC_WINDOW_AGG &&
	    node->window_agg.window.kind == LEAT_WINDOW_SESSION)
		return &leat_op_session_agg;
	return types[node->kind];
}

void leat_op_put_batch(struct leat_op *op, struct leat_batch *batch, uint32_t split)
{
	int64_t last_us = LEAT_WATERMARK_NONE;

	leat_assert(op->out.kind == LEAT_ITEM_NONE);
	if (batch->watermarks && batch->row_count)
		last_us = batch->watermarks[batch->row_count - 1];
	if (!batch->sel.count) {
		leat_batch_unref(batch);
		leat_op_put_watermark(op, last_us, false);
		return;
	}
	op->out = (struct leat_item){ .kind = LEAT_ITEM_BATCH, .batch = batch, .split = split };
	op->stats.rows_out += batch->sel.count;
	op->is_idle = false;
	if (last_us > op->stats.watermark_us)
		op->stats.watermark_us = last_us;
}

void leat_op_put_watermark(struct leat_op *op, int64_t watermark_us, bool is_idle)
{
	leat_assert(op->out.kind == LEAT_ITEM_NONE);
	if (watermark_us <= op->stats.watermark_us && is_idle == op->is_idle)
		return;
	if (watermark_us > op->stats.watermark_us)
		op->stats.watermark_us = watermark_us;
	op->is_idle = is_idle;
	op->out = (struct leat_item){ .kind = LEAT_ITEM_WATERMARK,
		                      .watermark_us = op->stats.watermark_us,
		                      .is_idle = is_idle };
}

const struct leat_schema *leat_op_input(const struct leat_op *op, uint32_t input)
{
	leat_assert(input < op->node->input_count);
	return op->env->spec->nodes[op->node->inputs[input]].schema;
}

struct leat_batch *leat_op_share_batch(const struct leat_op *op, struct leat_batch *from)
{
	struct leat_batch *batch = leat_batch_derive(from, op->node->schema);

	leat_assert(op->node->schema->field_count == from->schema->field_count);
	memcpy(batch->cols, from->cols, from->schema->field_count * sizeof(*from->cols));
	return batch;
}

int leat_op_damaged(const struct leat_op *op, struct leat_err *err)
{
	return leat_err_set(err, LEAT_E_CHECKPOINT, "the state of operator \"%s\" is damaged",
	                    op->node->name);
}

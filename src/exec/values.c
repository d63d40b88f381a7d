/* SPDX-License-Identifier: Apache-2.0 */
/* VALUES: constant rows, then the end.
 *
 * The expressions of a batch of rows are evaluated when it is asked for.  Rows have the node's name
 * and their number as origin. */
#include "exec/op.h"

#include <string.h>

#include "types/serial.h"

struct values {
	struct leat_op op;
	uint32_t next_row;
};

static int open(struct leat_op *op, struct leat_err *err)
{
	(void)err;
	op->has_more = op->node->values.row_count > 0;
	return 0;
}

static void set_origin(const struct leat_op *op, struct leat_batch *batch, uint32_t first_row)
{
	struct leat_origin *origin = LEAT_ARENA_NEW(batch->arena, struct leat_origin);
	int64_t *position = leat_arena_alloc(batch->arena, batch->row_count * sizeof(*position));

	for (uint32_t i = 0; i < batch->row_count; i++)
		position[i] = first_row + i;
	origin->stream = leat_str_of(op->node->name);
	origin->position = position;
	batch->origin = origin;
}

/* Evaluate @p row_count rows from @p first_row on and append them to @p builder. */
static int build_rows(struct leat_op *op, uint32_t first_row, uint32_t row_count,
                      struct leat_arena *scratch, struct leat_batch_builder *builder,
                      struct leat_err *err)
{
	uint32_t field_count = op->node->schema->field_count;
	uint32_t count = row_count * field_count;
	const struct leat_expr *const *exprs =
		op->node->values.exprs + (size_t)first_row * field_count;
	struct leat_col *cols = LEAT_ARENA_ARRAY(scratch, struct leat_col, count);
	struct leat_program *program = leat_program_new(scratch, exprs, count);

	LEAT_TRY(leat_program_run(program, &op->env->eval, NULL, 1, (struct leat_sel){ NULL, 1 },
	                          scratch, cols, err));
	for (uint32_t row = 0; row < row_count; row++) {
		for (uint32_t i = 0; i < field_count; i++)
			leat_col_builder_append(leat_batch_builder_col(builder, i),
			                        &cols[row * field_count + i], 0, true);
		leat_batch_builder_row(builder, LEAT_INSERT);
	}
	return 0;
}

static int next(struct leat_op *op, struct leat_err *err)
{
	struct values *values = (struct values *)op;
	uint32_t left = op->node->values.row_count - values->next_row;
	uint32_t row_count = left < LEAT_BATCH_ROWS ? left : LEAT_BATCH_ROWS;
	struct leat_batch_builder *builder = leat_batch_builder_new(op->node->schema);
	struct leat_arena *scratch = leat_arena_new(0);
	int r = build_rows(op, values->next_row, row_count, scratch, builder, err);

	leat_arena_free(scratch);
	if (r) {
		leat_batch_builder_free(builder);
		return r;
	}
	struct leat_batch *batch = leat_batch_builder_finish(builder);
	set_origin(op, batch, values->next_row);
	values->next_row += row_count;
	op->has_more = values->next_row < op->node->values.row_count;
	op->stats.created += row_count;
	leat_op_put_batch(op, batch, 0);
	return 0;
}

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	leat_serial_put_varint(((const struct values *)op)->next_row, out);
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct values *values = (struct values *)op;
	uint64_t next_row;

	if (!leat_serial_get_varint(in, &next_row) || next_row > op->node->values.row_count)
		return leat_op_damaged(op, err);
	values->next_row = (uint32_t)next_row;
	op->has_more = next_row < op->node->values.row_count;
	return 0;
}

const struct leat_op_type leat_op_values = {
	.name = "values",
	.op_size = sizeof(struct values),
	.open = open,
	.next = next,
	.snapshot = snapshot,
	.restore = restore,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Results gathered from other columns. */
#include "expr/kernel.h"

struct leat_gather leat_gather_begin(struct leat_out *out)
{
	struct leat_gather gather = { .out = out, .phys = leat_type_phys(out->type) };

	if (gather.phys == LEAT_PHYS_LIST || gather.phys == LEAT_PHYS_ROW)
		gather.rows = leat_rows_begin(out);
	return gather;
}

void leat_gather_null(struct leat_gather *gather, uint32_t row)
{
	/* Nested values: rows that are skipped are NULL. */
	leat_out_null(gather->out, row);
}

void leat_gather_put(struct leat_gather *gather, uint32_t row, const struct leat_col *col,
                     uint32_t at)
{
	struct leat_out *out = gather->out;

	if (leat_col_is_null(col, at)) {
		leat_gather_null(gather, row);
		return;
	}
	switch (gather->phys) {
	case LEAT_PHYS_BOOL:
		out->boolean[row] = col->boolean[at];
		return;
	case LEAT_PHYS_I64:
		out->i64[row] = col->i64[at];
		return;
	case LEAT_PHYS_F64:
		out->f64[row] = col->f64[at];
		return;
	case LEAT_PHYS_I128:
		out->i128[row] = col->i128[at];
		return;
	case LEAT_PHYS_BYTES:
		out->bytes[row] = col->bytes[at];
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
		leat_col_builder_append(leat_rows_next(&gather->rows, row), col, at, false);
		return;
	case LEAT_PHYS_NULL:
		leat_gather_null(gather, row);
		return;
	}
	leat_unreachable();
}

void leat_gather_end(struct leat_gather *gather)
{
	if (gather->rows.b)
		leat_rows_end(&gather->rows);
}

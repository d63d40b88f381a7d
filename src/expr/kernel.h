/* SPDX-License-Identifier: Apache-2.0 */
/* What kernels share: walking the selection, and results that are built value by value. */
#pragma once

#include "leat/function.h"

/** For each selected row number @p row. */
#define LEAT_EACH_ROW(row, sel)                                                                    \
	for (uint32_t row##_i = 0, row;                                                            \
	     row##_i < (sel).count && (row = leat_sel_row((sel), row##_i), true); row##_i++)

/** The head of a kernel called @p name; not every kernel needs every parameter. */
#define LEAT_KERNEL(name)                                                                          \
	static int name(const struct leat_call *call __attribute__((unused)),                      \
	                const struct leat_eval *eval __attribute__((unused)),                      \
	                const struct leat_col *args __attribute__((unused)),                       \
	                struct leat_sel sel __attribute__((unused)), struct leat_out *out,         \
	                struct leat_err *err __attribute__((unused)))

/** A list or row result: values are added in the order of the rows.
 *
 *   struct leat_rows rows = leat_rows_begin(out);
 *   LEAT_EACH_ROW (row, sel) {
 *           struct leat_col_builder *b = leat_rows_next(&rows, row);
 *           ... one value into b ...
 *   }
 *   leat_rows_end(&rows);
 *
 * Rows that are skipped are NULL. */
struct leat_rows {
	struct leat_out *out;       /**< Where the column goes. */
	struct leat_col_builder *b; /**< Of the result. */
};

/** Start the column of @p out; leat_rows_end() must follow. */
static inline struct leat_rows leat_rows_begin(struct leat_out *out)
{
	return (struct leat_rows){ out,
		                   leat_col_builder_new(out->arena, out->type, out->row_count) };
}

/** The builder, with NULL for the rows that were skipped before @p row. */
static inline struct leat_col_builder *leat_rows_next(struct leat_rows *rows, uint32_t row)
{
	while (leat_col_builder_rows(rows->b) < row)
		leat_col_builder_null(rows->b);
	return rows->b;
}

/** Fill up with NULL and hand the column to the result. */
static inline void leat_rows_end(struct leat_rows *rows)
{
	struct leat_col col;

	leat_rows_next(rows, rows->out->row_count);
	col = leat_col_builder_finish(rows->b);
	leat_out_take(rows->out, &col);
}

/** @p n bytes of the batch's arena for a text result; write them, then set out->bytes[row]. */
static inline char *leat_out_text(struct leat_out *out, size_t n)
{
	return leat_arena_alloc(out->arena, n ? n : 1);
}

/** The result of row @p row is a copy of @p n bytes. */
static inline void leat_out_copy(struct leat_out *out, uint32_t row, const void *bytes, size_t n)
{
	out->bytes[row] = (struct leat_str){ leat_arena_dup(out->arena, bytes, n), (uint32_t)n };
}

/** A result that is taken row by row from places of other columns of its type. */
struct leat_gather {
	struct leat_out *out;  /**< The result. */
	enum leat_phys phys;   /**< Of its type. */
	struct leat_rows rows; /**< LIST and ROW. */
};

/** Begin to put values into @p out, row after row. */
struct leat_gather leat_gather_begin(struct leat_out *out);

/** Row @p row is value @p at of @p col. */
void leat_gather_put(struct leat_gather *gather, uint32_t row, const struct leat_col *col,
                     uint32_t at);

/** Row @p row is NULL. */
void leat_gather_null(struct leat_gather *gather, uint32_t row);

/** All rows are there. */
void leat_gather_end(struct leat_gather *gather);

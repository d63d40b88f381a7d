/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing values of columns, nested ones included. */
#pragma once

#include "leat/batch.h"

/** Compare bytes: <0, 0 or >0. */
int leat_bytes_compare(struct leat_str a, struct leat_str b);

/** Compare row @p a_row of @p a with row @p b_row of @p b, which have equal types: <0, 0 or >0.  Doubles
 * are ordered as Java orders them: NaN is the largest and equal to itself; 0.0 equals -0.0.  A NULL is
 * less than everything with @p nulls_first, else greater; two NULLs are equal.  Lists are compared
 * element by element, maps by their sorted entries. */
int leat_col_compare(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                     uint32_t b_row, bool nulls_first);

/** IS NOT DISTINCT FROM: as leat_col_compare() == 0, faster. */
bool leat_col_equal(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                    uint32_t b_row);

/** How one column takes part in an order. */
struct leat_order {
	uint32_t col;     /**< Index of the column. */
	bool descending;  /**< DESC. */
	bool nulls_first; /**< Where NULLs go, whatever the direction. */
};

/** Compare two rows by several columns. */
int leat_rows_compare(const struct leat_order *order, uint32_t order_count,
                      const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                      uint32_t b_row);

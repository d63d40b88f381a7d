/* SPDX-License-Identifier: Apache-2.0 */
/* Single values of columns, for code that does not run per row: constants and the results of CASE. */
#pragma once

#include "leat/batch.h"

/** Row @p a_row of @p a and row @p b_row of @p b, of equal types, are the same value or both NULL.
 * As for literals: -0.0 is not 0.0 and NaN is NaN. */
bool leat_value_same(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                     uint32_t b_row);

/** A column of @p row_count rows that all hold row 0 of @p one; nested values are shared. */
struct leat_col leat_col_repeat(struct leat_arena *arena, const struct leat_col *one,
                                uint32_t row_count);

/* SPDX-License-Identifier: Apache-2.0 */
/* Sort keys: bytes whose order is that of ORDER BY. */
#pragma once

#include "exec/op.h"

/** Can columns of @p type be ordered by? */
bool leat_sort_key_can_order(const struct leat_type *type);

/** Append the key of row @p row.  memcmp() of two keys orders their rows. */
void leat_sort_key_put(const struct leat_spec_order *order, uint32_t order_count,
                       const struct leat_col *cols, uint32_t row, struct leat_buf *out);

/** The value of the first column, an ascending integer or time that is not NULL, from a key. */
int64_t leat_sort_key_first_i64(struct leat_str key);

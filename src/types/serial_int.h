/* SPDX-License-Identifier: Apache-2.0 */
/* What keys and state share: one writer, with and without a canonical form. */
#pragma once

#include "leat/batch.h"

/** Append row @p row of @p col as serial.h says; @p canonical: equal values give equal bytes. */
void leat_serial_put_value(const struct leat_col *col, uint32_t row, bool canonical,
                           struct leat_buf *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as Flink's print connector shows them. */
#pragma once

#include "leat/batch.h"
#include "leat/buf.h"

/* Append "+I[1, a, [x, y], {k=1}, 2024-01-01T10:00]": as Java prints a Row. */
void leat_print_row(const struct leat_batch *batch, uint32_t row, struct leat_buf *out);

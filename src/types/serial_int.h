/* SPDX-License-Identifier: Apache-2.0 */
/* What keys and state share: one writer, with and without a canonical form. */
#pragma once

#include <string.h>

#include "leat/batch.h"

enum { LEAT_SERIAL_I64_BYTES = 9 }; /**< What leat_serial_store_i64() may touch. */

/** Store a number at @p to and return the place behind it: 1 + n and the n low bytes of the zigzag
 * form, so that small numbers of either sign are short. */
static inline char *leat_serial_store_i64(char *to, int64_t value)
{
	uint64_t zigzag = (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
	size_t n = zigzag ? 8 - (size_t)__builtin_clzll(zigzag) / 8 : 0;

	to[0] = (char)(1 + n);
	memcpy(to + 1, &zigzag, sizeof(zigzag));
	return to + 1 + n;
}

/** Append row @p row of @p col as serial.h says; @p canonical: equal values give equal bytes. */
void leat_serial_put_value(const struct leat_col *col, uint32_t row, bool canonical,
                           struct leat_buf *out);

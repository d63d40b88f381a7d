/* SPDX-License-Identifier: Apache-2.0 */
/* Keys as bytes. */
#include "types/rowkey.h"

#include "types/serial.h"
#include "types/serial_int.h"

void leat_rowkey_put(const struct leat_col *const *cols, uint32_t count, uint32_t row,
                     struct leat_buf *out)
{
	for (uint32_t i = 0; i < count; i++)
		leat_serial_put_value(cols[i], row, true, out);
}

void leat_rowkey_get(struct leat_str key, struct leat_col_builder *const *cols, uint32_t count,
                     bool copy_bytes)
{
	for (uint32_t i = 0; i < count; i++) {
		int r = leat_serial_get(&key, cols[i], copy_bytes, NULL);
		leat_assert(r == 0);
	}
	leat_assert(key.n == 0);
}

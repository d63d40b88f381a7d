/* SPDX-License-Identifier: Apache-2.0 */
/* Keys as bytes. */
#include "types/rowkey.h"

#include <string.h>

#include "types/serial.h"
#include "types/serial_int.h"

/* Texts below this have a length of one byte. */
enum { SHORT_BYTES = 127 };

void leat_rowkey_put(const struct leat_col *const *cols, uint32_t count, uint32_t row,
                     struct leat_buf *out)
{
	for (uint32_t i = 0; i < count; i++)
		leat_serial_put_value(cols[i], row, true, out);
}

/* One key column of integers. */
static void put_i64_rows(const struct leat_col *col, struct leat_sel sel, struct leat_buf *out,
                         uint32_t *offsets)
{
	char *p = leat_buf_reserve(out, (size_t)sel.count * LEAT_SERIAL_I64_BYTES);
	char *begin = p;

	if (!p)
		return;
	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);
		offsets[i] = (uint32_t)(out->size + (size_t)(p - begin));
		if (leat_col_is_null(col, row))
			*p++ = 0;
		else
			p = leat_serial_store_i64(p, col->i64[row]);
	}
	leat_buf_advance(out, (size_t)(p - begin));
	offsets[sel.count] = (uint32_t)out->size;
}

/* One key column of text or bytes. */
static void put_bytes_rows(const struct leat_col *col, struct leat_sel sel, struct leat_buf *out,
                           uint32_t *offsets)
{
	for (uint32_t i = 0; i < sel.count; i++) {
		uint32_t row = leat_sel_row(sel, i);
		bool is_null = leat_col_is_null(col, row);
		struct leat_str value = is_null ? (struct leat_str){ NULL, 0 } : col->bytes[row];
		offsets[i] = (uint32_t)out->size;
		if (is_null || value.n >= SHORT_BYTES) {
			leat_serial_put_value(col, row, true, out);
			continue;
		}
		char *to = leat_buf_reserve(out, 1 + value.n);
		if (!to)
			return;
		to[0] = (char)(1 + value.n);
		if (value.n)
			memcpy(to + 1, value.p, value.n);
		leat_buf_advance(out, 1 + value.n);
	}
	offsets[sel.count] = (uint32_t)out->size;
}

void leat_rowkey_put_rows(const struct leat_col *const *cols, uint32_t count, struct leat_sel sel,
                          struct leat_buf *out, uint32_t *offsets)
{
	enum leat_phys phys = count == 1 ? leat_type_phys(cols[0]->type) : LEAT_PHYS_NULL;

	if (phys == LEAT_PHYS_I64) {
		put_i64_rows(cols[0], sel, out, offsets);
		return;
	}
	if (phys == LEAT_PHYS_BYTES) {
		put_bytes_rows(cols[0], sel, out, offsets);
		return;
	}
	for (uint32_t i = 0; i < sel.count; i++) {
		offsets[i] = (uint32_t)out->size;
		leat_rowkey_put(cols, count, leat_sel_row(sel, i), out);
	}
	offsets[sel.count] = (uint32_t)out->size;
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

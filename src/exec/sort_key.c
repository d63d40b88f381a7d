/* SPDX-License-Identifier: Apache-2.0 */
/* Sort keys.
 *
 * A column is a byte that puts NULL on its side, then the value: numbers as big-endian bytes with
 * the sign turned, text with 00 written as 00 FF and 00 00 at its end.  DESC inverts the value's
 * bytes. */
#include "exec/sort_key_int.h"

#include <math.h>
#include <string.h>

enum {
	NULL_FIRST = 0,
	VALUE = 1,
	NULL_LAST = 2,
};

bool leat_sort_key_can_order(const struct leat_type *type)
{
	switch (leat_type_phys(type)) {
	case LEAT_PHYS_BOOL:
	case LEAT_PHYS_I64:
	case LEAT_PHYS_F64:
	case LEAT_PHYS_I128:
	case LEAT_PHYS_BYTES:
	case LEAT_PHYS_NULL:
		return true;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
		return false;
	}
	leat_unreachable();
}

static void put_number(uint64_t bits, uint8_t flip, struct leat_buf *out)
{
	char *p = leat_buf_reserve(out, 8);

	if (!p)
		return;
	for (int i = 0; i < 8; i++)
		p[i] = (char)((uint8_t)(bits >> (56 - 8 * i)) ^ flip);
	leat_buf_advance(out, 8);
}

/* Bits that order doubles as Java does: -0.0 and 0.0 equal, NaN above all. */
static uint64_t double_bits(double value)
{
	uint64_t bits;

	if (isnan(value))
		return UINT64_MAX;
	if (value == 0)
		value = 0;
	memcpy(&bits, &value, sizeof(bits));
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static void put_bytes(struct leat_str s, uint8_t flip, struct leat_buf *out)
{
	for (uint32_t i = 0; i < s.n; i++) {
		leat_buf_char(out, (char)((uint8_t)s.p[i] ^ flip));
		if (!s.p[i])
			leat_buf_char(out, (char)(0xff ^ flip));
	}
	leat_buf_char(out, (char)flip);
	leat_buf_char(out, (char)flip);
}

static void put_value(const struct leat_col *col, uint32_t row, uint8_t flip, struct leat_buf *out)
{
	const uint64_t sign = UINT64_C(1) << 63;

	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		leat_buf_char(out, (char)(col->boolean[row] ^ flip));
		return;
	case LEAT_PHYS_I64:
		put_number((uint64_t)col->i64[row] ^ sign, flip, out);
		return;
	case LEAT_PHYS_F64:
		put_number(double_bits(col->f64[row]), flip, out);
		return;
	case LEAT_PHYS_I128:
		put_number((uint64_t)(col->i128[row] >> 64) ^ sign, flip, out);
		put_number((uint64_t)col->i128[row], flip, out);
		return;
	case LEAT_PHYS_BYTES:
		put_bytes(col->bytes[row], flip, out);
		return;
	case LEAT_PHYS_NULL:
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
		leat_unreachable();
	}
}

void leat_sort_key_put(const struct leat_spec_order *order, uint32_t order_count,
                       const struct leat_col *cols, uint32_t row, struct leat_buf *out)
{
	for (uint32_t i = 0; i < order_count; i++) {
		const struct leat_col *col = &cols[order[i].column];
		if (leat_col_is_null(col, row)) {
			leat_buf_char(out, order[i].nulls_first ? NULL_FIRST : NULL_LAST);
			continue;
		}
		leat_buf_char(out, VALUE);
		put_value(col, row, order[i].descending ? 0xff : 0, out);
	}
}

int64_t leat_sort_key_first_i64(struct leat_str key)
{
	uint64_t bits = 0;

	leat_assert(key.n >= 9 && key.p[0] == VALUE);
	for (int i = 1; i <= 8; i++)
		bits = bits << 8 | (uint8_t)key.p[i];
	return (int64_t)(bits ^ UINT64_C(1) << 63);
}

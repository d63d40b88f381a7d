/* SPDX-License-Identifier: Apache-2.0 */
/* Values to bytes and back. */
#include "types/serial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "types/map_order_int.h"
#include "types/serial_int.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are copied as they lie");

enum { VARINT_MAX_BYTES = 10 };

/* ---- numbers ---- */

void leat_serial_put_varint(uint64_t value, struct leat_buf *out)
{
	char *to = leat_buf_reserve(out, VARINT_MAX_BYTES);
	size_t n = 0;

	if (!to)
		return;
	for (; value >= 0x80; value >>= 7)
		to[n++] = (char)(value | 0x80);
	to[n++] = (char)value;
	leat_buf_advance(out, n);
}

bool leat_serial_get_varint(struct leat_str *in, uint64_t *ret)
{
	uint64_t value = 0;

	for (uint32_t i = 0; i < in->n && i < VARINT_MAX_BYTES; i++) {
		unsigned char byte = (unsigned char)in->p[i];
		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte & 0x80)
			continue;
		*ret = value;
		in->p += i + 1;
		in->n -= i + 1;
		return true;
	}
	return false;
}

void leat_serial_put_str(struct leat_str s, struct leat_buf *out)
{
	leat_serial_put_varint(s.n, out);
	leat_buf_str(out, s);
}

/* Take @p n bytes. */
static const char *take(struct leat_str *in, uint64_t n)
{
	const char *p = in->p;

	if (n > in->n)
		return NULL;
	in->p += n;
	in->n -= (uint32_t)n;
	return p;
}

bool leat_serial_get_str(struct leat_str *in, struct leat_str *ret)
{
	struct leat_str rest = *in;
	uint64_t n;

	if (!leat_serial_get_varint(&rest, &n))
		return false;
	const char *p = take(&rest, n);
	if (!p)
		return false;
	*in = rest;
	*ret = (struct leat_str){ p, (uint32_t)n };
	return true;
}

void leat_serial_put_u64(uint64_t value, struct leat_buf *out)
{
	leat_buf_add(out, &value, sizeof(value));
}

bool leat_serial_get_u64(struct leat_str *in, uint64_t *ret)
{
	const char *p = take(in, sizeof(*ret));

	if (p)
		memcpy(ret, p, sizeof(*ret));
	return p != NULL;
}

static void put_i64(int64_t value, struct leat_buf *out)
{
	char *to = leat_buf_reserve(out, LEAT_SERIAL_I64_BYTES);

	if (to)
		leat_buf_advance(out, (size_t)(leat_serial_store_i64(to, value) - to));
}

static void put_i128(leat_i128 value, struct leat_buf *out)
{
	unsigned __int128 zigzag = (unsigned __int128)value << 1 ^
	                           (unsigned __int128)(value >> 127);
	size_t n = 0;
	char *to = leat_buf_reserve(out, 1 + sizeof(zigzag));

	if (!to)
		return;
	while (n < sizeof(zigzag) && zigzag >> (8 * n))
		n++;
	to[0] = (char)(1 + n);
	memcpy(to + 1, &zigzag, sizeof(zigzag));
	leat_buf_advance(out, 1 + n);
}

static void put_f64(double value, bool canonical, struct leat_buf *out)
{
	char bytes[1 + sizeof(value)] = { 1 };

	if (canonical)
		value = isnan(value) ? (double)NAN : value + 0.0;
	memcpy(bytes + 1, &value, sizeof(value));
	leat_buf_add(out, bytes, sizeof(bytes));
}

/* ---- values ---- */

static void put_list(const struct leat_col *col, uint32_t row, bool canonical, struct leat_buf *out)
{
	struct leat_list list = col->list[row];
	bool is_map = col->type->id != LEAT_ARRAY;
	uint32_t *order = is_map && canonical ? leat_map_order(col, row) : NULL;

	leat_serial_put_varint((uint64_t)list.count + 1, out);
	for (uint32_t i = 0; i < list.count; i++) {
		uint32_t at = order ? order[i] : list.begin + i;
		leat_serial_put_value(&col->children[0], at, canonical, out);
		if (is_map)
			leat_serial_put_value(&col->children[1], at, canonical, out);
	}
	free(order);
}

void leat_serial_put_value(const struct leat_col *col, uint32_t row, bool canonical,
                           struct leat_buf *out)
{
	if (leat_col_is_null(col, row)) {
		leat_buf_char(out, 0);
		return;
	}
	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		leat_buf_char(out, col->boolean[row] ? 2 : 1);
		return;
	case LEAT_PHYS_I64:
		put_i64(col->i64[row], out);
		return;
	case LEAT_PHYS_F64:
		put_f64(col->f64[row], canonical, out);
		return;
	case LEAT_PHYS_I128:
		put_i128(col->i128[row], out);
		return;
	case LEAT_PHYS_BYTES:
		leat_serial_put_varint((uint64_t)col->bytes[row].n + 1, out);
		leat_buf_str(out, col->bytes[row]);
		return;
	case LEAT_PHYS_LIST:
		put_list(col, row, canonical, out);
		return;
	case LEAT_PHYS_ROW:
		leat_buf_char(out, 1);
		for (uint32_t i = 0; i < col->type->child_count; i++)
			leat_serial_put_value(&col->children[i], row, canonical, out);
		return;
	case LEAT_PHYS_NULL:
		leat_buf_char(out, 0);
		return;
	}
}

void leat_serial_put(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	leat_serial_put_value(col, row, false, out);
}

/* Take a value of @p type to the end of @p b, or nowhere when it is NULL; false on wrong bytes. */
static bool get_value(struct leat_str *in, const struct leat_type *type, struct leat_col_builder *b,
                      bool copy_bytes);

static bool get_bool(struct leat_str *in, struct leat_col_builder *b)
{
	const char *p = take(in, 1);

	if (!p || (unsigned char)*p > 2)
		return false;
	if (b && *p == 0)
		leat_col_builder_null(b);
	else if (b)
		leat_col_builder_bool(b, *p == 2);
	return true;
}

/* The zigzag number of up to @p max bytes; *@p ret_null when there is none. */
static bool get_zigzag(struct leat_str *in, size_t max, leat_i128 *ret, bool *ret_null)
{
	const char *p = take(in, 1);
	unsigned __int128 zigzag = 0;

	*ret_null = p && *p == 0;
	if (!p || *ret_null)
		return p != NULL;
	size_t n = (size_t)(unsigned char)*p - 1;
	if (n > max || !(p = take(in, n)))
		return false;
	memcpy(&zigzag, p, n);
	*ret = (leat_i128)(zigzag >> 1) ^ -(leat_i128)(zigzag & 1);
	return true;
}

static bool get_i64(struct leat_str *in, struct leat_col_builder *b)
{
	leat_i128 value;
	bool null;

	if (!get_zigzag(in, sizeof(int64_t), &value, &null))
		return false;
	if (b && null)
		leat_col_builder_null(b);
	else if (b)
		leat_col_builder_i64(b, (int64_t)value);
	return true;
}

static bool get_i128(struct leat_str *in, struct leat_col_builder *b)
{
	leat_i128 value;
	bool null;

	if (!get_zigzag(in, sizeof(leat_i128), &value, &null))
		return false;
	if (b && null)
		leat_col_builder_null(b);
	else if (b)
		leat_col_builder_i128(b, value);
	return true;
}

static bool get_f64(struct leat_str *in, struct leat_col_builder *b)
{
	const char *p = take(in, 1);
	double value;

	if (!p || (unsigned char)*p > 1)
		return false;
	if (*p == 0) {
		if (b)
			leat_col_builder_null(b);
		return true;
	}
	p = take(in, sizeof(value));
	if (!p)
		return false;
	memcpy(&value, p, sizeof(value));
	if (b)
		leat_col_builder_f64(b, value);
	return true;
}

static bool get_bytes(struct leat_str *in, struct leat_col_builder *b, bool copy_bytes)
{
	uint64_t n;
	const char *p;

	if (!leat_serial_get_varint(in, &n))
		return false;
	if (n == 0) {
		if (b)
			leat_col_builder_null(b);
		return true;
	}
	if (!(p = take(in, n - 1)))
		return false;
	struct leat_str s = { p, (uint32_t)(n - 1) };
	if (b && copy_bytes)
		leat_col_builder_copy_bytes(b, s);
	else if (b)
		leat_col_builder_bytes(b, s);
	return true;
}

static bool get_list(struct leat_str *in, const struct leat_type *type, struct leat_col_builder *b,
                     bool copy_bytes)
{
	const struct leat_type *value = type->id == LEAT_MULTISET ? leat_type_basic(LEAT_INT)
	                                : type->id == LEAT_MAP    ? type->children[1]
	                                                          : NULL;
	uint64_t count;

	/* An element has a byte at least. */
	if (!leat_serial_get_varint(in, &count) || (count && count - 1 > in->n))
		return false;
	if (count == 0) {
		if (b)
			leat_col_builder_null(b);
		return true;
	}
	if (b)
		leat_col_builder_begin(b);
	for (uint64_t i = 1; i < count; i++) {
		if (!get_value(in, type->children[0], b ? leat_col_builder_child(b, 0) : NULL,
		               copy_bytes))
			return false;
		if (value &&
		    !get_value(in, value, b ? leat_col_builder_child(b, 1) : NULL, copy_bytes))
			return false;
	}
	if (b)
		leat_col_builder_end(b);
	return true;
}

static bool get_fields(struct leat_str *in, const struct leat_type *type,
                       struct leat_col_builder *b, bool copy_bytes)
{
	const char *p = take(in, 1);

	if (!p || (unsigned char)*p > 1)
		return false;
	if (*p == 0) {
		if (b)
			leat_col_builder_null(b);
		return true;
	}
	if (b)
		leat_col_builder_begin(b);
	for (uint32_t i = 0; i < type->child_count; i++)
		if (!get_value(in, type->children[i], b ? leat_col_builder_child(b, i) : NULL,
		               copy_bytes))
			return false;
	if (b)
		leat_col_builder_end(b);
	return true;
}

static bool get_value(struct leat_str *in, const struct leat_type *type, struct leat_col_builder *b,
                      bool copy_bytes)
{
	switch (leat_type_phys(type)) {
	case LEAT_PHYS_BOOL:
		return get_bool(in, b);
	case LEAT_PHYS_I64:
		return get_i64(in, b);
	case LEAT_PHYS_F64:
		return get_f64(in, b);
	case LEAT_PHYS_I128:
		return get_i128(in, b);
	case LEAT_PHYS_BYTES:
		return get_bytes(in, b, copy_bytes);
	case LEAT_PHYS_LIST:
		return get_list(in, type, b, copy_bytes);
	case LEAT_PHYS_ROW:
		return get_fields(in, type, b, copy_bytes);
	case LEAT_PHYS_NULL:
		if (b)
			leat_col_builder_null(b);
		return take(in, 1) != NULL;
	}
	leat_unreachable();
}

static int corrupt(struct leat_err *err)
{
	return leat_err_set(err, LEAT_E_CHECKPOINT, "the bytes of a stored value are damaged");
}

int leat_serial_get(struct leat_str *in, struct leat_col_builder *b, bool copy_bytes,
                    struct leat_err *err)
{
	uint32_t rows = leat_col_builder_rows(b);

	if (get_value(in, leat_col_builder_type(b), b, copy_bytes))
		return 0;
	leat_col_builder_truncate(b, rows);
	return corrupt(err);
}

int leat_serial_skip(struct leat_str *in, const struct leat_type *type, struct leat_err *err)
{
	return get_value(in, type, NULL, false) ? 0 : corrupt(err);
}

/* ---- batches ---- */

enum {
	HAS_KINDS = 1,
	HAS_WATERMARKS = 2,
};

void leat_serial_put_batch(const struct leat_batch *batch, struct leat_buf *out)
{
	leat_serial_put_varint(batch->sel.count, out);
	leat_buf_char(out, (char)((batch->kinds ? HAS_KINDS : 0) |
	                          (batch->watermarks ? HAS_WATERMARKS : 0)));
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		if (batch->kinds)
			leat_buf_char(out, (char)batch->kinds[row]);
		if (batch->watermarks)
			leat_serial_put_u64((uint64_t)batch->watermarks[row], out);
		for (uint32_t c = 0; c < batch->schema->field_count; c++)
			leat_serial_put(&batch->cols[c], row, out);
	}
}

/* One row into the builder; its watermark into @p watermark when there is one. */
static int get_row(struct leat_str *in, const struct leat_schema *schema, char flags,
                   struct leat_batch_builder *b, int64_t *watermark, struct leat_err *err)
{
	enum leat_row_kind kind = LEAT_INSERT;
	uint64_t us;

	if (flags & HAS_KINDS) {
		const char *p = take(in, 1);
		if (!p || (unsigned char)*p > LEAT_DELETE)
			return corrupt(err);
		kind = (enum leat_row_kind)*p;
	}
	if (flags & HAS_WATERMARKS) {
		if (!leat_serial_get_u64(in, &us))
			return corrupt(err);
		*watermark = (int64_t)us;
	}
	for (uint32_t c = 0; c < schema->field_count; c++)
		LEAT_TRY(leat_serial_get(in, leat_batch_builder_col(b, c), true, err));
	leat_batch_builder_row(b, kind);
	return 0;
}

int leat_serial_get_batch(struct leat_str *in, const struct leat_schema *schema,
                          struct leat_batch **ret, struct leat_err *err)
{
	int64_t watermarks[LEAT_BATCH_ROWS];
	uint64_t count;
	const char *flags;

	if (!leat_serial_get_varint(in, &count) || count > LEAT_BATCH_ROWS ||
	    !(flags = take(in, 1)))
		return corrupt(err);
	struct leat_batch_builder *b = leat_batch_builder_new(schema);
	for (uint64_t i = 0; i < count; i++) {
		int r = get_row(in, schema, *flags, b, &watermarks[i], err);
		if (r) {
			leat_batch_builder_free(b);
			return r;
		}
	}
	struct leat_batch *batch = leat_batch_builder_finish(b);
	if (*flags & HAS_WATERMARKS && count) {
		size_t bytes = count * sizeof(*watermarks);
		batch->watermarks = memcpy(leat_arena_alloc(batch->arena, bytes), watermarks,
		                           bytes);
	}
	*ret = batch;
	return 0;
}

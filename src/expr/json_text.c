/* SPDX-License-Identifier: Apache-2.0 */
/* JSON text of values. */
#include "expr/json_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/number.h"
#include "types/compare.h"
#include "types/datetime.h"
#include "types/render.h"

enum { KEY_BYTES_MAX = 1 << 20 };

static void put_f64(const struct leat_type *type, double value, struct leat_buf *out)
{
	if (!isfinite(value))
		leat_buf_char(out, '"');
	if (type->id == LEAT_FLOAT)
		leat_buf_f32(out, (float)value);
	else
		leat_buf_f64(out, value);
	if (!isfinite(value))
		leat_buf_char(out, '"');
}

static void put_decimal(leat_i128 value, int scale, struct leat_buf *out)
{
	while (scale > 0 && value % 10 == 0) {
		value /= 10;
		scale--;
	}
	leat_buf_i128(out, value, scale);
}

/* "2024-01-31T12:34:56.5", fractions without trailing zeros, instants in UTC with "Z". */
static void put_timestamp(const struct leat_type *type, int64_t value, struct leat_buf *out)
{
	char text[LEAT_DATETIME_TEXT_MAX];
	uint32_t n = leat_timestamp_print(value, type->precision, 'T', text);

	if (type->precision)
		while (text[n - 1] == '0')
			n--;
	if (text[n - 1] == '.')
		n--;
	leat_buf_char(out, '"');
	leat_buf_add(out, text, n);
	leat_buf_text(out, type->id == LEAT_TIMESTAMP_LTZ ? "Z\"" : "\"");
}

static void put_base64(struct leat_str s, struct leat_buf *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;

	leat_buf_char(out, '"');
	for (uint32_t at = 0; at < s.n; at += 3) {
		uint32_t left = s.n - at;
		uint32_t bits = (uint32_t)p[at] << 16 | (left > 1 ? (uint32_t)p[at + 1] << 8 : 0) |
		                (left > 2 ? p[at + 2] : 0);
		leat_buf_char(out, digits[bits >> 18]);
		leat_buf_char(out, digits[bits >> 12 & 63]);
		leat_buf_char(out, left > 1 ? digits[bits >> 6 & 63] : '=');
		leat_buf_char(out, left > 2 ? digits[bits & 63] : '=');
	}
	leat_buf_char(out, '"');
}

/* What has no form of its own in JSON: CAST(.. AS STRING) in quotes. */
static void put_as_text(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	struct leat_buf text;

	leat_buf_init(&text, KEY_BYTES_MAX);
	leat_render_text(col, row, NULL, &text);
	leat_json_quote(out, leat_buf_view(&text));
	leat_buf_done(&text);
}

static void put_scalar(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	const struct leat_type *type = col->type;

	if (leat_type_is_text(type))
		leat_json_quote(out, col->bytes[row]);
	else if (leat_type_is_binary(type))
		put_base64(col->bytes[row], out);
	else if (type->id == LEAT_BOOLEAN)
		leat_buf_text(out, col->boolean[row] ? "true" : "false");
	else if (leat_type_is_integer(type))
		leat_buf_i64(out, col->i64[row]);
	else if (type->id == LEAT_FLOAT || type->id == LEAT_DOUBLE)
		put_f64(type, col->f64[row], out);
	else if (type->id == LEAT_DECIMAL)
		put_decimal(col->i128[row], type->scale, out);
	else if (leat_type_is_timestamp(type))
		put_timestamp(type, col->i64[row], out);
	else
		put_as_text(col, row, out);
}

static void put_row(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	uint32_t count = col->type->child_count;
	struct leat_json_member *members = leat_malloc((count + 1) * sizeof(*members));

	for (uint32_t i = 0; i < count; i++)
		members[i] = (struct leat_json_member){ col->type->names[i], &col->children[i], row,
			                                false };
	leat_json_put_object(members, count, out);
	free(members);
}

static void put_map(const struct leat_col *col, struct leat_list list, struct leat_buf *out)
{
	const struct leat_col *keys = &col->children[0];
	struct leat_json_member *members = leat_malloc((list.count + 1) * sizeof(*members));
	struct leat_buf text;
	size_t *ends = leat_malloc((list.count + 1) * sizeof(*ends));

	leat_buf_init(&text, KEY_BYTES_MAX);
	for (uint32_t i = 0; i < list.count; i++) {
		leat_render_text(keys, list.begin + i, NULL, &text);
		ends[i] = text.size;
	}
	for (uint32_t i = 0; i < list.count; i++) {
		size_t begin = i ? ends[i - 1] : 0;
		struct leat_str key = { text.data + begin, (uint32_t)(ends[i] - begin) };
		members[i] = (struct leat_json_member){ key, &col->children[1], list.begin + i,
			                                false };
	}
	leat_json_put_object(members, list.count, out);
	leat_buf_done(&text);
	free(ends);
	free(members);
}

void leat_json_put_value(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	if (col->type->id == LEAT_NULL || leat_col_is_null(col, row)) {
		leat_buf_text(out, "null");
		return;
	}
	if (col->type->id == LEAT_ROW) {
		put_row(col, row, out);
		return;
	}
	if (leat_type_phys(col->type) != LEAT_PHYS_LIST) {
		put_scalar(col, row, out);
		return;
	}
	struct leat_list list = col->list[row];
	if (col->type->id != LEAT_ARRAY) {
		put_map(col, list, out);
		return;
	}
	leat_buf_char(out, '[');
	for (uint32_t i = 0; i < list.count; i++) {
		if (i)
			leat_buf_char(out, ',');
		leat_json_put_value(col->children, list.begin + i, out);
	}
	leat_buf_char(out, ']');
}

static int compare_members(const void *a, const void *b)
{
	const struct leat_json_member *x = a, *y = b;

	return leat_bytes_compare(x->key, y->key);
}

void leat_json_put_object(struct leat_json_member *members, uint32_t count, struct leat_buf *out)
{
	bool first = true;

	/* The last one of equal keys stays: earlier ones are taken out before sorting. */
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = i + 1; members[i].col && j < count; j++)
			if (leat_bytes_compare(members[i].key, members[j].key) == 0)
				members[i].col = NULL;
	qsort(members, count, sizeof(*members), compare_members);
	leat_buf_char(out, '{');
	for (uint32_t i = 0; i < count; i++) {
		if (!members[i].col)
			continue;
		if (!first)
			leat_buf_char(out, ',');
		first = false;
		leat_json_quote(out, members[i].key);
		leat_buf_char(out, ':');
		if (members[i].raw && !leat_col_is_null(members[i].col, members[i].row))
			leat_buf_str(out, members[i].col->bytes[members[i].row]);
		else
			leat_json_put_value(members[i].col, members[i].row, out);
	}
	leat_buf_char(out, '}');
}

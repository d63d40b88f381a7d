/* SPDX-License-Identifier: Apache-2.0 */
/* Values as text. */
#include "types/render.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "types/compare.h"
#include "types/datetime.h"
#include "types/timezone.h"

/* ---- scalars, the same in both forms ---- */

/* An instant as a timestamp of the zone, in the same resolution. */
static int64_t to_local(int64_t value, int precision, const struct leat_tz *tz)
{
	int64_t unit = precision > 6 ? 1000 : 1;
	int64_t us = leat_timestamp_to_us(value, precision);

	return value + (leat_tz_to_local(tz ? tz : leat_tz_utc(), us) - us) * unit;
}

/* A value of LEAT_PHYS_I64. */
static void put_i64(const struct leat_type *type, int64_t value, const struct leat_tz *tz,
                    struct leat_buf *out)
{
	char text[LEAT_DATETIME_TEXT_MAX];
	uint32_t n = 0;

	switch (type->id) {
	case LEAT_DATE:
		n = leat_date_print(value, text);
		break;
	case LEAT_TIME:
		n = leat_time_print(value, type->precision, text);
		break;
	case LEAT_TIMESTAMP_LTZ:
		value = to_local(value, type->precision, tz);
		n = leat_timestamp_print(value, type->precision, ' ', text);
		break;
	case LEAT_TIMESTAMP:
		n = leat_timestamp_print(value, type->precision, ' ', text);
		break;
	case LEAT_INTERVAL_YEAR_MONTH:
		n = leat_interval_month_print(value, text);
		break;
	case LEAT_INTERVAL_DAY_TIME:
		n = leat_interval_day_print(value, text);
		break;
	case LEAT_TINYINT:
	case LEAT_SMALLINT:
	case LEAT_INT:
	case LEAT_BIGINT:
		n = leat_number_print_i64(value, text);
		break;
	case LEAT_NULL:
	case LEAT_BOOLEAN:
	case LEAT_FLOAT:
	case LEAT_DOUBLE:
	case LEAT_DECIMAL:
	case LEAT_CHAR:
	case LEAT_VARCHAR:
	case LEAT_BINARY:
	case LEAT_VARBINARY:
	case LEAT_ARRAY:
	case LEAT_MULTISET:
	case LEAT_MAP:
	case LEAT_ROW:
	case LEAT_SYMBOL:
	case LEAT_TYPE_COUNT:
		leat_unreachable();
	}
	leat_buf_add(out, text, n);
}

static void put_f64(const struct leat_type *type, double value, struct leat_buf *out)
{
	if (type->id == LEAT_FLOAT)
		leat_buf_f32(out, (float)value);
	else
		leat_buf_f64(out, value);
}

/* ---- JSON ---- */

static void put_hex(struct leat_str s, struct leat_buf *out)
{
	static const char digits[] = "0123456789abcdef";

	leat_buf_text(out, "\"x'");
	for (uint32_t i = 0; i < s.n; i++) {
		leat_buf_char(out, digits[(unsigned char)s.p[i] >> 4]);
		leat_buf_char(out, digits[(unsigned char)s.p[i] & 15]);
	}
	leat_buf_text(out, "'\"");
}

/* An entry of a map: its key as text. */
struct entry {
	struct leat_str key; /* In the buffer of keys. */
	uint32_t row;        /* In the children. */
};

static int by_key(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int order = leat_bytes_compare(a->key, b->key);

	return order ? order : a->row < b->row ? -1 : 1;
}

/* The key's text without quotes. */
static void put_key_text(const struct leat_col *keys, uint32_t row, const struct leat_tz *tz,
                         struct leat_buf *out)
{
	if (!leat_col_is_null(keys, row) && leat_type_is_text(keys->type)) {
		leat_buf_str(out, keys->bytes[row]);
		return;
	}
	size_t begin = out->size;
	leat_render_json(keys, row, tz, out);
	if (out->size - begin >= 2 && out->data[begin] == '"') {
		memmove(out->data + begin, out->data + begin + 1, out->size - begin - 2);
		out->size -= 2;
	}
}

static void json_map(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                     struct leat_buf *out)
{
	struct leat_list list = col->list[row];
	struct entry *entries = leat_malloc(list.count * sizeof(*entries));
	size_t *ends = leat_malloc(list.count * sizeof(*ends));
	struct leat_buf keys;

	leat_buf_init(&keys, SIZE_MAX);
	for (uint32_t i = 0; i < list.count; i++) {
		put_key_text(&col->children[0], list.begin + i, tz, &keys);
		ends[i] = keys.size;
	}
	for (uint32_t i = 0; i < list.count; i++) {
		size_t begin = i ? ends[i - 1] : 0;
		entries[i].key = (struct leat_str){ keys.data + begin, (uint32_t)(ends[i] - begin) };
		entries[i].row = list.begin + i;
	}
	qsort(entries, list.count, sizeof(*entries), by_key);
	leat_buf_char(out, '{');
	for (uint32_t i = 0; i < list.count; i++) {
		if (i)
			leat_buf_char(out, ',');
		leat_json_quote(out, entries[i].key);
		leat_buf_char(out, ':');
		leat_render_json(&col->children[1], entries[i].row, tz, out);
	}
	leat_buf_char(out, '}');
	leat_buf_done(&keys);
	free(entries);
	free(ends);
}

static void json_array(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                       struct leat_buf *out)
{
	struct leat_list list = col->list[row];

	leat_buf_char(out, '[');
	for (uint32_t i = 0; i < list.count; i++) {
		if (i)
			leat_buf_char(out, ',');
		leat_render_json(&col->children[0], list.begin + i, tz, out);
	}
	leat_buf_char(out, ']');
}

void leat_render_json(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                      struct leat_buf *out)
{
	const struct leat_type *type = col->type;
	bool quoted;

	if (leat_col_is_null(col, row)) {
		leat_buf_text(out, "null");
		return;
	}
	switch (leat_type_phys(type)) {
	case LEAT_PHYS_BOOL:
		leat_buf_text(out, col->boolean[row] ? "true" : "false");
		return;
	case LEAT_PHYS_I64:
		quoted = !leat_type_is_integer(type);
		if (quoted)
			leat_buf_char(out, '"');
		put_i64(type, col->i64[row], tz, out);
		if (quoted)
			leat_buf_char(out, '"');
		return;
	case LEAT_PHYS_F64:
		quoted = !isfinite(col->f64[row]);
		if (quoted)
			leat_buf_char(out, '"');
		put_f64(type, col->f64[row], out);
		if (quoted)
			leat_buf_char(out, '"');
		return;
	case LEAT_PHYS_I128:
		leat_buf_i128(out, col->i128[row], type->scale);
		return;
	case LEAT_PHYS_BYTES:
		if (leat_type_is_binary(type))
			put_hex(col->bytes[row], out);
		else
			leat_json_quote(out, col->bytes[row]);
		return;
	case LEAT_PHYS_LIST:
		if (type->id == LEAT_ARRAY)
			json_array(col, row, tz, out);
		else
			json_map(col, row, tz, out);
		return;
	case LEAT_PHYS_ROW:
		leat_buf_char(out, '{');
		for (uint32_t i = 0; i < type->child_count; i++) {
			if (i)
				leat_buf_char(out, ',');
			leat_json_quote(out, type->names[i]);
			leat_buf_char(out, ':');
			leat_render_json(&col->children[i], row, tz, out);
		}
		leat_buf_char(out, '}');
		return;
	case LEAT_PHYS_NULL:
		leat_buf_text(out, "null");
		return;
	}
}

void leat_render_json_row(const struct leat_schema *schema, const struct leat_col *cols,
                          uint32_t row, const struct leat_tz *tz, struct leat_buf *out)
{
	leat_buf_char(out, '{');
	for (uint32_t i = 0; i < schema->field_count; i++) {
		if (i)
			leat_buf_char(out, ',');
		leat_json_quote(out, schema->fields[i].name);
		leat_buf_char(out, ':');
		leat_render_json(&cols[i], row, tz, out);
	}
	leat_buf_char(out, '}');
}

void leat_render_json_schema(const struct leat_schema *schema, struct leat_buf *out)
{
	struct leat_buf type;

	leat_buf_init(&type, SIZE_MAX);
	leat_buf_text(out, "{\"columns\":[");
	for (uint32_t i = 0; i < schema->field_count; i++) {
		leat_buf_text(out, i ? ",{\"name\":" : "{\"name\":");
		leat_json_quote(out, schema->fields[i].name);
		leat_buf_text(out, ",\"type\":");
		leat_buf_clear(&type);
		leat_type_print(schema->fields[i].type, true, &type);
		leat_json_quote(out, leat_buf_view(&type));
		leat_buf_char(out, '}');
	}
	leat_buf_text(out, "]}");
	leat_buf_done(&type);
}

/* ---- SQL ---- */

static void text_list(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                      struct leat_buf *out)
{
	struct leat_list list = col->list[row];
	bool is_map = col->type->id != LEAT_ARRAY;

	leat_buf_char(out, is_map ? '{' : '[');
	for (uint32_t i = list.begin; i < list.begin + list.count; i++) {
		if (i > list.begin)
			leat_buf_text(out, ", ");
		leat_render_text(&col->children[0], i, tz, out);
		if (is_map) {
			leat_buf_char(out, '=');
			leat_render_text(&col->children[1], i, tz, out);
		}
	}
	leat_buf_char(out, is_map ? '}' : ']');
}

void leat_render_text(const struct leat_col *col, uint32_t row, const struct leat_tz *tz,
                      struct leat_buf *out)
{
	if (leat_col_is_null(col, row)) {
		leat_buf_text(out, "NULL");
		return;
	}
	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		leat_buf_text(out, col->boolean[row] ? "TRUE" : "FALSE");
		return;
	case LEAT_PHYS_I64:
		put_i64(col->type, col->i64[row], tz, out);
		return;
	case LEAT_PHYS_F64:
		put_f64(col->type, col->f64[row], out);
		return;
	case LEAT_PHYS_I128:
		leat_buf_i128(out, col->i128[row], col->type->scale);
		return;
	case LEAT_PHYS_BYTES:
		if (leat_type_is_binary(col->type))
			leat_buf_utf8(out, col->bytes[row]);
		else
			leat_buf_str(out, col->bytes[row]);
		return;
	case LEAT_PHYS_LIST:
		text_list(col, row, tz, out);
		return;
	case LEAT_PHYS_ROW:
		leat_buf_char(out, '(');
		for (uint32_t i = 0; i < col->type->child_count; i++) {
			if (i)
				leat_buf_text(out, ", ");
			leat_render_text(&col->children[i], row, tz, out);
		}
		leat_buf_char(out, ')');
		return;
	case LEAT_PHYS_NULL:
		leat_buf_text(out, "NULL");
		return;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows to JSON objects, as flink-json writes them.
 *
 * The encoder is a plan made once: for each column the text before its value and how the value is
 * written. */
#include <emmintrin.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "formats/base64_int.h"
#include "formats/json_int.h"
#include "types/datetime.h"

enum {
	ESCAPED_MAX = 6,       /* Bytes that a byte of text becomes at most. */
	SHORT_TEXT_BYTES = 512, /* For longer texts the exact room is found first. */
	FAST_TEXT_BYTES = 64,   /* Texts up to here are written together with their key. */
	FAST_ROOM = 16 + ESCAPED_MAX * FAST_TEXT_BYTES + 2, /* For the end of a key and a short value. */
	PAIR_LEAD = 0xf0,      /* First byte of characters beyond U+FFFF. */
};

/* Ways to write a key and its value at once. */
enum fast_path {
	FAST_NONE,
	FAST_INTEGER,
	FAST_TIMESTAMP,
	FAST_TEXT,
};

/* How the values of one column, field or element are written. */
struct node {
	const struct leat_type *type; /* SQL type. */
	enum leat_phys phys;          /* Of type. */
	struct leat_str lead;         /* `{"name":` or `,"name":`, 16 bytes more can be read. */
	enum fast_path fast;          /* For columns. */
	struct node *children;        /* ROW: fields; ARRAY: the element; MAP, MULTISET: key, value. */
	uint32_t child_count;         /* Rows in children. */
};

struct json_encoder {
	const struct json_config *config;
	struct time_text time; /* Cache. */
	struct node row;       /* The columns are its children. */
};

/* ---- the plan ---- */

static void init_node(struct leat_arena *arena, struct node *node, const struct leat_type *type);

/* Fields of an object: their keys are escaped here, once. */
static void init_fields(struct leat_arena *arena, struct node *node, uint32_t count,
                        const struct leat_str *names, const struct leat_type *const *types)
{
	node->child_count = count;
	node->children = LEAT_ARENA_ARRAY(arena, struct node, count);
	for (uint32_t i = 0; i < count; i++) {
		struct leat_buf lead;
		leat_buf_init(&lead, UINT32_MAX / 2);
		leat_buf_char(&lead, i ? ',' : '{');
		leat_json_put_string(&lead, names[i], true);
		leat_buf_char(&lead, ':');
		init_node(arena, &node->children[i], types[i]);
		char *text = leat_arena_zalloc(arena, lead.size + 16);
		memcpy(text, lead.data, lead.size);
		node->children[i].lead = (struct leat_str){ text, (uint32_t)lead.size };
		leat_buf_done(&lead);
	}
}

static void init_node(struct leat_arena *arena, struct node *node, const struct leat_type *type)
{
	*node = (struct node){ .type = type, .phys = leat_type_phys(type) };
	node->fast = leat_type_is_integer(type)     ? FAST_INTEGER
	             : leat_type_is_timestamp(type) ? FAST_TIMESTAMP
	             : leat_type_is_text(type)      ? FAST_TEXT
	                                            : FAST_NONE;
	if (node->phys == LEAT_PHYS_ROW) {
		init_fields(arena, node, type->child_count, type->names, type->children);
	} else if (node->phys == LEAT_PHYS_LIST) {
		node->child_count = type->id == LEAT_ARRAY ? 1 : 2;
		node->children = LEAT_ARENA_ARRAY(arena, struct node, node->child_count);
		for (uint32_t i = 0; i < node->child_count; i++)
			init_node(arena, &node->children[i],
			          i < type->child_count ? type->children[i]
			                                : leat_type_basic(LEAT_INT));
	}
}

struct leat_encoder *leat_json_encoder_new(const void *config, struct leat_arena *arena,
                                           const struct leat_schema *schema,
                                           const struct leat_tz *zone)
{
	struct json_encoder *e = LEAT_ARENA_NEW(arena, struct json_encoder);
	struct leat_str *names = LEAT_ARENA_ARRAY(arena, struct leat_str, schema->field_count);
	const struct leat_type **types =
	        LEAT_ARENA_ARRAY(arena, const struct leat_type *, schema->field_count);

	(void)zone; /* Instants are written in UTC. */
	e->config = config;
	for (uint32_t i = 0; i < schema->field_count; i++) {
		names[i] = schema->fields[i].name;
		types[i] = schema->fields[i].type;
	}
	init_fields(arena, &e->row, schema->field_count, names, types);
	return (struct leat_encoder *)e;
}

/* ---- texts ---- */

static inline char *room(struct leat_buf *out, size_t n)
{
	if (LEAT_LIKELY(out->capacity - out->size >= n))
		return out->data + out->size;
	return leat_buf_reserve(out, n);
}

static inline bool is_plain(unsigned char c, bool pairs)
{
	return c >= 0x20 && c != '"' && c != '\\' && (c < PAIR_LEAD || !pairs);
}

/* Bit i: byte i of the 16 at p is not plain. */
static inline unsigned special_mask(__m128i bytes, bool pairs)
{
	__m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
	__m128i control = _mm_set1_epi8(0x1f);
	__m128i controls = _mm_cmpeq_epi8(_mm_max_epu8(bytes, control), control);
	__m128i found = _mm_or_si128(_mm_or_si128(quotes, slashes), controls);

	if (pairs) {
		__m128i lead = _mm_set1_epi8((char)PAIR_LEAD);
		found = _mm_or_si128(found, _mm_cmpeq_epi8(_mm_min_epu8(bytes, lead), lead));
	}
	return (unsigned)_mm_movemask_epi8(found);
}

static char *put_hex4(char *out, uint32_t unit)
{
	static const char hex[] = "0123456789ABCDEF";

	*out++ = '\\';
	*out++ = 'u';
	for (int shift = 12; shift >= 0; shift -= 4)
		*out++ = hex[unit >> shift & 15];
	return out;
}

/* Write the escape of the character at *p, which is not plain, and step over it. */
static char *put_escape(char *out, const char **p, const char *end)
{
	static const char letters[0x20] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
		                            ['\r'] = 'r' };
	unsigned char c = (unsigned char)*(*p)++;

	if (c >= PAIR_LEAD) {
		if (end - *p < 3) {
			*out++ = (char)c; /* Not UTF-8: as it is. */
			return out;
		}
		const unsigned char *rest = (const unsigned char *)*p;
		uint32_t character = (c & 7u) << 18 | (rest[0] & 63u) << 12 | (rest[1] & 63u) << 6 |
		                     (rest[2] & 63u);
		character -= 0x10000;
		*p += 3;
		out = put_hex4(out, 0xd800 + (character >> 10 & 0x3ff));
		return put_hex4(out, 0xdc00 + (character & 0x3ff));
	}
	if (c >= 0x20 || letters[c]) {
		*out++ = '\\';
		*out++ = c >= 0x20 ? (char)c : letters[c];
		return out;
	}
	return put_hex4(out, c);
}

/* Needs room for ESCAPED_MAX times the bytes, or for the exact number and 16 more. */
static char *put_escaped(char *out, struct leat_str s, bool pairs)
{
	const char *p = s.p, *end = s.p + s.n;

	while (end - p >= 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)p);
		unsigned mask = special_mask(bytes, pairs);
		_mm_storeu_si128((__m128i *)out, bytes);
		if (LEAT_LIKELY(!mask)) {
			p += 16;
			out += 16;
			continue;
		}
		int plain = __builtin_ctz(mask);
		p += plain;
		out = put_escape(out + plain, &p, end);
	}
	while (p < end) {
		if (LEAT_LIKELY(is_plain((unsigned char)*p, pairs)))
			*out++ = *p++;
		else
			out = put_escape(out, &p, end);
	}
	return out;
}

/* Bytes that a text takes when it is escaped. */
static size_t escaped_bytes(struct leat_str s, bool pairs)
{
	const char *p = s.p, *end = s.p + s.n;
	char escape[2 * ESCAPED_MAX];
	size_t n = 0;

	while (p < end) {
		if (is_plain((unsigned char)*p, pairs)) {
			p++;
			n++;
		} else {
			n += (size_t)(put_escape(escape, &p, end) - escape);
		}
	}
	return n;
}

void leat_json_put_string(struct leat_buf *out, struct leat_str s, bool pairs)
{
	size_t most = LEAT_LIKELY(s.n <= SHORT_TEXT_BYTES) ? (size_t)s.n * ESCAPED_MAX
	                                                   : escaped_bytes(s, pairs) + 16;
	char *p = room(out, most + 2);

	if (!p)
		return;
	char *first = p;
	*p++ = '"';
	p = put_escaped(p, s, pairs);
	*p++ = '"';
	leat_buf_advance(out, (size_t)(p - first));
}

void leat_json_put_f64(struct leat_buf *out, double value)
{
	if (isfinite(value)) {
		leat_buf_f64(out, value);
		return;
	}
	leat_buf_char(out, '"');
	leat_buf_f64(out, value);
	leat_buf_char(out, '"');
}

/* ---- numbers and times ---- */

/* Without zeros at the end, as Java's BigDecimal.stripTrailingZeros: 100 is 1 and scale -2. */
static leat_i128 strip_zeros(leat_i128 value, int *scale)
{
	if (!value) {
		*scale = 0;
		return 0;
	}
	while (value > INT64_MAX || value < INT64_MIN) {
		if (value % 10)
			return value;
		value /= 10;
		(*scale)--;
	}
	int64_t small = (int64_t)value;
	for (; small % 10 == 0; small /= 10)
		(*scale)--;
	return small;
}

void leat_json_put_decimal(struct leat_buf *out, leat_i128 value, int scale, bool plain)
{
	char digits[LEAT_NUMBER_TEXT_MAX];

	value = strip_zeros(value, &scale);
	uint32_t n = leat_number_print_i128(value, 0, digits), sign = value < 0;
	int exponent = (int)(n - sign) - 1 - scale;

	if (plain && scale < 0) {
		leat_buf_add(out, digits, n);
		for (; scale < 0; scale++)
			leat_buf_char(out, '0');
	} else if (plain || (scale >= 0 && exponent >= -6)) {
		leat_buf_i128(out, value, scale);
	} else {
		leat_buf_add(out, digits, sign + 1);
		if (n > sign + 1) {
			leat_buf_char(out, '.');
			leat_buf_add(out, digits + sign + 1, n - sign - 1);
		}
		leat_buf_printf(out, "E%+d", exponent);
	}
}

/* A text that needs no escapes, with quotes. */
static void put_quoted(struct leat_buf *out, const char *text, uint32_t n)
{
	char *p = room(out, n + 2);

	if (!p)
		return;
	p[0] = '"';
	memcpy(p + 1, text, n);
	p[n + 1] = '"';
	leat_buf_advance(out, n + 2);
}

static void put_timestamp(struct json_encoder *e, const struct leat_type *type, int64_t value,
                          struct leat_buf *out)
{
	char *p = room(out, TIME_TEXT_MAX + 2);

	if (!p)
		return;
	p[0] = '"';
	uint32_t n = leat_time_text_print(&e->time, value, e->config->timestamp_standard, type,
	                                  p + 1);
	p[n + 1] = '"';
	leat_buf_advance(out, n + 2);
}

static void put_i64(struct json_encoder *e, const struct leat_type *type, int64_t value,
                    struct leat_buf *out)
{
	char text[LEAT_DATETIME_TEXT_MAX];
	char *p;

	switch (type->id) {
	case LEAT_TIMESTAMP:
	case LEAT_TIMESTAMP_LTZ:
		put_timestamp(e, type, value, out);
		return;
	case LEAT_DATE:
		put_quoted(out, text, leat_date_print(value, text));
		return;
	case LEAT_TIME:
		put_quoted(out, text, leat_time_text_print_time(value, text));
		return;
	case LEAT_INTERVAL_DAY_TIME:
		value /= LEAT_US_PER_MS;
		break;
	case LEAT_TINYINT:
	case LEAT_SMALLINT:
	case LEAT_INT:
	case LEAT_BIGINT:
	case LEAT_INTERVAL_YEAR_MONTH:
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
	p = room(out, LEAT_NUMBER_TEXT_MAX);
	if (p)
		leat_buf_advance(out, leat_number_print_i64(value, p));
}

/* ---- values ---- */

static int put_value(struct json_encoder *e, const struct node *node, const struct leat_col *col,
                     uint32_t row, struct leat_buf *out, struct leat_err *err);

/* Write a key and its value with one look at the room; false: not this value. */
static bool put_fast(struct json_encoder *e, const struct node *node, const struct leat_col *col,
                     uint32_t row, bool is_first, struct leat_buf *out)
{
	if (node->fast == FAST_NONE || leat_col_is_null(col, row) ||
	    (node->fast == FAST_TEXT && col->bytes[row].n > FAST_TEXT_BYTES))
		return false;
	char *first = room(out, node->lead.n + FAST_ROOM), *p = first;
	if (!first)
		return false;
	for (uint32_t i = 0; i < node->lead.n; i += 16)
		_mm_storeu_si128((__m128i *)(p + i),
		                 _mm_loadu_si128((const __m128i *)(node->lead.p + i)));
	p[0] = is_first ? '{' : ',';
	p += node->lead.n;
	if (node->fast == FAST_INTEGER) {
		p += leat_number_print_i64(col->i64[row], p);
	} else {
		*p++ = '"';
		if (node->fast == FAST_TEXT)
			p = put_escaped(p, col->bytes[row], true);
		else
			p += leat_time_text_print(&e->time, col->i64[row],
			                          e->config->timestamp_standard, node->type, p);
		*p++ = '"';
	}
	leat_buf_advance(out, (size_t)(p - first));
	return true;
}

/* The columns or fields @p cols of a row. */
static int put_fields(struct json_encoder *e, const struct node *node, const struct leat_col *cols,
                      uint32_t row, struct leat_buf *out, struct leat_err *err)
{
	bool is_first = true;

	for (uint32_t i = 0; i < node->child_count; i++) {
		const struct node *child = &node->children[i];
		if (e->config->ignore_null_fields && leat_col_is_null(&cols[i], row))
			continue;
		if (!put_fast(e, child, &cols[i], row, is_first, out)) {
			leat_buf_char(out, is_first ? '{' : ',');
			leat_buf_add(out, child->lead.p + 1, child->lead.n - 1);
			LEAT_TRY(put_value(e, child, &cols[i], row, out, err));
		}
		is_first = false;
	}
	if (is_first)
		leat_buf_char(out, '{');
	leat_buf_char(out, '}');
	return 0;
}

static int put_array(struct json_encoder *e, const struct node *node, const struct leat_col *col,
                     uint32_t row, struct leat_buf *out, struct leat_err *err)
{
	struct leat_list list = col->list[row];

	leat_buf_char(out, '[');
	for (uint32_t i = 0; i < list.count; i++) {
		if (i)
			leat_buf_char(out, ',');
		LEAT_TRY(put_value(e, node->children, col->children, list.begin + i, out, err));
	}
	leat_buf_char(out, ']');
	return 0;
}

static int put_map(struct json_encoder *e, const struct node *node, const struct leat_col *col,
                   uint32_t row, struct leat_buf *out, struct leat_err *err)
{
	const struct leat_col *keys = &col->children[0];
	struct leat_list list = col->list[row];
	bool is_first = true;

	leat_buf_char(out, '{');
	for (uint32_t i = list.begin; i < list.begin + list.count; i++) {
		bool is_null = leat_col_is_null(keys, i);
		if (is_null && e->config->null_key_mode == JSON_NULL_KEY_DROP)
			continue;
		if (is_null && e->config->null_key_mode == JSON_NULL_KEY_FAIL) {
			int r = leat_err_set(err, LEAT_E_RUNTIME,
			                     "a map with a NULL key cannot be written as JSON");
			leat_err_hint(err, "set 'json.map-null-key.mode' to DROP or LITERAL");
			return r;
		}
		if (!is_first)
			leat_buf_char(out, ',');
		is_first = false;
		leat_json_put_string(out, is_null ? e->config->null_key_literal : keys->bytes[i],
		                     true);
		leat_buf_char(out, ':');
		LEAT_TRY(put_value(e, &node->children[1], &col->children[1], i, out, err));
	}
	leat_buf_char(out, '}');
	return 0;
}

static void put_float(const struct leat_type *type, double value, struct leat_buf *out)
{
	if (type->id == LEAT_FLOAT && isfinite(value))
		leat_buf_f32(out, (float)value);
	else
		leat_json_put_f64(out, value);
}

static void put_bytes(const struct leat_type *type, struct leat_str value, struct leat_buf *out)
{
	if (!leat_type_is_binary(type)) {
		leat_json_put_string(out, value, true);
		return;
	}
	leat_buf_char(out, '"');
	leat_base64_put(out, value);
	leat_buf_char(out, '"');
}

static int put_value(struct json_encoder *e, const struct node *node, const struct leat_col *col,
                     uint32_t row, struct leat_buf *out, struct leat_err *err)
{
	if (leat_col_is_null(col, row)) {
		leat_buf_add(out, "null", 4);
		return 0;
	}
	switch (node->phys) {
	case LEAT_PHYS_BOOL:
		leat_buf_text(out, col->boolean[row] ? "true" : "false");
		return 0;
	case LEAT_PHYS_I64:
		put_i64(e, node->type, col->i64[row], out);
		return 0;
	case LEAT_PHYS_F64:
		put_float(node->type, col->f64[row], out);
		return 0;
	case LEAT_PHYS_I128:
		leat_json_put_decimal(out, col->i128[row], node->type->scale,
		                      e->config->decimal_as_plain_number);
		return 0;
	case LEAT_PHYS_BYTES:
		put_bytes(node->type, col->bytes[row], out);
		return 0;
	case LEAT_PHYS_LIST:
		return node->type->id == LEAT_ARRAY ? put_array(e, node, col, row, out, err)
		                                    : put_map(e, node, col, row, out, err);
	case LEAT_PHYS_ROW:
		return put_fields(e, node, col->children, row, out, err);
	case LEAT_PHYS_NULL:
		leat_buf_add(out, "null", 4);
		return 0;
	}
	leat_unreachable();
}

int leat_json_encode(struct leat_encoder *encoder, const struct leat_batch *batch, uint32_t row,
                     struct leat_buf *out, struct leat_err *err)
{
	struct json_encoder *e = (struct json_encoder *)encoder;

	return put_fields(e, &e->row, batch->cols, row, out, err);
}

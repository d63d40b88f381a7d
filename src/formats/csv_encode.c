/* SPDX-License-Identifier: Apache-2.0 */
/* Rows to lines of CSV, quoted where Jackson quotes: in texts longer than 24 characters, and in
 * those with a character up to the largest special one, as a blank is. */
#include <string.h>

#include "base/number.h"
#include "formats/base64_int.h"
#include "formats/csv_int.h"
#include "formats/json_int.h"
#include "types/datetime.h"

enum { QUOTE_CHARS = 24 }; /* Longer texts are quoted unseen. */

struct csv_encoder {
	const struct csv_config *config;
	const struct leat_schema *schema;
	struct time_text time; /* Cache. */
	int delimiter, quote;  /* -1: no quotes. */
	int escape;            /* -1: none. */
	int unsafe_max;        /* Characters up to here make a text be quoted. */
	struct leat_buf value; /* Scratch. */
};

static void free_value(void *data)
{
	leat_buf_done(data);
}

struct leat_encoder *leat_csv_encoder_new(const void *config, struct leat_arena *arena,
                                          const struct leat_schema *schema,
                                          const struct leat_tz *zone)
{
	struct csv_encoder *e = LEAT_ARENA_NEW(arena, struct csv_encoder);

	(void)zone; /* Instants are written in UTC. */
	e->config = config;
	e->schema = schema;
	e->delimiter = leat_csv_delimiter(config);
	e->quote = leat_csv_quote(config);
	e->escape = leat_csv_escape(config);
	e->unsafe_max = e->delimiter > '\r' ? e->delimiter : '\r';
	if (e->quote > e->unsafe_max)
		e->unsafe_max = e->quote;
	leat_buf_init(&e->value, UINT32_MAX / 2);
	leat_arena_defer(arena, free_value, &e->value);
	return (struct leat_encoder *)e;
}

/* Java counts UTF-16 units. */
static uint32_t utf16_units(struct leat_str s)
{
	uint32_t units = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		units += (c & 0xc0) != 0x80;
		units += c >= 0xf0;
	}
	return units;
}

static bool must_quote(const struct csv_encoder *e, struct leat_str s)
{
	if (e->quote < 0)
		return false;
	for (uint32_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= e->unsafe_max || (unsigned char)s.p[i] == e->escape)
			return true;
	return s.n > QUOTE_CHARS && utf16_units(s) > QUOTE_CHARS;
}

/* The first character that is written twice, or NULL.  Jackson leaves the escape character as it
 * is, and then reads another text. */
static const char *find_doubled(const struct csv_encoder *e, const char *p, const char *end)
{
	const char *quote = memchr(p, e->quote, (size_t)(end - p));
	const char *escape = e->escape < 0
	                             ? NULL
	                             : memchr(p, e->escape, (size_t)((quote ? quote : end) - p));

	return escape ? escape : quote;
}

static void put_text(const struct csv_encoder *e, struct leat_str s, struct leat_buf *out)
{
	if (!must_quote(e, s)) {
		leat_buf_str(out, s);
		return;
	}
	leat_buf_char(out, (char)e->quote);
	for (const char *p = s.p, *end = s.p + s.n; p < end;) {
		const char *at = find_doubled(e, p, end);
		const char *stop = at ? at + 1 : end;
		leat_buf_add(out, p, (size_t)(stop - p));
		if (at)
			leat_buf_char(out, *at);
		p = stop;
	}
	leat_buf_char(out, (char)e->quote);
}

/* "12:34:56", with milliseconds when there are any. */
static void put_time(int64_t us, struct leat_buf *out)
{
	char text[TIME_TEXT_MAX];

	leat_buf_add(out, text, leat_time_text_print_time(us, text));
	int64_t ms = us % LEAT_US_PER_SECOND / 1000;
	if (!ms)
		return;
	int digits = 3;
	for (; ms % 10 == 0; ms /= 10)
		digits--;
	leat_buf_printf(out, ".%0*d", digits, (int)ms);
}

static void put_i64(struct csv_encoder *e, const struct leat_type *type, int64_t value,
                    struct leat_buf *out)
{
	char text[LEAT_DATETIME_TEXT_MAX];

	if (type->id == LEAT_DATE)
		leat_buf_add(out, text, leat_date_print(value, text));
	else if (type->id == LEAT_TIME)
		put_time(value, out);
	else if (leat_type_is_timestamp(type))
		leat_buf_add(out, text,
		             leat_time_text_print(&e->time, value, TIME_SQL, type, text));
	else
		leat_buf_i64(out, value);
}

/* The plain text of a value. */
static void put_plain(struct csv_encoder *e, const struct leat_col *col, uint32_t row,
                      struct leat_buf *out)
{
	const struct leat_type *type = col->type;

	if (leat_col_is_null(col, row)) {
		leat_buf_str(out, e->config->null_literal);
		return;
	}
	switch (leat_type_phys(type)) {
	case LEAT_PHYS_BOOL:
		leat_buf_text(out, col->boolean[row] ? "true" : "false");
		return;
	case LEAT_PHYS_I64:
		put_i64(e, type, col->i64[row], out);
		return;
	case LEAT_PHYS_F64:
		if (type->id == LEAT_FLOAT)
			leat_buf_f32(out, (float)col->f64[row]);
		else
			leat_buf_f64(out, col->f64[row]);
		return;
	case LEAT_PHYS_I128:
		leat_json_put_decimal(out, col->i128[row], type->scale,
		                      !e->config->scientific_decimal);
		return;
	case LEAT_PHYS_BYTES:
		if (leat_type_is_binary(type))
			leat_base64_put(out, col->bytes[row]);
		else
			leat_buf_str(out, col->bytes[row]);
		return;
	case LEAT_PHYS_LIST:
		for (uint32_t i = 0; i < col->list[row].count; i++) {
			if (i)
				leat_buf_str(out, e->config->element_delimiter);
			put_plain(e, col->children, col->list[row].begin + i, out);
		}
		return;
	case LEAT_PHYS_ROW:
		for (uint32_t i = 0; i < type->child_count; i++) {
			if (i)
				leat_buf_str(out, e->config->element_delimiter);
			put_plain(e, &col->children[i], row, out);
		}
		return;
	case LEAT_PHYS_NULL:
		leat_buf_str(out, e->config->null_literal);
		return;
	}
}

/* Numbers, booleans and NULL are never quoted, but a DECIMAL is written as a text is: with ';' as
 * the delimiter Jackson quotes its digits. */
static bool is_text(const struct leat_type *type)
{
	return (!leat_type_is_numeric(type) || type->id == LEAT_DECIMAL) &&
	       !leat_type_is_interval(type) && type->id != LEAT_BOOLEAN && type->id != LEAT_NULL;
}

int leat_csv_encode(struct leat_encoder *encoder, const struct leat_batch *batch, uint32_t row,
                    struct leat_buf *out, struct leat_err *err)
{
	struct csv_encoder *e = (struct csv_encoder *)encoder;

	(void)err; /* Every value has a text. */
	for (uint32_t i = 0; i < e->schema->field_count; i++) {
		const struct leat_col *col = &batch->cols[i];
		if (i)
			leat_buf_char(out, (char)e->delimiter);
		if (leat_col_is_null(col, row) || !is_text(col->type)) {
			put_plain(e, col, row, out);
			continue;
		}
		leat_buf_clear(&e->value);
		put_plain(e, col, row, &e->value);
		put_text(e, leat_buf_view(&e->value), out);
	}
	return 0;
}

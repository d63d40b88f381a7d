/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of CSV to columns, as Flink's csv format (Jackson) reads them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "formats/base64_int.h"
#include "formats/csv_int.h"
#include "formats/text_value_int.h"
#include "types/datetime.h"
#include "types/decimal.h"

/* What ends a value. */
enum stop {
	STOP_DELIMITER,
	STOP_LINE,   /* CR, LF or both. */
	STOP_BYTES,  /* There are no more bytes. */
	STOP_BROKEN, /* Something follows the closing quote. */
};

/* The characters that have a meaning; -1: none. */
struct dialect {
	int delimiter, quote, escape;
	bool trim;
};

/* A value as it stands in the line. */
struct cell {
	struct leat_str text; /* Without quotes. */
	bool is_quoted;       /* It had quotes. */
	bool has_escapes;     /* text has doubled quotes or escapes. */
	bool is_open;         /* The closing quote is missing. */
};

struct csv_decoder {
	const struct csv_config *config;
	struct dialect dialect;
	const struct leat_schema *physical;
	const int32_t *wanted;
	uint32_t wanted_count;
	struct time_text time;              /* Cache. */
	struct leat_col_builder **builders; /* Of the call that is going on. */
	struct leat_arena *arena;           /* Likewise. */
	char why[160];                      /* What is wrong with a record. */
};

static struct dialect dialect_of(const struct csv_config *config)
{
	return (struct dialect){ leat_csv_delimiter(config), leat_csv_quote(config),
		                 leat_csv_escape(config), config->trim_spaces };
}

/* ---- lines and cells ---- */

static enum stop stop_at(const struct dialect *d, const char **p, const char *end)
{
	if (*p == end)
		return STOP_BYTES;
	if ((unsigned char)**p == d->delimiter) {
		(*p)++;
		return STOP_DELIMITER;
	}
	if (**p != '\r' && **p != '\n')
		return STOP_BROKEN;
	if (**p == '\r' && end - *p > 1 && (*p)[1] == '\n')
		(*p)++;
	(*p)++;
	return STOP_LINE;
}

static enum stop quoted_cell(const struct dialect *d, const char **at, const char *end,
                             struct cell *ret)
{
	const char *first = *at + 1, *p = first;

	ret->is_quoted = true;
	for (;; p++) {
		if (p >= end) {
			ret->is_open = true;
			ret->text = (struct leat_str){ first, (uint32_t)(end - first) };
			*at = end;
			return STOP_BYTES;
		}
		if ((unsigned char)*p == d->escape) {
			ret->has_escapes = true;
			p++;
		} else if ((unsigned char)*p == d->quote) {
			if (end - p < 2 || (unsigned char)p[1] != d->quote)
				break;
			ret->has_escapes = true;
			p++;
		}
	}
	ret->text = (struct leat_str){ first, (uint32_t)(p - first) };
	for (p++; p < end && *p == ' ' && d->delimiter != ' '; p++)
		;
	*at = p;
	return stop_at(d, at, end);
}

/* Read the cell at *@p at and what ends it. */
static enum stop next_cell(const struct dialect *d, const char **at, const char *end,
                           struct cell *ret)
{
	*ret = (struct cell){ .is_quoted = false };
	while (d->trim && *at < end && (**at == ' ' || **at == '\t') &&
	       (unsigned char)**at != d->delimiter)
		(*at)++;
	if (*at < end && (unsigned char)**at == d->quote)
		return quoted_cell(d, at, end, ret);
	const char *first = *at, *p = first;
	for (; p < end && (unsigned char)*p != d->delimiter && *p != '\n' && *p != '\r'; p++)
		if ((unsigned char)*p == d->escape && end - p > 1) {
			ret->has_escapes = true;
			p++;
		}
	const char *last = p;
	while (d->trim && last > first && (last[-1] == ' ' || last[-1] == '\t'))
		last--;
	ret->text = (struct leat_str){ first, (uint32_t)(last - first) };
	*at = p;
	return stop_at(d, at, end);
}

size_t leat_csv_record_end(const void *config, struct leat_str bytes, bool is_last,
                           struct leat_str *ret_record)
{
	struct dialect d = dialect_of(config);
	const char *p = bytes.p, *end = bytes.p + bytes.n;
	enum stop stop;
	struct cell cell;

	if (((const struct csv_config *)config)->allow_comments && *p == '#') {
		const char *line = memchr(p, '\n', bytes.n);
		if (!line && !is_last)
			return 0;
		*ret_record = (struct leat_str){ p, (uint32_t)(line ? line - p : end - p) };
		return line ? (size_t)(line + 1 - p) : bytes.n;
	}
	do {
		stop = next_cell(&d, &p, end, &cell);
		if (stop == STOP_BROKEN) {
			/* The record is bad; the next one begins with the next line. */
			const char *line = memchr(p, '\n', (size_t)(end - p));
			p = line ? line + 1 : end;
			stop = line ? STOP_LINE : STOP_BYTES;
		}
	} while (stop == STOP_DELIMITER);
	/* A CR that ends the bytes may have its LF in those to come. */
	if (!is_last && (stop == STOP_BYTES || (p == end && p[-1] == '\r')))
		return 0;
	size_t n = (size_t)(p - bytes.p), text = n;
	if (stop == STOP_LINE && text && bytes.p[text - 1] == '\n')
		text--;
	if (stop == STOP_LINE && text && bytes.p[text - 1] == '\r')
		text--;
	*ret_record = (struct leat_str){ bytes.p, (uint32_t)text };
	return n;
}

/* The characters of a cell: escapes as Jackson's, doubled quotes as one. */
static struct leat_str characters(struct csv_decoder *d, const struct cell *cell)
{
	const char *p = cell->text.p, *end = p + cell->text.n;

	if (!cell->has_escapes)
		return cell->text;
	char *first = leat_arena_alloc(d->arena, cell->text.n), *out = first;
	for (; p < end; p++) {
		if ((unsigned char)*p == d->dialect.escape && end - p > 1) {
			p++;
			*out++ = *p == 'n'   ? '\n'
			         : *p == 'r' ? '\r'
			         : *p == 't' ? '\t'
			         : *p == '0' ? '\0'
			                     : *p;
			continue;
		}
		if (cell->is_quoted && (unsigned char)*p == d->dialect.quote)
			p++;
		*out++ = *p;
	}
	return (struct leat_str){ first, (uint32_t)(out - first) };
}

/* ---- values ---- */

static bool put_integer(const struct leat_type *type, struct leat_str text,
                        struct leat_col_builder *b)
{
	int bits = type->id == LEAT_TINYINT    ? 8
	           : type->id == LEAT_SMALLINT ? 16
	           : type->id == LEAT_INT      ? 32
	                                       : 64;
	int64_t max = INT64_MAX >> (64 - bits), value;

	if (!leat_number_parse_i64(leat_text_trim(text), &value) || value > max || value < -max - 1)
		return false;
	leat_col_builder_i64(b, value);
	return true;
}

/* As Java's Date.valueOf: "2024-1-31"; days up to 31 run over into the next month. */
static bool parse_date(struct leat_str text, int64_t *ret)
{
	int parts[3] = { 0 };
	uint32_t at = 0;

	for (int i = 0; i < 3; i++) {
		uint32_t first = at;
		for (; at < text.n && text.p[at] >= '0' && text.p[at] <= '9'; at++)
			if (at - first < 4)
				parts[i] = parts[i] * 10 + (text.p[at] - '0');
		if (i == 0 ? at != 4 : at == first || at - first > 2)
			return false;
		if (i < 2 && (at == text.n || text.p[at++] != '-'))
			return false;
	}
	if (at != text.n || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31)
		return false;
	*ret = leat_civil_to_days(parts[0], parts[1], 1) + parts[2] - 1;
	return true;
}

/* As Java's LocalTime.parse: "12:34", "12:34:56.789", cut to the column's digits. */
static bool parse_time(const struct leat_type *type, struct leat_str text, int64_t *ret)
{
	if (text.n < 5 || text.p[0] > '2' || (text.p[0] == '2' && text.p[1] > '3') ||
	    text.p[2] != ':')
		return false;
	if (!leat_time_parse(text, ret) || (text.n > 5 && text.n < 8))
		return false;
	*ret = leat_time_truncate(*ret, type->precision);
	return true;
}

static bool put_time(struct csv_decoder *d, const struct leat_type *type, struct leat_str text,
                     struct leat_col_builder *b)
{
	int64_t value;
	bool is_fit;

	if (type->id == LEAT_DATE)
		is_fit = parse_date(text, &value);
	else if (type->id == LEAT_TIME)
		is_fit = parse_time(type, text, &value);
	else
		is_fit = leat_time_text_timestamp(&d->time, leat_text_trim(text), TIME_SQL, type,
		                                  &value);
	if (is_fit)
		leat_col_builder_i64(b, value);
	return is_fit;
}

/* Too large for the type is NULL, as in Flink; no number is unfit. */
static bool put_decimal(const struct leat_type *type, struct leat_str text,
                        struct leat_col_builder *b)
{
	leat_i128 value;
	double any;

	if (leat_decimal_parse(text, type->precision, type->scale, &value)) {
		leat_col_builder_i128(b, value);
		return true;
	}
	if (!leat_number_parse_f64(text, &any))
		return false;
	leat_col_builder_null(b);
	return true;
}

static bool put_scalar(struct csv_decoder *d, const struct leat_type *type, struct leat_str text,
                       struct leat_col_builder *b)
{
	double real;

	switch (leat_type_phys(type)) {
	case LEAT_PHYS_BOOL:
		leat_col_builder_bool(b, leat_text_is_true(text));
		return true;
	case LEAT_PHYS_I64:
		if (leat_type_is_integer(type) || leat_type_is_interval(type))
			return put_integer(type, text, b);
		return put_time(d, type, text, b);
	case LEAT_PHYS_F64:
		if (!leat_text_double(text, type->id == LEAT_FLOAT, &real))
			return false;
		leat_col_builder_f64(b, real);
		return true;
	case LEAT_PHYS_I128:
		return put_decimal(type, text, b);
	case LEAT_PHYS_BYTES:
		if (leat_type_is_binary(type) && !leat_base64_decode(d->arena, text, &text))
			return false;
		leat_col_builder_bytes(b, text);
		return true;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		break;
	}
	return false;
}

static bool is_null_text(const struct csv_config *config, struct leat_str text)
{
	return (config->null_literal.p && text.n == config->null_literal.n &&
	        memcmp(text.p, config->null_literal.p, text.n) == 0) ||
	       (config->empty_string_as_null && !text.n);
}

static bool put_value(struct csv_decoder *d, const struct leat_type *type, struct leat_str text,
                      struct leat_col_builder *b);

/* The parts of an ARRAY or ROW in one cell. */
static bool put_parts(struct csv_decoder *d, const struct leat_type *type, struct leat_str text,
                      struct leat_col_builder *b)
{
	struct leat_str delimiter = d->config->element_delimiter;
	bool is_row = type->id == LEAT_ROW;
	uint32_t count = 0;

	leat_col_builder_begin(b);
	for (bool has_more = text.n > 0; has_more; count++) {
		const char *at = memmem(text.p, text.n, delimiter.p, delimiter.n);
		struct leat_str part = { text.p, at ? (uint32_t)(at - text.p) : text.n };
		has_more = at != NULL;
		if (has_more) {
			text.p = at + delimiter.n;
			text.n -= part.n + delimiter.n;
		}
		if (is_row && count >= type->child_count)
			continue; /* Counted: too many. */
		if (!put_value(d, type->children[is_row ? count : 0], part,
		               leat_col_builder_child(b, is_row ? count : 0)))
			return false;
	}
	if (is_row && count != type->child_count) {
		if (!d->config->ignore_parse_errors || !count)
			return false;
		for (; count < type->child_count; count++)
			leat_col_builder_null(leat_col_builder_child(b, count));
	}
	leat_col_builder_end(b);
	return true;
}

static bool put_value(struct csv_decoder *d, const struct leat_type *type, struct leat_str text,
                      struct leat_col_builder *b)
{
	uint32_t rows = leat_col_builder_rows(b);
	bool is_fit = true;

	if (is_null_text(d->config, text))
		leat_col_builder_null(b);
	else if (type->child_count)
		is_fit = put_parts(d, type, text, b);
	else
		is_fit = put_scalar(d, type, text, b);
	if (!is_fit && d->config->ignore_parse_errors) {
		leat_col_builder_truncate(b, rows);
		leat_col_builder_null(b);
		is_fit = true;
	}
	return is_fit;
}

/* ---- records ---- */

struct leat_decoder *leat_csv_decoder_new(const void *config, const struct leat_decode_spec *spec)
{
	struct csv_decoder *d = LEAT_ARENA_NEW(spec->arena, struct csv_decoder);

	d->config = config;
	d->dialect = dialect_of(config);
	d->physical = spec->physical;
	d->wanted = spec->wanted;
	d->wanted_count = spec->wanted_count;
	d->builders = LEAT_ARENA_ARRAY(spec->arena, struct leat_col_builder *, spec->wanted_count);
	return (struct leat_decoder *)d;
}

/* Say why a record is bad. */
static bool bad(struct csv_decoder *d, const char *fmt, ...) LEAT_PRINTF(2, 3);

static bool bad(struct csv_decoder *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(d->why, sizeof(d->why), fmt, ap);
	va_end(ap);
	return false;
}

static bool bad_value(struct csv_decoder *d, const struct leat_field *field, struct leat_str text)
{
	struct leat_buf type;
	uint32_t shown = leat_utf8_offset(text, 40);

	leat_buf_init(&type, 256);
	leat_type_print(field->type, false, &type);
	(void)bad(d, "field \"%.*s\": '%.*s%s' is no %s", LEAT_STR_ARG(field->name), (int)shown,
	          text.p, shown < text.n ? "..." : "", leat_buf_cstr(&type));
	leat_buf_done(&type);
	return false;
}

/* Values behind the last column: the first of them is at @p p, ended by @p stop. */
static bool read_extra(struct csv_decoder *d, const char *p, const char *end)
{
	struct cell cell;
	enum stop stop = next_cell(&d->dialect, &p, end, &cell);

	if (d->config->ignore_trailing_unmappable)
		return true;
	if (d->config->allow_trailing_comma && !cell.text.n && !cell.is_quoted &&
	    (stop == STOP_LINE || stop == STOP_BYTES))
		return true;
	return bad(d, "there are more than %u values", d->physical->field_count);
}

/* Read a line into the builders; false: it is bad, and they hold part of it. */
static bool read_record(struct csv_decoder *d, struct leat_str text)
{
	const char *p = text.p, *end = text.p + text.n;
	enum stop stop = STOP_DELIMITER;
	uint32_t at = 0;

	if (!leat_utf8_is_valid(text))
		return bad(d, "the text is not UTF-8");
	for (; at < d->physical->field_count && stop == STOP_DELIMITER; at++) {
		const struct leat_field *field = &d->physical->fields[at];
		struct cell cell;
		stop = next_cell(&d->dialect, &p, end, &cell);
		if (stop == STOP_BROKEN)
			return bad(d, "expected a delimiter behind the quote at byte %zu",
			           (size_t)(p - text.p));
		if (cell.is_open)
			return bad(d, "a quote is not closed");
		if (d->wanted[at] < 0)
			continue;
		struct leat_str value = characters(d, &cell);
		if (!put_value(d, field->type, value, d->builders[d->wanted[at]]))
			return bad_value(d, field, value);
	}
	if (stop == STOP_DELIMITER && !read_extra(d, p, end))
		return false;
	if (at < d->physical->field_count &&
	    (d->config->fail_on_missing_columns || !d->config->ignore_parse_errors))
		return bad(d, "%u values are expected, and there are %u", d->physical->field_count,
		           at);
	for (; at < d->physical->field_count; at++)
		if (d->wanted[at] >= 0)
			leat_col_builder_null(d->builders[d->wanted[at]]);
	return true;
}

void leat_csv_decode(struct leat_decoder *decoder, const struct leat_record *records,
                     uint32_t count, struct leat_arena *arena, struct leat_col *cols,
                     struct leat_decoded *ret)
{
	struct csv_decoder *d = (struct csv_decoder *)decoder;
	uint32_t row = 0, i = 0;

	count = count < LEAT_BATCH_ROWS ? count : LEAT_BATCH_ROWS;
	ret->bad_count = ret->ignored_count = 0;
	ret->has_kinds = false;
	d->arena = arena;
	for (uint32_t c = 0; c < d->physical->field_count; c++)
		if (d->wanted[c] >= 0)
			d->builders[d->wanted[c]] =
			        leat_col_builder_new(arena, d->physical->fields[c].type, count);
	for (; i < count && ret->bad_count < LEAT_DECODE_BAD; i++) {
		struct leat_str value = records[i].value;
		if (!value.p || (d->config->allow_comments && value.n && value.p[0] == '#')) {
			ret->ignored_count++;
			continue;
		}
		if (read_record(d, value)) {
			ret->record_of_row[row++] = (uint16_t)i;
			continue;
		}
		if (d->config->ignore_parse_errors) {
			ret->ignored_count++;
		} else {
			struct leat_bad_record *entry = &ret->bad[ret->bad_count++];
			entry->index = i;
			(void)leat_err_set(&entry->err, LEAT_E_RECORD, "%s", d->why);
		}
		for (uint32_t c = 0; c < d->wanted_count; c++)
			leat_col_builder_truncate(d->builders[c], row);
	}
	ret->consumed_count = i;
	ret->row_count = row;
	for (uint32_t c = 0; c < d->wanted_count; c++)
		cols[c] = leat_col_builder_finish(d->builders[c]);
}

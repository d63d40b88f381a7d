/* SPDX-License-Identifier: Apache-2.0 */
/* The raw format: the bytes of a record are the value of the one column. */
#include <string.h>

#include "base/utf8.h"
#include "formats/formats.h"
#include "formats/raw_int.h"

struct raw_decoder {
	const struct raw_config *config;
	const struct leat_type *type; /* Of the column. */
	bool is_wanted;               /* Somebody reads it: rows are counted anyway. */
	struct leat_col_builder *b;   /* Of the call that is going on. */
	struct leat_arena *arena;     /* Likewise. */
};

struct raw_encoder {
	const struct raw_config *config;
	const struct leat_type *type; /* Of the column. */
};

static const char *const endiannesses[] = { "big-endian", "little-endian", NULL };

static const struct leat_opt raw_opts[] = {
	{ .name = "charset", .type = LEAT_OPT_STR, .offset = offsetof(struct raw_config, charset),
	  .fallback = "UTF-8", .doc = "How texts are encoded: UTF-8." },
	{ .name = "endianness", .type = LEAT_OPT_ENUM, .enums = endiannesses,
	  .offset = offsetof(struct raw_config, endianness), .fallback = "big-endian",
	  .doc = "Which byte of a number comes first." },
	{ .name = "line-delimiter", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct raw_config, line_delimiter),
	  .doc = "Makes a row of each part of a record between these delimiters; without it a record is "
	         "a row." },
	{ 0 },
};

/* Bytes of a number, 0 for types of any length. */
static uint32_t width_of(const struct leat_type *type)
{
	switch (type->id) {
	case LEAT_BOOLEAN:
	case LEAT_TINYINT:
		return 1;
	case LEAT_SMALLINT:
		return 2;
	case LEAT_INT:
	case LEAT_FLOAT:
		return 4;
	case LEAT_BIGINT:
	case LEAT_DOUBLE:
		return 8;
	case LEAT_NULL:
	case LEAT_DECIMAL:
	case LEAT_CHAR:
	case LEAT_VARCHAR:
	case LEAT_BINARY:
	case LEAT_VARBINARY:
	case LEAT_DATE:
	case LEAT_TIME:
	case LEAT_TIMESTAMP:
	case LEAT_TIMESTAMP_LTZ:
	case LEAT_INTERVAL_YEAR_MONTH:
	case LEAT_INTERVAL_DAY_TIME:
	case LEAT_ARRAY:
	case LEAT_MULTISET:
	case LEAT_MAP:
	case LEAT_ROW:
	case LEAT_SYMBOL:
	case LEAT_TYPE_COUNT:
		break;
	}
	return 0;
}

static bool is_utf8_name(struct leat_str s)
{
	static const char name[] = "utf-8";
	uint32_t at = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		if (name[at] == '-' && s.p[i] != '-')
			at++;
		if (!name[at] || (s.p[i] | 32) != (name[at] | 32))
			return false;
		at++;
	}
	return !name[at];
}

static int raw_check(const void *data, const struct leat_schema *physical, bool as_sink,
                     struct leat_err *err)
{
	const struct raw_config *config = data;

	(void)as_sink;
	if (physical->field_count != 1)
		return leat_err_set(err, LEAT_E_TYPE,
		                    "the raw format takes one physical column, and there are %u",
		                    physical->field_count);
	const struct leat_field *field = &physical->fields[0];
	if (!width_of(field->type) && leat_type_phys(field->type) != LEAT_PHYS_BYTES)
		return leat_err_set(err, LEAT_E_TYPE,
		                    "the raw format has no values of the type of column \"%.*s\"",
		                    LEAT_STR_ARG(field->name));
	if (!is_utf8_name(config->charset))
		return leat_err_set(err, LEAT_E_UNSUPPORTED, "'raw.charset' is UTF-8, not '%.*s'",
		                    LEAT_STR_ARG(config->charset));
	return 0;
}

/* ---- reading ---- */

static struct leat_decoder *raw_decoder_new(const void *config, const struct leat_decode_spec *spec)
{
	struct raw_decoder *d = LEAT_ARENA_NEW(spec->arena, struct raw_decoder);

	d->config = config;
	d->type = spec->physical->fields[0].type;
	d->is_wanted = spec->wanted[0] >= 0;
	return (struct leat_decoder *)d;
}

/* The text with U+FFFD for what is not UTF-8, as Java reads it. */
static struct leat_str repaired(struct leat_arena *arena, struct leat_str s)
{
	if (LEAT_LIKELY(leat_utf8_is_valid(s)))
		return s;
	char *first = leat_arena_alloc(arena, (size_t)s.n * 3), *out = first;
	while (s.n) {
		uint32_t character, n = leat_utf8_decode(s, &character);
		out += leat_utf8_encode(character, out);
		s.p += n;
		s.n -= n;
	}
	return (struct leat_str){ first, (uint32_t)(out - first) };
}

static uint64_t read_number(const struct raw_decoder *d, struct leat_str s)
{
	uint64_t value = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		uint32_t at = d->config->endianness == BIG_ENDIAN_BYTES ? i : s.n - 1 - i;
		value = value << 8 | (unsigned char)s.p[at];
	}
	return value;
}

static void put_number(struct raw_decoder *d, struct leat_str s)
{
	uint64_t bits = read_number(d, s);
	int shift = (int)(64 - 8 * s.n);

	if (d->type->id == LEAT_BOOLEAN) {
		leat_col_builder_bool(d->b, bits != 0);
	} else if (d->type->id == LEAT_FLOAT) {
		uint32_t word = (uint32_t)bits;
		float value;
		memcpy(&value, &word, sizeof(value));
		leat_col_builder_f64(d->b, (double)value);
	} else if (d->type->id == LEAT_DOUBLE) {
		double value;
		memcpy(&value, &bits, sizeof(value));
		leat_col_builder_f64(d->b, value);
	} else {
		leat_col_builder_i64(d->b, (int64_t)(bits << shift) >> shift);
	}
}

/* One row; false: the bytes are no value of the type. */
static bool put_row(struct raw_decoder *d, struct leat_str s)
{
	uint32_t width = width_of(d->type);

	if (s.p && width && s.n != width)
		return false;
	if (!d->is_wanted)
		return true;
	if (!s.p)
		leat_col_builder_null(d->b);
	else if (width)
		put_number(d, s);
	else
		leat_col_builder_bytes(d->b,
		                       leat_type_is_text(d->type) ? repaired(d->arena, s) : s);
	return true;
}

/* Take the next line off @p rest; the bytes behind the last delimiter are a line, if any. */
static struct leat_str next_line(struct leat_str delimiter, struct leat_str *rest)
{
	const char *at = delimiter.n ? memmem(rest->p, rest->n, delimiter.p, delimiter.n) : NULL;
	struct leat_str line = { rest->p, at ? (uint32_t)(at - rest->p) : rest->n };
	uint32_t used = line.n + (at ? delimiter.n : 0);

	rest->p += used;
	rest->n -= used;
	return line;
}

static uint32_t count_lines(const struct raw_decoder *d, struct leat_str s)
{
	uint32_t count = 0;

	if (!s.p || !d->config->line_delimiter.n)
		return 1;
	for (; s.n; count++)
		(void)next_line(d->config->line_delimiter, &s);
	return count;
}

static void add_bad(const struct raw_decoder *d, uint32_t index, struct leat_str value,
                    bool is_too_long, struct leat_decoded *ret)
{
	struct leat_bad_record *bad = &ret->bad[ret->bad_count++];

	bad->index = index;
	if (is_too_long)
		(void)leat_err_set(&bad->err, LEAT_E_RECORD, "the record has more than %d lines",
		                   LEAT_BATCH_ROWS);
	else
		(void)leat_err_set(&bad->err, LEAT_E_RECORD,
		                   "a value has %u bytes, and there are %u", width_of(d->type),
		                   value.n);
}

static void raw_decode(struct leat_decoder *decoder, const struct leat_record *records,
                       uint32_t count, struct leat_arena *arena, struct leat_col *cols,
                       struct leat_decoded *ret)
{
	struct raw_decoder *d = (struct raw_decoder *)decoder;
	uint32_t row = 0, i = 0;

	ret->bad_count = ret->ignored_count = 0;
	ret->has_kinds = false;
	d->arena = arena;
	d->b = d->is_wanted ? leat_col_builder_new(arena, d->type, count) : NULL;
	for (; i < count && ret->bad_count < LEAT_DECODE_BAD; i++) {
		struct leat_str rest = records[i].value;
		uint32_t lines = count_lines(d, rest);
		if (lines > LEAT_BATCH_ROWS) {
			add_bad(d, i, rest, true, ret);
			continue;
		}
		if (row + lines > LEAT_BATCH_ROWS)
			break;
		ret->ignored_count += lines == 0;
		for (uint32_t first = row; lines; lines--) {
			struct leat_str line = rest.p ? next_line(d->config->line_delimiter, &rest)
			                              : rest;
			if (!put_row(d, line)) {
				row = first; /* None of its lines. */
				if (d->b)
					leat_col_builder_truncate(d->b, row);
				add_bad(d, i, line, false, ret);
				break;
			}
			ret->record_of_row[row++] = (uint16_t)i;
		}
	}
	ret->consumed_count = i;
	ret->row_count = row;
	if (d->b)
		cols[0] = leat_col_builder_finish(d->b);
}

/* ---- writing ---- */

static struct leat_encoder *raw_encoder_new(const void *config, struct leat_arena *arena,
                                            const struct leat_schema *schema,
                                            const struct leat_tz *zone)
{
	struct raw_encoder *e = LEAT_ARENA_NEW(arena, struct raw_encoder);

	(void)zone; /* There are no times. */
	e->config = config;
	e->type = schema->fields[0].type;
	return (struct leat_encoder *)e;
}

static uint64_t bits_of(const struct raw_encoder *e, const struct leat_col *col, uint32_t row)
{
	uint64_t bits = 0;

	if (e->type->id == LEAT_BOOLEAN) {
		bits = col->boolean[row];
	} else if (e->type->id == LEAT_FLOAT) {
		float value = (float)col->f64[row];
		memcpy(&bits, &value, sizeof(value));
	} else if (e->type->id == LEAT_DOUBLE) {
		memcpy(&bits, &col->f64[row], sizeof(bits));
	} else {
		bits = (uint64_t)col->i64[row];
	}
	return bits;
}

static int raw_encode(struct leat_encoder *encoder, const struct leat_batch *batch, uint32_t row,
                      struct leat_buf *out, struct leat_err *err)
{
	struct raw_encoder *e = (struct raw_encoder *)encoder;
	const struct leat_col *col = &batch->cols[0];
	uint32_t width = width_of(e->type);

	(void)err; /* Every value has bytes. */
	if (leat_col_is_null(col, row))
		return 0;
	if (!width) {
		leat_buf_str(out, col->bytes[row]);
		return 0;
	}
	uint64_t bits = bits_of(e, col, row);
	for (uint32_t i = 0; i < width; i++) {
		uint32_t at = e->config->endianness == BIG_ENDIAN_BYTES ? width - 1 - i : i;
		leat_buf_char(out, (char)(bits >> (8 * at)));
	}
	return 0;
}

const struct leat_format leat_format_raw = {
	.name = "raw",
	.doc = "The bytes of a record are the value of the only column.",
	.opts = raw_opts,
	.config_size = sizeof(struct raw_config),
	.check = raw_check,
	.decoder_new = raw_decoder_new,
	.decode = raw_decode,
	.encoder_new = raw_encoder_new,
	.encode = raw_encode,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Records of JSON objects to columns, in one pass over the bytes.
 *
 * Records of one source have nearly always the same keys in the same order.  So each key that was
 * seen remembers which key came behind it, and the next record is read by comparing bytes with what
 * is expected; what differs is looked up and corrects the expectation.  Frequent types are parsed
 * in place into the column; a text without escapes is a reference into the record.
 *
 * The whole record must be JSON and UTF-8, also where nobody reads it.  Of equal keys the last one
 * counts, until every wanted field has been seen: flink-json does not look further then. */
#include "base/utf8.h"
#include "formats/json_value_int.h"
#include "types/datetime.h"

/* A column that is being filled: rows of simple types are stored by number, others are built. */
struct column {
	const struct leat_type *type;
	uint8_t *nulls; /* NULL while no row is. */
	union {
		void *data;
		uint8_t *boolean;
		int64_t *i64;
		double *f64;
		leat_i128 *i128;
		struct leat_str *bytes;
	};
	struct leat_col_builder *builder; /* ARRAY, MAP, MULTISET, ROW. */
	uint32_t seen_row;                /* Row + 1 that has a value last. */
};

/* Ways to read a value without a token. */
enum fast_path {
	FAST_NONE,
	FAST_INTEGER,
	FAST_TEXT,
	FAST_TIMESTAMP,
};

struct json_decoder {
	struct json_reader reader;
	struct json_object object; /* The wanted columns. */
	struct column *columns;    /* Of the call that is going on; as many as wanted fields. */
	enum fast_path *fast;      /* Per wanted field. */
	uint32_t capacity;         /* Rows that the columns hold. */
};

struct leat_decoder *leat_json_decoder_new(const void *config, const struct leat_decode_spec *spec)
{
	struct json_decoder *d = LEAT_ARENA_NEW(spec->arena, struct json_decoder);
	struct json_object *object = &d->object;

	d->reader.config = config;
	d->reader.arena = spec->arena;
	object->field_count = spec->wanted_count;
	object->fields = LEAT_ARENA_ARRAY(spec->arena, struct json_field, spec->wanted_count);
	d->columns = LEAT_ARENA_ARRAY(spec->arena, struct column, spec->wanted_count);
	d->fast = LEAT_ARENA_ARRAY(spec->arena, enum fast_path, spec->wanted_count);
	for (uint32_t i = 0; i < spec->physical->field_count; i++) {
		const struct leat_field *field = &spec->physical->fields[i];
		if (spec->wanted[i] < 0)
			continue;
		uint32_t index = (uint32_t)spec->wanted[i];
		leat_json_field_init(spec->arena, &object->fields[index], field->name, field->type,
		                     index);
		d->columns[index].type = field->type;
		d->fast[index] = leat_type_is_integer(field->type)     ? FAST_INTEGER
		                 : leat_type_is_text(field->type)      ? FAST_TEXT
		                 : leat_type_is_timestamp(field->type) ? FAST_TIMESTAMP
		                                                       : FAST_NONE;
	}
	return (struct leat_decoder *)d;
}

/* ---- columns ---- */

static size_t bytes_of(enum leat_phys phys)
{
	switch (phys) {
	case LEAT_PHYS_BOOL:
		return sizeof(uint8_t);
	case LEAT_PHYS_I64:
		return sizeof(int64_t);
	case LEAT_PHYS_F64:
		return sizeof(double);
	case LEAT_PHYS_I128:
		return sizeof(leat_i128);
	case LEAT_PHYS_BYTES:
		return sizeof(struct leat_str);
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		return 0;
	}
	leat_unreachable();
}

static void begin_columns(struct json_decoder *d, struct leat_arena *arena, uint32_t capacity)
{
	d->capacity = capacity;
	for (uint32_t i = 0; i < d->object.field_count; i++) {
		struct column *col = &d->columns[i];
		enum leat_phys phys = leat_type_phys(col->type);
		*col = (struct column){ .type = col->type };
		if (bytes_of(phys))
			col->data = leat_arena_alloc(arena, capacity * bytes_of(phys));
		else
			col->builder = leat_col_builder_new(arena, col->type, capacity);
	}
}

static void finish_columns(struct json_decoder *d, struct leat_col *cols)
{
	for (uint32_t i = 0; i < d->object.field_count; i++) {
		struct column *col = &d->columns[i];
		cols[i] = col->builder ? leat_col_builder_finish(col->builder)
		                       : (struct leat_col){ .type = col->type, .nulls = col->nulls,
			                                    .data = col->data };
	}
}

static void set_null(struct json_decoder *d, struct column *col, uint32_t row,
                     struct leat_arena *arena)
{
	if (col->builder) {
		leat_col_builder_truncate(col->builder, row);
		leat_col_builder_null(col->builder);
		return;
	}
	if (!col->nulls)
		col->nulls = leat_arena_zalloc(arena, d->capacity);
	col->nulls[row] = 1;
	size_t bytes = bytes_of(leat_type_phys(col->type));
	memset((char *)col->data + row * bytes, 0, bytes);
}

static void set_scalar(struct column *col, uint32_t row, const union json_scalar *value)
{
	switch (leat_type_phys(col->type)) {
	case LEAT_PHYS_BOOL:
		col->boolean[row] = value->boolean;
		return;
	case LEAT_PHYS_I64:
		col->i64[row] = value->i64;
		return;
	case LEAT_PHYS_F64:
		col->f64[row] = value->f64;
		return;
	case LEAT_PHYS_I128:
		col->i128[row] = value->i128;
		return;
	case LEAT_PHYS_BYTES:
		col->bytes[row] = value->bytes;
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		leat_unreachable();
	}
}

/* ---- rows ---- */

/* The digits at the front of eight bytes as a number; *ret_count: how many there are, 0..8.  Adding
 * 6 to the low half of what is no digit, or a wrong high half, leaves a bit in the high half. */
static inline uint64_t leading_digits(const char *p, uint32_t *ret_count)
{
	uint64_t word, others;

	memcpy(&word, p, sizeof(word));
	word ^= UINT64_C(0x3030303030303030);
	others = (word | (word + UINT64_C(0x0606060606060606))) & UINT64_C(0xf0f0f0f0f0f0f0f0);
	uint32_t count = others ? (uint32_t)__builtin_ctzll(others) / 8 : 8;
	*ret_count = count;
	if (!count)
		return 0;
	/* Zeros in front, then pairs, fours and all eight are put together. */
	word <<= 64 - 8 * count;
	word = (word * 10 + (word >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	word = (word * 100 + (word >> 16)) & UINT64_C(0x0000ffff0000ffff);
	return (word * 10000 + (word >> 32)) & UINT32_MAX;
}

/* An integer of up to 16 digits that ends at a comma or bracket; false: leave it to the long
 * way. */
static bool fast_integer(struct json_cursor *c, const struct json_field *field, int64_t *ret)
{
	const char *p = c->p, *end = c->end;
	uint32_t count;

	if (end - p < 18)
		return false;
	bool is_negative = *p == '-';
	p += is_negative;
	uint64_t value = leading_digits(p, &count);
	if (!count || (*p == '0' && count > 1))
		return false;
	p += count;
	if (count == 8 && json_is_digit(*p)) {
		static const uint32_t powers[] = { 1,      10,      100,      1000,     10000,
			                           100000, 1000000, 10000000, 100000000 };
		uint64_t rest = leading_digits(p, &count);
		value = value * powers[count] + rest;
		p += count;
	}
	if (LEAT_UNLIKELY(*p != ',' && *p != '}'))
		return false;
	int64_t number = is_negative ? -(int64_t)value : (int64_t)value;
	if (number < field->min || number > field->max)
		return false;
	*ret = number;
	c->p = p;
	return true;
}

/* A timestamp in quotes, without escapes; false: leave it to the long way. */
static bool fast_timestamp(struct json_decoder *d, struct json_cursor *c,
                           const struct json_field *field, int64_t *ret)
{
	const char *first = c->p + 1;

	if (c->p == c->end || *c->p != '"')
		return false;
	const char *quote = json_find_special(c, first);
	struct leat_str text = { first, (uint32_t)(quote - first) };
	if (quote == c->end || *quote != '"' ||
	    !leat_time_text_timestamp(&d->reader.time, text, d->reader.config->timestamp_standard,
	                              field->type, ret))
		return false;
	c->p = quote + 1;
	return true;
}

/* Read the value of a wanted field into its column. */
static enum json_result read_column(struct json_decoder *d, struct json_cursor *c,
                                    const struct json_field *field, uint32_t row)
{
	struct column *col = &d->columns[field->index];
	enum fast_path fast = d->fast[field->index];
	enum json_result result;
	union json_scalar scalar;
	bool is_null = false, escaped;

	if (fast == FAST_INTEGER && fast_integer(c, field, &col->i64[row]))
		goto stored;
	if (fast == FAST_TIMESTAMP && fast_timestamp(d, c, field, &col->i64[row]))
		goto stored;
	if (fast == FAST_TEXT && c->p < c->end && *c->p == '"') {
		struct leat_str *text = &col->bytes[row];
		result = json_string(c, text, &escaped);
		if (result == JSON_OK && LEAT_UNLIKELY(escaped))
			result = leat_json_unescape(c, *text, text);
		if (result != JSON_OK)
			return result;
		goto stored;
	}
	if (col->builder) {
		leat_col_builder_truncate(col->builder, row);
		result = leat_json_read_value(&d->reader, c, field, col->builder);
		if (result == JSON_OK)
			return JSON_OK;
	} else {
		result = leat_json_read_scalar(&d->reader, c, field, &scalar, &is_null);
		if (result == JSON_OK && !is_null) {
			set_scalar(col, row, &scalar);
			goto stored;
		}
	}
	if (result == JSON_UNFIT && d->reader.config->ignore_parse_errors) {
		is_null = true;
		result = JSON_OK;
	}
	if (is_null)
		set_null(d, col, row, c->arena);
	return result;
stored:
	if (col->nulls)
		col->nulls[row] = 0;
	return JSON_OK;
}

/* Give a value to the wanted fields that the record does not have. */
static enum json_result fill_missing(struct json_decoder *d, struct json_cursor *c, uint32_t row)
{
	for (uint32_t i = 0; i < d->object.field_count; i++) {
		if (d->columns[i].seen_row == row + 1)
			continue;
		if (d->reader.config->fail_on_missing_field) {
			d->reader.unfit = &d->object.fields[i];
			d->reader.is_missing = true;
			return JSON_UNFIT;
		}
		set_null(d, &d->columns[i], row, c->arena);
	}
	return JSON_OK;
}

/* Read the object at c->p as row @p row of the columns. */
static enum json_result read_object(struct json_decoder *d, struct json_cursor *c, uint32_t row)
{
	struct json_object *object = &d->object;
	struct json_key **guess = &object->first, *key;
	uint32_t missing_count = object->field_count;
	bool has_more;
	enum json_result result = json_first_member(c, '}', &has_more);

	while (LEAT_LIKELY(result == JSON_OK && has_more)) {
		result = json_read_key(&d->reader, c, object, guess, &key);
		if (LEAT_UNLIKELY(result != JSON_OK))
			return result;
		guess = &key->next;
		if (key->field && missing_count) {
			uint32_t *seen_row = &d->columns[key->field->index].seen_row;
			missing_count -= *seen_row != row + 1;
			*seen_row = row + 1;
			result = read_column(d, c, key->field, row);
		} else {
			result = json_skip(c);
		}
		if (LEAT_LIKELY(result == JSON_OK))
			result = json_next_member(c, '}', &has_more);
	}
	if (result != JSON_OK)
		return result;
	return missing_count ? fill_missing(d, c, row) : JSON_OK;
}

/* Most records are; this is cheaper than validating. */
static bool is_ascii(const char *p, const char *end)
{
	__m128i all = _mm_setzero_si128();
	ptrdiff_t left = end - p;

	if (left < 16)
		return false;
	for (; left >= 64; left -= 64, p += 64) {
		const __m128i *from = (const __m128i *)p;
		__m128i low = _mm_or_si128(_mm_loadu_si128(from), _mm_loadu_si128(from + 1));
		__m128i high = _mm_or_si128(_mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3));
		all = _mm_or_si128(all, _mm_or_si128(low, high));
	}
	for (; left >= 16; left -= 16, p += 16)
		all = _mm_or_si128(all, _mm_loadu_si128((const __m128i *)p));
	all = _mm_or_si128(all, _mm_loadu_si128((const __m128i *)(end - 16)));
	return _mm_movemask_epi8(all) == 0;
}

/* Read a record as row @p row. */
static enum json_result read_record(struct json_decoder *d, struct json_cursor *c, uint32_t row)
{
	struct leat_str text = { c->begin, (uint32_t)(c->end - c->begin) };

	if (LEAT_UNLIKELY(!is_ascii(c->begin, c->end) && !leat_utf8_is_valid(text)))
		return json_broken(c, "the text is not UTF-8");
	json_skip_space(c);
	if (LEAT_UNLIKELY(c->p == c->end || *c->p != '{'))
		return json_broken(c, "expected an object");
	enum json_result result = read_object(d, c, row);
	if (result != JSON_OK)
		return result;
	json_skip_space(c);
	if (LEAT_UNLIKELY(c->p != c->end))
		return json_broken(c, "there is more behind the object");
	return JSON_OK;
}

/* ---- bad records ---- */

static void explain(const struct json_decoder *d, const struct json_cursor *c,
                    enum json_result result, struct leat_err *err)
{
	const struct json_reader *r = &d->reader;

	if (result == JSON_BROKEN) {
		(void)leat_err_set(err, LEAT_E_RECORD, "no JSON at byte %zu: %s",
		                   (size_t)(c->p - c->begin), c->why);
		return;
	}
	if (r->is_missing) {
		(void)leat_err_set(err, LEAT_E_RECORD, "field \"%.*s\" is missing",
		                   LEAT_STR_ARG(r->unfit->name));
		return;
	}
	struct leat_buf type;
	leat_buf_init(&type, 256);
	leat_type_print(r->unfit->type, false, &type);
	struct leat_str text = r->unfit_text;
	uint32_t shown = leat_utf8_offset(text, 40);
	(void)leat_err_set(err, LEAT_E_RECORD, "field \"%.*s\": %.*s%s is no %s",
	                   LEAT_STR_ARG(r->unfit->name), (int)shown, text.p,
	                   shown < text.n ? "..." : "", leat_buf_cstr(&type));
	leat_buf_done(&type);
}

/* Forget what a bad record left in the columns of row @p row. */
static void drop_row(struct json_decoder *d, uint32_t row)
{
	for (uint32_t i = 0; i < d->object.field_count; i++) {
		struct column *col = &d->columns[i];
		col->seen_row = 0;
		if (col->builder)
			leat_col_builder_truncate(col->builder, row);
	}
}

void leat_json_decode(struct leat_decoder *decoder, const struct leat_record *records,
                      uint32_t count, struct leat_arena *arena, struct leat_col *cols,
                      struct leat_decoded *ret)
{
	struct json_decoder *d = (struct json_decoder *)decoder;
	uint32_t row = 0, i = 0;

	count = count < LEAT_BATCH_ROWS ? count : LEAT_BATCH_ROWS;
	ret->bad_count = ret->ignored_count = 0;
	ret->has_kinds = false;
	begin_columns(d, arena, count);
	for (; i < count && ret->bad_count < LEAT_DECODE_BAD; i++) {
		struct leat_str value = records[i].value;
		if (LEAT_UNLIKELY(!value.n)) {
			ret->ignored_count++; /* A tombstone or an empty line: no row, as in Flink. */
			continue;
		}
		struct json_cursor c = { .begin = value.p, .p = value.p, .end = value.p + value.n,
			                 .arena = arena };
		enum json_result result = read_record(d, &c, row);
		if (LEAT_LIKELY(result == JSON_OK)) {
			ret->record_of_row[row++] = (uint16_t)i;
			continue;
		}
		if (d->reader.config->ignore_parse_errors) {
			ret->ignored_count++;
		} else {
			struct leat_bad_record *bad = &ret->bad[ret->bad_count++];
			bad->index = i;
			explain(d, &c, result, &bad->err);
		}
		d->reader.is_missing = false;
		drop_row(d, row);
	}
	ret->consumed_count = i;
	ret->row_count = row;
	finish_columns(d, cols);
}

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
		d->fast[index] = leat_type_is_integer(field->type) ? FAST_INTEGER
		                 : leat_type_is_text(field->type)  ? FAST_TEXT
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

/* An integer of up to 18 digits that ends at a comma or bracket; false: leave it to the long way. */
static bool fast_integer(struct json_cursor *c, const struct json_field *field, int64_t *ret)
{
	const char *p = c->p, *end = c->end;
	bool is_negative = p < end && *p == '-';
	uint64_t value = 0;

	p += is_negative;
	const char *first = p;
	while (p < end && json_is_digit(*p))
		value = value * 10 + (uint64_t)(*p++ - '0');
	if (p == first || p == end || p - first > 18 || (*first == '0' && p - first > 1) ||
	    (*p != ',' && *p != '}'))
		return false;
	int64_t number = is_negative ? -(int64_t)value : (int64_t)value;
	if (number < field->min || number > field->max)
		return false;
	*ret = number;
	c->p = p;
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
	struct json_key **guess = &object->first;
	const struct json_key *key;
	uint32_t missing_count = object->field_count;
	enum json_result result;
	bool has_more;

	c->p++;
	for (bool is_first = true;; is_first = false) {
		result = json_next_member(c, '}', is_first, &has_more);
		if (LEAT_UNLIKELY(result != JSON_OK))
			return result;
		if (!has_more)
			break;
		result = json_read_key(&d->reader, c, object, guess, &key);
		if (LEAT_UNLIKELY(result != JSON_OK))
			return result;
		if (key->field && missing_count) {
			uint32_t *seen_row = &d->columns[key->field->index].seen_row;
			missing_count -= *seen_row != row + 1;
			*seen_row = row + 1;
			result = read_column(d, c, key->field, row);
		} else {
			result = leat_json_skip(c);
		}
		if (LEAT_UNLIKELY(result != JSON_OK))
			return result;
		guess = &((struct json_key *)key)->next;
	}
	return missing_count ? fill_missing(d, c, row) : JSON_OK;
}

/* Read a record as row @p row. */
static enum json_result read_record(struct json_decoder *d, struct json_cursor *c, uint32_t row)
{
	struct leat_str text = { c->begin, (uint32_t)(c->end - c->begin) };

	if (LEAT_UNLIKELY(!leat_utf8_is_valid(text)))
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

/* SPDX-License-Identifier: Apache-2.0 */
/* JSON values to SQL values, with the conversions of Flink's json format.
 *
 * A value that does not fit its type is JSON_UNFIT; json.ignore-parse-errors makes it NULL, at the
 * innermost place, else the record is bad. */
#include "formats/json_value_int.h"

#include "base/map.h"
#include "base/number.h"
#include "formats/base64_int.h"
#include "formats/text_value_int.h"
#include "types/decimal.h"

void leat_json_field_init(struct leat_arena *arena, struct json_field *field, struct leat_str name,
                          const struct leat_type *type, uint32_t index)
{
	*field = (struct json_field){ .name = name, .type = type, .index = index };
	if (leat_type_is_integer(type)) {
		int bits = type->id == LEAT_TINYINT    ? 8
		           : type->id == LEAT_SMALLINT ? 16
		           : type->id == LEAT_INT      ? 32
		                                       : 64;
		field->max = INT64_MAX >> (64 - bits);
		field->min = -field->max - 1;
	} else if (type->id == LEAT_ROW) {
		struct json_object *object = LEAT_ARENA_NEW(arena, struct json_object);
		object->field_count = type->child_count;
		object->fields = LEAT_ARENA_ARRAY(arena, struct json_field, type->child_count);
		for (uint32_t i = 0; i < type->child_count; i++)
			leat_json_field_init(arena, &object->fields[i], type->names[i],
			                     type->children[i], i);
		field->object = object;
	} else if (leat_type_phys(type) == LEAT_PHYS_LIST) {
		const struct leat_type *element = type->id == LEAT_MULTISET
		                                          ? leat_type_basic(LEAT_INT)
		                                          : type->children[type->child_count - 1];
		field->element = LEAT_ARENA_NEW(arena, struct json_field);
		leat_json_field_init(arena, field->element, name, element, 0);
	}
}

/* ---- keys ---- */

/* A few characters tell the keys of one object apart. */
static uint32_t bucket_of(struct leat_str name)
{
	if (!name.n)
		return 0;
	const unsigned char *p = (const unsigned char *)name.p;
	return (name.n * 131 + p[0] * 31u + p[name.n / 2] * 17u + p[name.n - 1]) % JSON_KEY_BUCKETS;
}

static bool equal(struct leat_str a, struct leat_str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static const struct json_field *find_field(const struct json_object *object, struct leat_str name)
{
	for (uint32_t i = 0; i < object->field_count; i++)
		if (equal(object->fields[i].name, name))
			return &object->fields[i];
	return NULL;
}

/* Remember a key whose text goes from @p text to c->p. */
static struct json_key *remember(struct json_reader *r, struct json_cursor *c,
                                 struct json_object *object, const char *text,
                                 struct leat_str name, struct json_key **bucket)
{
	struct json_key *key = LEAT_ARENA_NEW(r->arena, struct json_key);

	key->text_bytes = (uint32_t)(c->p - text);
	key->text = leat_arena_dup(r->arena, text, key->text_bytes);
	key->name = (struct leat_str){ key->text + 1, name.n };
	key->field = find_field(object, key->name);
	uint32_t head = key->text_bytes < JSON_KEY_BYTES ? key->text_bytes : JSON_KEY_BYTES;
	memcpy(key->head, text, head);
	key->mask = (1u << head) - 1;
	key->chain = *bucket;
	*bucket = key;
	object->key_count++;
	return key;
}

/* A guess by the first two characters, when the order told nothing. */
static struct json_key **hint_of(struct json_object *object, const struct json_cursor *c)
{
	const unsigned char *p = (const unsigned char *)c->p;

	return &object->hints[c->end - c->p < 3 ? 0 : (p[1] * 31u + p[2]) % JSON_KEY_BUCKETS];
}

enum json_result leat_json_learn_key(struct json_reader *r, struct json_cursor *c,
                                     struct json_object *object, struct json_key **guess,
                                     struct json_key **ret)
{
	struct json_key **hint = hint_of(object, c);
	const char *text = c->p;

	if (*hint && json_is_key(c, *hint)) {
		c->p += (*hint)->text_bytes;
		json_skip_space(c);
		*ret = *guess = *hint;
		return JSON_OK;
	}
	struct leat_str name;
	bool escaped;

	if (c->p == c->end || *c->p != '"')
		return json_broken(c, "expected a key in quotes");
	enum json_result result = json_string(c, &name, &escaped);
	if (result != JSON_OK)
		return result;
	bool is_plain = !escaped;
	if (escaped && (result = leat_json_unescape(c, name, &name)) != JSON_OK)
		return result;
	if ((result = json_colon(c)) != JSON_OK)
		return result;

	struct json_key **bucket = &object->buckets[bucket_of(name)], *key = *bucket;
	while (key && !equal(key->name, name))
		key = key->chain;
	if (!key && is_plain && object->key_count < JSON_KEYS_MAX && c->p - text <= JSON_KEY_BYTES_MAX)
		key = remember(r, c, object, text, name, bucket);
	if (key) {
		*guess = *hint = key;
	} else {
		key = &r->stranger;
		key->field = find_field(object, name);
		key->next = NULL;
	}
	*ret = key;
	return JSON_OK;
}

/* ---- values without parts ---- */

/* A number with a fraction or exponent as INT or BIGINT: cut to the integer, if the type has it. */
static bool integer_of_float(struct leat_str text, const struct json_field *field, int64_t *ret)
{
	double value;

	if (field->type->id != LEAT_INT && field->type->id != LEAT_BIGINT)
		return false;
	/* -min is exact as a double, max of BIGINT is not. */
	if (!leat_number_parse_f64(text, &value) || value < (double)field->min ||
	    value >= -(double)field->min)
		return false;
	*ret = (int64_t)value;
	return true;
}

static bool read_integer(const struct json_token *token, struct leat_str text,
                         const struct json_field *field, int64_t *ret)
{
	if (token->kind == JSON_FLOAT)
		return integer_of_float(text, field, ret);
	return leat_number_parse_i64(leat_text_trim(text), ret) && *ret >= field->min && *ret <= field->max;
}

/* CHAR and VARCHAR take every value: text as it is, nested ones as JSON. */
static enum json_result read_text(struct json_cursor *c, const struct json_token *token,
                                  struct leat_str text, struct leat_str *ret)
{
	if (token->kind != JSON_NESTED) {
		*ret = text;
		return JSON_OK;
	}
	struct json_cursor inner = { .begin = text.p, .p = text.p, .end = text.p + text.n,
		                     .arena = c->arena };
	struct leat_buf buf;
	leat_buf_init(&buf, UINT32_MAX / 2);
	enum json_result result = leat_json_compact(&inner, &buf);
	if (result == JSON_OK)
		*ret = leat_arena_str(c->arena, leat_buf_view(&buf));
	else
		c->why = inner.why;
	leat_buf_done(&buf);
	return result;
}

static bool read_by_type(struct json_reader *r, struct json_cursor *c,
                         const struct json_field *field, const struct json_token *token,
                         struct leat_str text, union json_scalar *ret)
{
	const struct leat_type *type = field->type;
	bool is_string = token->kind == JSON_STRING;
	bool is_number = token->kind == JSON_INTEGER || token->kind == JSON_FLOAT;

	switch (type->id) {
	case LEAT_BOOLEAN:
		ret->boolean = leat_text_is_true(text);
		return token->kind != JSON_NESTED;
	case LEAT_TINYINT:
	case LEAT_SMALLINT:
	case LEAT_INT:
	case LEAT_BIGINT:
		return (is_string || is_number) && read_integer(token, text, field, &ret->i64);
	case LEAT_FLOAT:
	case LEAT_DOUBLE:
		return (is_string || is_number) &&
		       leat_text_double(text, type->id == LEAT_FLOAT, &ret->f64);
	case LEAT_DATE:
		return is_string && leat_time_text_date(text, &ret->i64);
	case LEAT_TIME:
		return is_string && leat_time_text_time(text, &ret->i64);
	case LEAT_TIMESTAMP:
	case LEAT_TIMESTAMP_LTZ:
		return is_string &&
		       leat_time_text_timestamp(&r->time, text, r->config->timestamp_standard, type,
		                                &ret->i64);
	case LEAT_INTERVAL_YEAR_MONTH:
	case LEAT_INTERVAL_DAY_TIME:
		return is_number && leat_number_parse_i64(text, &ret->i64);
	case LEAT_BINARY:
	case LEAT_VARBINARY:
		return is_string && leat_base64_decode(c->arena, text, &ret->bytes);
	case LEAT_NULL:
	case LEAT_DECIMAL:
	case LEAT_CHAR:
	case LEAT_VARCHAR:
	case LEAT_ARRAY:
	case LEAT_MULTISET:
	case LEAT_MAP:
	case LEAT_ROW:
	case LEAT_SYMBOL:
	case LEAT_TYPE_COUNT:
		break;
	}
	return false;
}

/* A DECIMAL that is too large for its type is NULL, as in Flink; what is no number is unfit. */
static enum json_result read_decimal(const struct leat_type *type, const struct json_token *token,
                                     struct leat_str text, leat_i128 *ret, bool *ret_is_null)
{
	double any;

	if (token->kind == JSON_STRING)
		text = leat_text_trim(text);
	else if (token->kind != JSON_INTEGER && token->kind != JSON_FLOAT)
		return JSON_UNFIT;
	if (leat_decimal_parse(text, type->precision, type->scale, ret))
		return JSON_OK;
	*ret_is_null = true;
	return leat_number_parse_f64(text, &any) ? JSON_OK : JSON_UNFIT;
}

static enum json_result unfit(struct json_reader *r, const struct json_field *field,
                              struct leat_str text)
{
	r->unfit = field;
	r->unfit_text = text;
	return JSON_UNFIT;
}

enum json_result leat_json_read_scalar(struct json_reader *r, struct json_cursor *c,
                                       const struct json_field *field, union json_scalar *ret,
                                       bool *ret_is_null)
{
	struct json_token token;
	struct leat_str text;
	enum json_result result = leat_json_scan(c, &token);

	*ret_is_null = token.kind == JSON_NULL;
	if (result != JSON_OK || token.kind == JSON_NULL)
		return result;
	if ((result = json_characters(c, &token, &text)) != JSON_OK)
		return result;
	if (leat_type_is_text(field->type))
		return read_text(c, &token, text, &ret->bytes);
	if (field->type->id == LEAT_DECIMAL)
		result = read_decimal(field->type, &token, text, &ret->i128, ret_is_null);
	else
		result = read_by_type(r, c, field, &token, text, ret) ? JSON_OK : JSON_UNFIT;
	return LEAT_LIKELY(result == JSON_OK) ? JSON_OK : unfit(r, field, token.text);
}

/* ---- values in builders ---- */

static void build_scalar(struct leat_col_builder *b, const struct leat_type *type,
                         const union json_scalar *value)
{
	switch (leat_type_phys(type)) {
	case LEAT_PHYS_BOOL:
		leat_col_builder_bool(b, value->boolean);
		return;
	case LEAT_PHYS_I64:
		leat_col_builder_i64(b, value->i64);
		return;
	case LEAT_PHYS_F64:
		leat_col_builder_f64(b, value->f64);
		return;
	case LEAT_PHYS_I128:
		leat_col_builder_i128(b, value->i128);
		return;
	case LEAT_PHYS_BYTES:
		leat_col_builder_bytes(b, value->bytes);
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
	case LEAT_PHYS_NULL:
		leat_col_builder_null(b);
		return;
	}
}

/* A part of a value; what is unfit becomes NULL here when that is asked for. */
static enum json_result read_part(struct json_reader *r, struct json_cursor *c,
                                  const struct json_field *field, struct leat_col_builder *b)
{
	uint32_t rows = leat_col_builder_rows(b);
	enum json_result result = leat_json_read_value(r, c, field, b);

	if (result == JSON_UNFIT && r->config->ignore_parse_errors) {
		leat_col_builder_truncate(b, rows);
		leat_col_builder_null(b);
		result = JSON_OK;
	}
	return result;
}

/* The rest of a nested value that turned out unfit is still walked over, so that the record goes on
 * behind it. */
static enum json_result leave(struct json_cursor *c, const char *value, enum json_result result)
{
	if (result != JSON_UNFIT)
		return result;
	c->p = value;
	return json_skip(c) == JSON_OK ? JSON_UNFIT : JSON_BROKEN;
}

static enum json_result read_array(struct json_reader *r, struct json_cursor *c,
                                   const struct json_field *field, struct leat_col_builder *b)
{
	struct leat_col_builder *elements = leat_col_builder_child(b, 0);
	bool has_more;

	leat_col_builder_begin(b);
	enum json_result result = json_first_member(c, ']', &has_more);
	while (result == JSON_OK && has_more) {
		result = read_part(r, c, field->element, elements);
		if (result == JSON_OK)
			result = json_next_member(c, ']', &has_more);
	}
	if (result == JSON_OK)
		leat_col_builder_end(b);
	return result;
}

/* The members of an object to the children of a ROW; of equal keys the last one counts. */
static enum json_result read_fields(struct json_reader *r, struct json_cursor *c,
                                    struct json_object *object, struct leat_col_builder *b,
                                    uint32_t row)
{
	struct json_key **guess = &object->first, *key;
	bool has_more;
	enum json_result result = json_first_member(c, '}', &has_more);

	while (result == JSON_OK && has_more) {
		result = json_read_key(r, c, object, guess, &key);
		if (result != JSON_OK)
			return result;
		/* Before the value: a key that is not remembered is one for all. */
		guess = &key->next;
		if (key->field) {
			struct leat_col_builder *child = leat_col_builder_child(b, key->field->index);
			leat_col_builder_truncate(child, row);
			result = read_part(r, c, key->field, child);
		} else {
			result = json_skip(c);
		}
		if (result == JSON_OK)
			result = json_next_member(c, '}', &has_more);
	}
	return result;
}

/* The fields of a ROW come in any order, or not at all. */
static enum json_result read_row(struct json_reader *r, struct json_cursor *c,
                                 const struct json_field *field, struct leat_col_builder *b)
{
	struct json_object *object = field->object;
	uint32_t row = leat_col_builder_rows(b);

	leat_col_builder_begin(b);
	enum json_result result = read_fields(r, c, object, b, row);
	if (result != JSON_OK)
		return result;
	for (uint32_t i = 0; i < object->field_count; i++) {
		struct leat_col_builder *child = leat_col_builder_child(b, i);
		if (leat_col_builder_rows(child) > row)
			continue;
		if (r->config->fail_on_missing_field) {
			r->is_missing = true;
			return unfit(r, &object->fields[i], (struct leat_str){ NULL, 0 });
		}
		leat_col_builder_null(child);
	}
	leat_col_builder_end(b);
	return JSON_OK;
}

/* A member of a map, found before any is converted: of equal keys the last one counts. */
struct map_entry {
	struct leat_str key;
	const char *value;
};

/* Walk over the object at c->p and list its members in the cursor's arena. */
static enum json_result list_entries(struct json_cursor *c, struct map_entry **ret_entries,
                                     uint32_t *ret_count)
{
	struct map_entry *entries = NULL;
	uint32_t count = 0, capacity = 0;
	bool has_more, escaped;
	enum json_result result = json_first_member(c, '}', &has_more);

	while (result == JSON_OK && has_more) {
		struct leat_str key;
		if (c->p == c->end || *c->p != '"')
			return json_broken(c, "expected a key in quotes");
		if ((result = json_string(c, &key, &escaped)) != JSON_OK ||
		    (escaped && (result = leat_json_unescape(c, key, &key)) != JSON_OK) ||
		    (result = json_colon(c)) != JSON_OK)
			return result;
		if (count == capacity) {
			struct map_entry *old = entries;
			capacity = capacity ? capacity * 2 : 8;
			entries = leat_arena_alloc(c->arena, capacity * sizeof(*entries));
			if (count)
				memcpy(entries, old, count * sizeof(*entries));
		}
		entries[count++] = (struct map_entry){ key, c->p };
		if ((result = json_skip(c)) == JSON_OK)
			result = json_next_member(c, '}', &has_more);
	}
	if (result != JSON_OK)
		return result;
	*ret_entries = entries;
	*ret_count = count;
	return JSON_OK;
}

/* Leave one entry per key: at the first one's place, with the last one's value. */
static uint32_t unique_entries(struct leat_arena *arena, struct map_entry *entries, uint32_t count)
{
	enum { SMALL = 16 };
	struct leat_map map;
	uint32_t kept = 0;

	leat_map_init(&map, arena);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t k = 0;
		if (count <= SMALL) {
			while (k < kept && !equal(entries[k].key, entries[i].key))
				k++;
		} else {
			struct map_entry *known = leat_map_get(&map, entries[i].key);
			k = known ? (uint32_t)(known - entries) : kept;
			if (!known)
				(void)leat_map_set(&map, entries[i].key, &entries[kept]);
		}
		if (k == kept)
			kept++;
		entries[k] = entries[i];
	}
	return kept;
}

static enum json_result read_map(struct json_reader *r, struct json_cursor *c,
                                 const struct json_field *field, struct leat_col_builder *b)
{
	struct map_entry *entries;
	uint32_t count;
	enum json_result result = list_entries(c, &entries, &count);
	const char *behind = c->p;

	if (result != JSON_OK)
		return result;
	count = unique_entries(c->arena, entries, count);
	leat_col_builder_begin(b);
	for (uint32_t i = 0; i < count && result == JSON_OK; i++) {
		leat_col_builder_bytes(leat_col_builder_child(b, 0), entries[i].key);
		c->p = entries[i].value;
		result = read_part(r, c, field->element, leat_col_builder_child(b, 1));
	}
	if (result != JSON_OK)
		return result;
	leat_col_builder_end(b);
	c->p = behind;
	return JSON_OK;
}

enum json_result leat_json_read_value(struct json_reader *r, struct json_cursor *c,
                                      const struct json_field *field, struct leat_col_builder *b)
{
	const char *value = c->p;
	enum json_result result;
	union json_scalar scalar;
	bool is_null;
	char open = c->p < c->end ? *c->p : 0;

	if (!field->object && !field->element) {
		result = leat_json_read_scalar(r, c, field, &scalar, &is_null);
		if (result == JSON_OK && is_null)
			leat_col_builder_null(b);
		else if (result == JSON_OK)
			build_scalar(b, field->type, &scalar);
		return result;
	}
	if (open != (field->type->id == LEAT_ARRAY ? '[' : '{')) {
		struct json_token token;
		if ((result = leat_json_scan(c, &token)) != JSON_OK)
			return result;
		if (token.kind != JSON_NULL)
			return unfit(r, field, token.text);
		leat_col_builder_null(b);
		return JSON_OK;
	}
	if (++c->depth > LEAT_LIMIT_JSON_NESTING)
		return json_broken(c, "values are nested too deeply");
	uint32_t depth = c->depth - 1;
	if (field->object)
		result = read_row(r, c, field, b);
	else if (field->type->id == LEAT_ARRAY)
		result = read_array(r, c, field, b);
	else
		result = read_map(r, c, field, b);
	c->depth = depth;
	return leave(c, value, result);
}

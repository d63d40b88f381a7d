/* SPDX-License-Identifier: Apache-2.0 */
/* Dynamic mapping: does a document fit, and which fields does it add? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/vec.h"
#include "dev/index/field.h"
#include "dev/index/time.h"

/* One document on its way in. */
struct admission {
	struct dev_mapping *mapping;
	struct leat_str id;
	bool has_dots;
	LEAT_VEC(struct dev_field *) added;  /* Parents before children. */
	LEAT_VEC(struct dev_field *) arrays; /* Fields that get their first array. */
	struct dev_fault *fault;
};

static bool admit(struct admission *a, struct dev_field *field, const struct leat_json *value);

static const char *path_of(const struct dev_field *field, struct leat_buf *buf)
{
	leat_buf_init(buf, 1 << 20);
	leat_dev_field_path(field, buf);
	return leat_buf_cstr(buf);
}

static struct leat_str literal_of(const struct leat_json *value)
{
	switch (value->type) {
	case LEAT_JSON_NULL:
		return LEAT_STR("null");
	case LEAT_JSON_BOOL:
		return value->boolean ? LEAT_STR("true") : LEAT_STR("false");
	case LEAT_JSON_NUMBER:
	case LEAT_JSON_STRING:
		return value->text;
	case LEAT_JSON_ARRAY:
		return LEAT_STR("[...]");
	case LEAT_JSON_OBJECT:
		return LEAT_STR("{...}");
	}
	leat_unreachable();
}

static bool refuse(struct admission *a, const struct dev_field *field,
                   const struct leat_json *value, const char *cause_type, const char *cause)
{
	struct leat_str text = literal_of(value);
	struct leat_buf path;

	if (text.n > 100)
		text.n = 100;
	(void)leat_dev_fault_set(
		a->fault, "mapper_parsing_exception",
		"failed to parse field [%s] of type [%s] in document with id '%.*s'. "
		"Preview of field's value: '%.*s'",
		path_of(field, &path), field->type, LEAT_STR_ARG(a->id), LEAT_STR_ARG(text));
	leat_buf_done(&path);
	a->fault->cause_type = cause_type;
	(void)snprintf(a->fault->cause, sizeof(a->fault->cause), "%s: \"%.*s\"", cause,
	               LEAT_STR_ARG(text));
	return false;
}

static bool is_in_range(const struct dev_field *field, double number)
{
	static const struct {
		const char *type;
		double min, max;
	} ranges[] = {
		{ "byte", -128, 127 },
		{ "short", -32768, 32767 },
		{ "integer", -2147483648.0, 2147483647.0 },
		{ "long", -9223372036854775808.0, 9223372036854775808.0 },
		{ "unsigned_long", 0, 18446744073709551616.0 },
		{ "half_float", -65519.99, 65519.99 },
		{ "float", -3.4028235677973366e38, 3.4028235677973366e38 },
	};

	for (size_t i = 0; i < LEAT_COUNT(ranges); i++)
		if (strcmp(field->type, ranges[i].type) == 0)
			return number >= ranges[i].min && number <= ranges[i].max;
	return number >= -1.7976931348623157e308 && number <= 1.7976931348623157e308;
}

static bool admit_number(struct admission *a, struct dev_field *field,
                         const struct leat_json *value)
{
	double number;

	if (value->type == LEAT_JSON_STRING && value->text.n == 0)
		return true; /* taken for null, as Elasticsearch does */
	if ((value->type != LEAT_JSON_NUMBER && value->type != LEAT_JSON_STRING) ||
	    !leat_number_parse_f64(value->text, &number))
		return refuse(a, field, value, "illegal_argument_exception", "For input string");
	if (!is_in_range(field, number))
		return refuse(a, field, value, "illegal_argument_exception",
		              "Value is out of range");
	return true;
}

static bool admit_boolean(struct admission *a, struct dev_field *field,
                          const struct leat_json *value)
{
	struct leat_str text = literal_of(value);
	bool ok = value->type == LEAT_JSON_BOOL ||
	          (value->type == LEAT_JSON_STRING &&
	           (text.n == 0 || (text.n == 4 && memcmp(text.p, "true", 4) == 0) ||
	            (text.n == 5 && memcmp(text.p, "false", 5) == 0)));

	return ok || refuse(a, field, value, "illegal_argument_exception",
	                    "only [true] or [false] are allowed");
}

static bool admit_date(struct admission *a, struct dev_field *field, const struct leat_json *value)
{
	int64_t ms;
	bool ok = (value->type == LEAT_JSON_NUMBER || value->type == LEAT_JSON_STRING) &&
	          leat_dev_time_parse(value->text, field->format, &ms);

	return ok ||
	       refuse(a, field, value, "illegal_argument_exception", "failed to parse date field");
}

static bool admit_scalar(struct admission *a, struct dev_field *field,
                         const struct leat_json *value)
{
	switch (field->kind) {
	case DEV_OBJECT: {
		struct leat_buf path;

		(void)leat_dev_fault_set(
			a->fault, "mapper_parsing_exception",
			"object mapping for [%s] tried to parse field [%s] as object, but "
			"found a concrete value",
			path_of(field, &path), field->name);
		leat_buf_done(&path);
		return false;
	}
	case DEV_INTEGER:
	case DEV_FLOAT:
		return admit_number(a, field, value);
	case DEV_BOOLEAN:
		return admit_boolean(a, field, value);
	case DEV_DATE:
		return admit_date(a, field, value);
	case DEV_TEXT:
	case DEV_KEYWORD:
		return true;
	}
	leat_unreachable();
}

/* ---- new fields ---- */

/* The value that tells the type: the first one of an array that is not null. */
static const struct leat_json *telling(const struct leat_json *value)
{
	if (value->type == LEAT_JSON_NULL)
		return NULL;
	if (value->type != LEAT_JSON_ARRAY)
		return value;
	for (const struct leat_json *item = value->first; item; item = item->next) {
		const struct leat_json *found = telling(item);

		if (found)
			return found;
	}
	return NULL;
}

static const char *dynamic_type(const struct leat_json *value)
{
	switch (value->type) {
	case LEAT_JSON_BOOL:
		return "boolean";
	case LEAT_JSON_NUMBER:
		return memchr(value->text.p, '.', value->text.n) ||
		                       memchr(value->text.p, 'e', value->text.n) ||
		                       memchr(value->text.p, 'E', value->text.n)
		               ? "float"
		               : "long";
	case LEAT_JSON_STRING:
		return leat_dev_time_is_detected(value->text) ? "date" : "text";
	case LEAT_JSON_OBJECT:
		return "object";
	case LEAT_JSON_NULL:
	case LEAT_JSON_ARRAY:
		break;
	}
	leat_unreachable();
}

/* Make the field @p name for @p value; *@p ret_field NULL when it makes none. */
static bool add_field(struct admission *a, struct dev_field *parent, struct leat_str name,
                      const struct leat_json *value, struct dev_field **ret_field)
{
	const struct leat_json *sample = telling(value);
	struct leat_buf path;

	*ret_field = NULL;
	if (a->mapping->dynamic == DEV_DYNAMIC_STRICT) {
		(void)leat_dev_fault_set(
			a->fault, "strict_dynamic_mapping_exception",
			"mapping set to strict, dynamic introduction of [%.*s] within [%s] is "
			"not allowed",
			LEAT_STR_ARG(name), parent->parent ? path_of(parent, &path) : "_doc");
		if (parent->parent)
			leat_buf_done(&path);
		return false;
	}
	if (a->mapping->dynamic == DEV_DYNAMIC_FALSE || !sample)
		return true;
	uint32_t depth = 1;
	for (const struct dev_field *at = parent; at->parent; at = at->parent)
		depth++;
	if (depth > DEV_DEPTH_MAX)
		return leat_dev_fault_set(a->fault, "illegal_argument_exception",
		                          "Limit of mapping depth [%d] has been exceeded",
		                          DEV_DEPTH_MAX);
	const char *type = dynamic_type(sample);
	bool is_text = strcmp(type, "text") == 0;
	if (a->mapping->field_count + (is_text ? 2 : 1) > DEV_FIELDS_MAX)
		return leat_dev_fault_set(
			a->fault, "illegal_argument_exception",
			"Limit of total fields [%d] has been exceeded while adding new fields",
			DEV_FIELDS_MAX);
	struct dev_field *field = leat_dev_field_new(a->mapping, parent, name, type, false);
	*LEAT_VEC_ADD(NULL, &a->added) = field;
	if (is_text) {
		static const char extra[] = ",\"ignore_above\":256";
		leat_dev_field_new(a->mapping, field, LEAT_STR("keyword"), "keyword", true)
			->extra = leat_strndup(extra, sizeof(extra) - 1);
	} else if (field->kind == DEV_DATE && memchr(sample->text.p, '/', sample->text.n)) {
		static const char format[] = "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis";
		field->format = leat_strndup(format, sizeof(format) - 1);
	}
	*ret_field = field;
	return true;
}

/* ---- walking ---- */

/* The member @p name, which may be a dotted path, of the object at @p field. */
static bool admit_member(struct admission *a, struct dev_field *field, struct leat_str name,
                         const struct leat_json *value)
{
	const char *dot = name.n ? memchr(name.p, '.', name.n) : NULL;
	struct leat_str head = { name.p, dot ? (uint32_t)(dot - name.p) : name.n };
	struct leat_str tail = { dot ? dot + 1 : NULL, dot ? name.n - head.n - 1 : 0 };
	static const struct leat_json object = { .type = LEAT_JSON_OBJECT };

	if (!leat_dev_field_is_name(head) || (dot && tail.n == 0))
		return leat_dev_fault_set(
			a->fault, "mapper_parsing_exception",
			"field name [%.*s] is empty or not supported by the embedded index",
			LEAT_STR_ARG(name));
	struct dev_field *child = leat_map_get(&field->children, head);
	if (!child && !add_field(a, field, head, dot ? &object : value, &child))
		return false;
	if (!child)
		return true;
	if (!dot)
		return admit(a, child, value);
	a->has_dots = true;
	return child->kind == DEV_OBJECT ? admit_member(a, child, tail, value)
	                                 : admit_scalar(a, child, value);
}

static bool admit_object(struct admission *a, struct dev_field *field,
                         const struct leat_json *value)
{
	if (field->kind != DEV_OBJECT) {
		/* Types this index does not know, as geo_point, may well be objects. */
		static const char *const plain[] = { "keyword", "ip", "constant_keyword",
			                             "wildcard", "version" };
		bool is_plain = field->kind != DEV_KEYWORD;

		for (size_t i = 0; i < LEAT_COUNT(plain); i++)
			is_plain |= strcmp(field->type, plain[i]) == 0;
		return !is_plain || refuse(a, field, value, "illegal_state_exception",
		                           "Can't get text on a START_OBJECT");
	}
	for (const struct leat_json *member = value->first; member; member = member->next)
		if (!admit_member(a, field, member->key, member))
			return false;
	return true;
}

static bool admit(struct admission *a, struct dev_field *field, const struct leat_json *value)
{
	if (value->type == LEAT_JSON_NULL)
		return true;
	if (value->type == LEAT_JSON_OBJECT)
		return admit_object(a, field, value);
	if (value->type != LEAT_JSON_ARRAY)
		return admit_scalar(a, field, value);
	if (!field->is_array) {
		field->is_array = true;
		*LEAT_VEC_ADD(NULL, &a->arrays) = field;
	}
	for (const struct leat_json *item = value->first; item; item = item->next)
		if (!admit(a, field, item))
			return false;
	return true;
}

bool leat_dev_mapping_admit(struct dev_mapping *mapping, const struct leat_json *json,
                            struct leat_str id, bool *ret_dotted, struct dev_fault *fault)
{
	struct admission a = { .mapping = mapping, .id = id, .fault = fault };
	uint32_t last_number = mapping->last_number;
	bool ok = admit_object(&a, mapping->root, json);

	for (uint32_t i = 0; !ok && i < a.arrays.count; i++)
		a.arrays.items[i]->is_array = false;
	for (uint32_t i = a.added.count; !ok && i-- > 0;)
		leat_dev_field_remove(mapping, a.added.items[i]);
	if (!ok)
		mapping->last_number = last_number;
	*ret_dotted = a.has_dots;
	LEAT_VEC_DONE(&a.added);
	LEAT_VEC_DONE(&a.arrays);
	return ok;
}

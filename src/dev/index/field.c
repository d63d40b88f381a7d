/* SPDX-License-Identifier: Apache-2.0 */
/* The mapping of an index: the tree of fields, from and to JSON. */
#include "dev/index/field.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool leat_dev_fault_set(struct dev_fault *fault, const char *type, const char *fmt, ...)
{
	va_list args;

	fault->type = type;
	fault->cause_type = NULL;
	va_start(args, fmt);
	(void)vsnprintf(fault->reason, sizeof(fault->reason), fmt, args);
	va_end(args);
	return false;
}

enum dev_kind leat_dev_kind_of(const char *type)
{
	static const struct {
		const char *type;
		enum dev_kind kind;
	} kinds[] = {
		{ "object", DEV_OBJECT },
		{ "nested", DEV_OBJECT },
		{ "text", DEV_TEXT },
		{ "match_only_text", DEV_TEXT },
		{ "long", DEV_INTEGER },
		{ "integer", DEV_INTEGER },
		{ "short", DEV_INTEGER },
		{ "byte", DEV_INTEGER },
		{ "unsigned_long", DEV_INTEGER },
		{ "double", DEV_FLOAT },
		{ "float", DEV_FLOAT },
		{ "half_float", DEV_FLOAT },
		{ "scaled_float", DEV_FLOAT },
		{ "boolean", DEV_BOOLEAN },
		{ "date", DEV_DATE },
		{ "date_nanos", DEV_DATE },
	};

	for (size_t i = 0; i < LEAT_COUNT(kinds); i++)
		if (strcmp(type, kinds[i].type) == 0)
			return kinds[i].kind;
	return DEV_KEYWORD;
}

static struct dev_field *field_alloc(const char *name, size_t name_n, const char *type)
{
	struct dev_field *field = leat_zalloc(sizeof(*field));

	field->name = leat_strndup(name, name_n);
	field->type = leat_strndup(type, strlen(type));
	field->kind = leat_dev_kind_of(type);
	leat_map_init(&field->children, NULL);
	leat_map_init(&field->variants, NULL);
	return field;
}

struct dev_field *leat_dev_field_new(struct dev_mapping *mapping, struct dev_field *parent,
                                     struct leat_str name, const char *type, bool is_variant)
{
	struct dev_field *field = field_alloc(name.p, name.n, type);

	field->parent = parent;
	field->number = ++mapping->last_number;
	mapping->field_count++;
	leat_map_set(is_variant ? &parent->variants : &parent->children, name, field);
	return field;
}

static void field_free(struct dev_mapping *mapping, struct dev_field *field)
{
	const struct leat_map_entry *entry;

	for (uint32_t at = 0; (entry = leat_map_next(&field->children, &at));)
		field_free(mapping, entry->value);
	for (uint32_t at = 0; (entry = leat_map_next(&field->variants, &at));)
		field_free(mapping, entry->value);
	leat_map_done(&field->children);
	leat_map_done(&field->variants);
	free(field->name);
	free(field->type);
	free(field->format);
	free(field->extra);
	free(field);
	mapping->field_count--;
}

void leat_dev_field_remove(struct dev_mapping *mapping, struct dev_field *field)
{
	struct leat_str name = leat_str_of(field->name);

	if (leat_map_get(&field->parent->children, name) == field)
		leat_map_remove(&field->parent->children, name);
	else
		leat_map_remove(&field->parent->variants, name);
	field_free(mapping, field);
}

void leat_dev_mapping_init(struct dev_mapping *mapping)
{
	*mapping = (struct dev_mapping){ .root = field_alloc("", 0, "object") };
}

void leat_dev_mapping_done(struct dev_mapping *mapping)
{
	if (mapping->root)
		field_free(mapping, mapping->root);
	mapping->root = NULL;
}

bool leat_dev_field_is_name(struct leat_str name)
{
	for (uint32_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < ' ' || strchr(".\"\\", name.p[i]))
			return false;
	return name.n > 0;
}

void leat_dev_field_path(const struct dev_field *field, struct leat_buf *out)
{
	if (field->parent && field->parent->parent) {
		leat_dev_field_path(field->parent, out);
		leat_buf_char(out, '.');
	}
	leat_buf_text(out, field->name);
}

const struct dev_field *leat_dev_mapping_find(const struct dev_mapping *mapping,
                                              struct leat_str path)
{
	const struct dev_field *field = mapping->root;

	while (path.n > 0 && field) {
		const char *dot = memchr(path.p, '.', path.n);
		struct leat_str name = { path.p, dot ? (uint32_t)(dot - path.p) : path.n };
		uint32_t used = dot ? name.n + 1 : name.n;
		const struct dev_field *child = leat_map_get(&field->children, name);

		field = child ? child : leat_map_get(&field->variants, name);
		path = (struct leat_str){ path.p + used, path.n - used };
	}
	return field == mapping->root ? NULL : field;
}

/* ---- from JSON ---- */

static bool str_is(struct leat_str s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

/* The members of a field's mapping that are only kept and shown. */
static char *take_extra(const struct leat_json *json)
{
	static const char *const known[] = { "type", "properties", "fields", "format" };
	struct leat_buf text;
	size_t n;

	leat_buf_init(&text, 1 << 20);
	for (const struct leat_json *member = json->first; member; member = member->next) {
		bool is_known = false;

		for (size_t i = 0; i < LEAT_COUNT(known); i++)
			is_known |= str_is(member->key, known[i]);
		if (is_known)
			continue;
		struct leat_json_writer *w = leat_json_writer_new(&text, false);
		leat_buf_char(&text, ',');
		leat_json_quote(&text, member->key);
		leat_buf_char(&text, ':');
		leat_json_write_value(w, member);
		leat_json_writer_free(w);
	}
	if (text.size == 0 || text.full) {
		leat_buf_done(&text);
		return NULL;
	}
	(void)leat_buf_cstr(&text); /* ends it */
	return leat_buf_take(&text, &n);
}

/* Merging goes over the tree twice: first only checking, then making it so. */
struct merge {
	struct dev_mapping *mapping;
	bool is_check;
	uint32_t new_count; /* Fields that the check found to be new. */
	struct dev_fault *fault;
};

static bool merge_properties(struct merge *m, struct dev_field *parent,
                             const struct leat_json *json, bool are_variants);

static const char *type_of(const struct leat_json *json, struct leat_buf *text)
{
	struct leat_str type = leat_json_get_str(json, "type");

	if (!type.p)
		return "object";
	leat_buf_clear(text);
	leat_buf_str(text, type);
	return leat_buf_cstr(text);
}

/* @p field is NULL during a check of a field that is new. */
static bool merge_field(struct merge *m, struct dev_field *parent, struct dev_field *field,
                        const struct leat_json *json, const char *type, bool is_variant)
{
	struct leat_str format = leat_json_get_str(json, "format");

	if (field && strcmp(field->type, type) != 0)
		return leat_dev_fault_set(m->fault, "illegal_argument_exception",
		                          "mapper [%.*s] cannot be changed from type [%s] to [%s]",
		                          LEAT_STR_ARG(json->key), field->type, type);
	if (!field && m->is_check)
		m->new_count++;
	if (!field && !m->is_check)
		field = leat_dev_field_new(m->mapping, parent, json->key, type, is_variant);
	if (!m->is_check) {
		if (format.p) {
			free(field->format);
			field->format = leat_strndup(format.p, format.n);
		}
		char *extra = take_extra(json);
		if (extra) {
			free(field->extra);
			field->extra = extra;
		}
	}
	return merge_properties(m, field, leat_json_get(json, "properties"), false) &&
	       merge_properties(m, field, leat_json_get(json, "fields"), true);
}

static bool merge_properties(struct merge *m, struct dev_field *parent,
                             const struct leat_json *json, bool are_variants)
{
	struct leat_buf type;
	bool ok = true;

	if (!json)
		return true;
	if (json->type != LEAT_JSON_OBJECT)
		return leat_dev_fault_set(
			m->fault, "mapper_parsing_exception",
			"Expected map for property [properties] but got something else");
	leat_buf_init(&type, 1000);
	for (const struct leat_json *child = json->first; child && ok; child = child->next) {
		struct leat_map *map = !parent        ? NULL
		                       : are_variants ? &parent->variants
		                                      : &parent->children;

		if (child->type != LEAT_JSON_OBJECT)
			ok = leat_dev_fault_set(
				m->fault, "mapper_parsing_exception",
				"Expected map for property [fields] on field [%.*s] but got "
				"something else",
				LEAT_STR_ARG(child->key));
		else if (!leat_dev_field_is_name(child->key))
			ok = leat_dev_fault_set(
				m->fault, "illegal_argument_exception",
				"field name [%.*s] is not supported by the embedded index",
				LEAT_STR_ARG(child->key));
		else
			ok = merge_field(m, parent, map ? leat_map_get(map, child->key) : NULL,
			                 child, type_of(child, &type), are_variants);
	}
	leat_buf_done(&type);
	return ok;
}

static bool merge_dynamic(struct dev_mapping *mapping, const struct leat_json *json,
                          struct dev_fault *fault)
{
	static const char *const names[] = { "true", "false", "strict", "runtime" };
	static const enum dev_dynamic values[] = { DEV_DYNAMIC_TRUE, DEV_DYNAMIC_FALSE,
		                                   DEV_DYNAMIC_STRICT, DEV_DYNAMIC_TRUE };
	const struct leat_json *dynamic = leat_json_get(json, "dynamic");
	struct leat_str text;

	if (!dynamic)
		return true;
	text = dynamic->type == LEAT_JSON_BOOL
	               ? (dynamic->boolean ? LEAT_STR("true") : LEAT_STR("false"))
	               : dynamic->text;
	for (size_t i = 0; i < LEAT_COUNT(names); i++) {
		if (!str_is(text, names[i]))
			continue;
		mapping->dynamic = values[i];
		mapping->has_dynamic = true;
		return true;
	}
	return leat_dev_fault_set(fault, "mapper_parsing_exception",
	                          "Could not convert [dynamic] to boolean or strict");
}

bool leat_dev_mapping_merge(struct dev_mapping *mapping, const struct leat_json *json,
                            struct dev_fault *fault)
{
	struct merge m = { .mapping = mapping, .is_check = true, .fault = fault };
	const struct leat_json *properties = leat_json_get(json, "properties");

	if (json->type != LEAT_JSON_OBJECT)
		return leat_dev_fault_set(fault, "mapper_parsing_exception",
		                          "Expected a mapping object");
	if (!merge_properties(&m, mapping->root, properties, false) ||
	    !merge_dynamic(mapping, json, fault))
		return false;
	if (mapping->field_count + m.new_count > DEV_FIELDS_MAX)
		return leat_dev_fault_set(fault, "illegal_argument_exception",
		                          "Limit of total fields [%d] has been exceeded",
		                          DEV_FIELDS_MAX);
	m.is_check = false;
	/* A name that is there twice may still contradict itself. */
	return merge_properties(&m, mapping->root, properties, false);
}

/* ---- to JSON ---- */

static void write_fields(const struct leat_map *map, const char *key, struct leat_buf *out);

static void write_field(const struct dev_field *field, struct leat_buf *out)
{
	bool is_plain = strcmp(field->type, "object") == 0;

	leat_buf_char(out, '{');
	if (!is_plain || field->children.count == 0) {
		leat_buf_text(out, "\"type\":");
		leat_json_quote(out, leat_str_of(field->type));
	}
	if (field->format) {
		leat_buf_text(out, ",\"format\":");
		leat_json_quote(out, leat_str_of(field->format));
	}
	if (field->children.count > 0 && (!is_plain || field->format))
		leat_buf_char(out, ',');
	write_fields(&field->children, "properties", out);
	if (field->variants.count > 0)
		leat_buf_char(out, ',');
	write_fields(&field->variants, "fields", out);
	if (field->extra)
		leat_buf_text(out, field->extra);
	leat_buf_char(out, '}');
}

static void write_fields(const struct leat_map *map, const char *key, struct leat_buf *out)
{
	const struct leat_map_entry *entry;
	const char *before = "";

	if (map->count == 0)
		return;
	leat_buf_printf(out, "\"%s\":{", key);
	for (uint32_t at = 0; (entry = leat_map_next(map, &at));) {
		leat_buf_text(out, before);
		leat_json_quote(out, entry->key);
		leat_buf_char(out, ':');
		write_field(entry->value, out);
		before = ",";
	}
	leat_buf_char(out, '}');
}

void leat_dev_mapping_write(const struct dev_mapping *mapping, struct leat_json_writer *w)
{
	static const char *const names[] = { "true", "false", "strict" };
	struct leat_buf text;

	leat_buf_init(&text, 64 << 20);
	leat_buf_char(&text, '{');
	if (mapping->has_dynamic)
		leat_buf_printf(&text, "\"dynamic\":\"%s\"%s", names[mapping->dynamic],
		                mapping->root->children.count ? "," : "");
	write_fields(&mapping->root->children, "properties", &text);
	leat_buf_char(&text, '}');
	leat_json_write_raw(w, leat_buf_view(&text));
	leat_buf_done(&text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Options of datagen, those of single fields included. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/number.h"
#include "connectors/datagen/connector.h"
#include "connectors/datagen/datagen_int.h"

static const struct leat_opt datagen_opts[] = {
	{ .name = "fields", .type = LEAT_OPT_MAP, .offset = offsetof(struct datagen_config, fields),
	  .doc = "For column c: fields.c.kind is random or sequence; fields.c.start and .end bound a "
	         "sequence; fields.c.min, .max, .max-past, .length, .var-len and .null-rate shape random "
	         "values." },
	{ .name = "number-of-rows", .type = LEAT_OPT_INT,
	  .offset = offsetof(struct datagen_config, number_of_rows), .min = 0, .max = INT64_MAX,
	  .doc = "The table ends after so many rows; without it, and without a sequence, it never "
	         "ends." },
	{ .name = "rows-per-second", .type = LEAT_OPT_INT,
	  .offset = offsetof(struct datagen_config, rows_per_second), .fallback = "10000", .min = 1,
	  .max = 1000000000, .doc = "The rate at which rows are made." },
	{ .name = "scan.parallelism", .type = LEAT_OPT_INT, .flags = LEAT_OPT_IGNORED,
	  .offset = offsetof(struct datagen_config, parallelism),
	  .doc = "Accepted and without effect." },
	{ 0 },
};

/* Set one option "rest" of a field; false: there is no such option, or not this value. */
static bool set_option(struct datagen_field *f, struct leat_str name, struct leat_str value)
{
	const char *text = name.p;
	bool is_time = f->type->id == LEAT_DATE || f->type->id == LEAT_TIME ||
	               leat_type_is_timestamp(f->type);

#define IS(literal) (name.n == sizeof(literal) - 1 && memcmp(text, literal, name.n) == 0)
	if (IS("kind")) {
		bool is_sequence = leat_str_is(value, "sequence");
		f->kind = is_sequence ? DATAGEN_SEQUENCE : DATAGEN_RANDOM;
		return is_sequence || (leat_str_is(value, "random"));
	}
	if (IS("start"))
		return leat_number_parse_i64(value, &f->start);
	if (IS("end"))
		return leat_number_parse_i64(value, &f->end);
	if (IS("min"))
		return leat_number_parse_f64(value, &f->min) &&
		       (!leat_type_is_integer(f->type) ||
		        leat_number_parse_i64(value, &f->min_i64));
	if (IS("max"))
		return leat_number_parse_f64(value, &f->max) &&
		       (!leat_type_is_integer(f->type) ||
		        leat_number_parse_i64(value, &f->max_i64));
	if (IS("max-past"))
		return is_time && leat_duration_parse(value, &f->max_past_us, NULL) == 0;
	if (IS("length"))
		return leat_number_parse_i64(value, &f->length) && f->length >= 0 &&
		       f->length <= 1 << 20;
	if (IS("var-len")) {
		f->var_len = leat_str_is(value, "true");
		return f->var_len || (leat_str_is(value, "false"));
	}
	if (IS("null-rate"))
		return leat_number_parse_f64(value, &f->null_rate) && f->null_rate >= 0 &&
		       f->null_rate <= 1;
#undef IS
	return false;
}

static void set_defaults(struct datagen_field *f, const struct leat_type *type)
{
	int bits = type->id == LEAT_TINYINT    ? 8
	           : type->id == LEAT_SMALLINT ? 16
	           : type->id == LEAT_INT      ? 32
	                                       : 64;

	*f = (struct datagen_field){ .type = type, .length = 100, .start = 0, .end = -1 };
	f->max_i64 = INT64_MAX >> (64 - bits);
	f->min_i64 = -f->max_i64 - 1;
	if (type->id == LEAT_FLOAT || type->id == LEAT_DOUBLE) {
		f->max = type->id == LEAT_FLOAT ? (double)FLT_MAX : DBL_MAX;
	} else if (type->id == LEAT_DECIMAL) {
		f->max = 1;
		for (int i = type->scale; i < type->precision; i++)
			f->max *= 10;
	} else if (type->id == LEAT_CHAR || type->id == LEAT_BINARY) {
		f->length = type->length;
	} else if (leat_type_phys(type) == LEAT_PHYS_LIST) {
		f->length = 3;
	} else if ((type->id == LEAT_VARCHAR || type->id == LEAT_VARBINARY) &&
	           type->length < f->length) {
		f->length = type->length;
	}
}

/* Options of "name.": those of parts of it begin with "name.part.". */
static int apply_options(const struct datagen_config *config, struct leat_str name,
                         struct datagen_field *f, struct leat_err *err)
{
	for (uint32_t i = 0; i < config->fields.count; i++) {
		const struct leat_opt_pair *pair = &config->fields.pairs[i];
		if (pair->key.n <= name.n || memcmp(pair->key.p, name.p, name.n) != 0 ||
		    pair->key.p[name.n] != '.')
			continue;
		struct leat_str rest = { pair->key.p + name.n + 1, pair->key.n - name.n - 1 };
		if (memchr(rest.p, '.', rest.n))
			continue;
		if (!set_option(f, rest, pair->value))
			return leat_err_at(err, LEAT_E_OPTION_VALUE, pair->value_span,
			                   "'fields.%.*s' does not take '%.*s'",
			                   LEAT_STR_ARG(pair->key), LEAT_STR_ARG(pair->value));
	}
	return 0;
}

static int init_children(const struct datagen_config *config, struct leat_arena *arena,
                         struct leat_str name, struct datagen_field *f, struct leat_err *err)
{
	const struct leat_type *type = f->type;

	f->child_count = type->child_count + (type->id == LEAT_MULTISET);
	f->children = LEAT_ARENA_ARRAY(arena, struct datagen_field, f->child_count);
	for (uint32_t i = 0; i < f->child_count; i++) {
		const struct leat_type *child = i < type->child_count ? type->children[i]
		                                                      : leat_type_basic(LEAT_INT);
		struct leat_str part = type->id == LEAT_ROW                   ? type->names[i]
		                       : type->id == LEAT_MAP && i == 0       ? LEAT_STR("key")
		                       : type->id == LEAT_MAP                 ? LEAT_STR("value")
		                                                              : LEAT_STR("element");
		const char *path = leat_arena_printf(arena, "%.*s.%.*s", LEAT_STR_ARG(name),
		                                     LEAT_STR_ARG(part));
		LEAT_TRY(leat_datagen_field(config, arena, leat_str_of(path), child,
		                            &f->children[i], err));
	}
	return 0;
}

int leat_datagen_field(const struct datagen_config *config, struct leat_arena *arena,
                       struct leat_str name, const struct leat_type *type,
                       struct datagen_field *ret, struct leat_err *err)
{
	set_defaults(ret, type);
	LEAT_TRY(apply_options(config, name, ret, err));
	bool can_count = leat_type_is_numeric(type) || leat_type_is_text(type);
	if (ret->kind == DATAGEN_SEQUENCE && !can_count)
		return leat_err_set(err, LEAT_E_TYPE,
		                    "column \"%.*s\" has a type that cannot be a sequence",
		                    LEAT_STR_ARG(name));
	if (ret->kind == DATAGEN_SEQUENCE && ret->end < ret->start)
		return leat_err_set(
			err, LEAT_E_OPTION_MISSING,
			"'fields.%.*s.start' and 'fields.%.*s.end' must be given, the end not "
			"before the start",
			LEAT_STR_ARG(name), LEAT_STR_ARG(name));
	if (ret->min_i64 > ret->max_i64 || ret->min > ret->max)
		return leat_err_set(err, LEAT_E_OPTION_VALUE,
		                    "'fields.%.*s.min' is larger than 'fields.%.*s.max'",
		                    LEAT_STR_ARG(name), LEAT_STR_ARG(name));
	return init_children(config, arena, name, ret, err);
}

/* Each option belongs to a column, and each column's options make sense. */
static int datagen_check(const struct leat_table *table, bool as_sink, struct leat_err *err)
{
	const struct datagen_config *config = table->config;
	struct leat_arena *arena = leat_arena_new(0);
	int r = 0;

	(void)as_sink;
	for (uint32_t i = 0; i < config->fields.count && !r; i++) {
		const struct leat_opt_pair *pair = &config->fields.pairs[i];
		bool is_known = false;
		for (uint32_t c = 0; c < table->column_count; c++) {
			struct leat_str name = table->columns[c].name;
			is_known |= pair->key.n > name.n && pair->key.p[name.n] == '.' &&
			            memcmp(pair->key.p, name.p, name.n) == 0;
		}
		if (!is_known)
			r = leat_err_at(err, LEAT_E_OPTION_UNKNOWN, pair->key_span,
			                "'fields.%.*s' names no column of the table",
			                LEAT_STR_ARG(pair->key));
	}
	for (uint32_t c = 0; c < table->column_count && !r; c++) {
		struct datagen_field field;
		r = leat_datagen_field(config, arena, table->columns[c].name,
		                       table->columns[c].type, &field, err);
	}
	leat_arena_free(arena);
	return r;
}

static bool datagen_is_bounded(const struct leat_table *table)
{
	const struct datagen_config *config = table->config;

	if (config->number_of_rows)
		return true;
	for (uint32_t i = 0; i < config->fields.count; i++) {
		struct leat_str value = config->fields.pairs[i].value;
		if (leat_str_is(value, "sequence"))
			return true;
	}
	return false;
}

const struct leat_connector leat_connector_datagen = {
	.name = "datagen",
	.doc = "Makes rows of random or counted values, for tests and demonstrations.",
	.opts = datagen_opts,
	.config_size = sizeof(struct datagen_config),
	.source = &leat_datagen_source,
	.check = datagen_check,
	.is_bounded = datagen_is_bounded,
};

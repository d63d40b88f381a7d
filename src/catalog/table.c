/* SPDX-License-Identifier: Apache-2.0 */
/* From a declared table and hints to what its connector sees. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/nearest.h"
#include "base/vec.h"
#include "catalog/catalog.h"

#include "leat/format.h"

/* Everything that one leat_table_new() works on. */
struct maker {
	const struct leat_table_request *request; /* what is asked for */
	struct leat_arena *arena;                 /* result's memory */
	struct leat_diags *diags;                 /* where errors go */
	uint32_t errors_before;                   /* diags->error_count at the start */
	struct leat_table *table;                 /* the result */
	LEAT_VEC(struct leat_opt_pair) pairs;     /* hints and options, each key once */
};

/* One of the two formats of a table while its options are parsed. */
struct format_slot {
	const struct leat_format *format; /* or NULL */
	void *config;                     /* its config */
	const char *prefix; /* "" or "value." or "key." in front of the format's name */
};

/* Options of every table: Flink's, that belong to no connector. */
static const struct leat_opt common_opts[] = {
	{ .name = "scan.watermark.idle-timeout",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "A partition without records for so long no longer holds the watermark back." },
	{ .name = "scan.watermark",
	  .type = LEAT_OPT_MAP,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "Of Flink; without effect here." },
	{ .name = "scan.parallelism",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "A job is one pipeline." },
	{ .name = "sink.parallelism",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "A job is one pipeline." },
	{ .name = "property-version",
	  .type = LEAT_OPT_STR,
	  .flags = LEAT_OPT_IGNORED,
	  .doc = "Of Flink; without effect here." },
	{ .name = NULL },
};

const struct leat_connector *leat_registry_connector(const struct leat_registry *registry,
                                                     struct leat_str name)
{
	for (uint32_t i = 0; registry->connectors && registry->connectors[i]; i++)
		if (leat_str_is(name, registry->connectors[i]->name))
			return registry->connectors[i];
	return NULL;
}

const struct leat_format *leat_registry_format(const struct leat_registry *registry,
                                               struct leat_str name)
{
	for (uint32_t i = 0; registry->formats && registry->formats[i]; i++)
		if (leat_str_is(name, registry->formats[i]->name))
			return registry->formats[i];
	return NULL;
}

/* Hints first: of several pairs with one key the first counts, but within a list the last. */
static void merge_pairs(struct maker *m)
{
	const struct leat_table_request *request = m->request;

	for (int from_table = 0; from_table < 2; from_table++) {
		const struct leat_opt_pair *list = from_table ? request->relation->options
		                                              : request->hints;
		uint32_t n = from_table ? request->relation->option_count : request->hint_count;
		uint32_t first = m->pairs.count;

		for (uint32_t i = 0; i < n; i++) {
			uint32_t at = 0;

			while (at < m->pairs.count && (m->pairs.items[at].key.n != list[i].key.n ||
			                               memcmp(m->pairs.items[at].key.p,
			                                      list[i].key.p, list[i].key.n) != 0))
				at++;
			if (at == m->pairs.count)
				*LEAT_VEC_ADD(m->arena, &m->pairs) = list[i];
			else if (at >= first)
				m->pairs.items[at] = list[i];
		}
	}
}

/* Secrets in the values; what is shown of the table keeps them as they were written. */
static void resolve_values(struct maker *m)
{
	const struct leat_registry *registry = m->request->registry;
	struct leat_opt_pair *written = LEAT_ARENA_ARRAY(m->arena, struct leat_opt_pair,
	                                                 m->pairs.count + 1);

	for (uint32_t i = 0; i < m->pairs.count; i++) {
		struct leat_opt_pair *pair = &m->pairs.items[i];
		struct leat_err err;

		written[i] = *pair;
		if (!registry->resolve || m->request->names_only)
			continue;
		if (registry->resolve(m->arena, pair->value, &pair->value, &err)) {
			err.span = pair->value_span;
			leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
		}
	}
	m->table->options = written;
	m->table->option_count = m->pairs.count;
}

static const struct leat_opt_pair *pair_of(const struct maker *m, const char *key)
{
	for (uint32_t i = 0; i < m->pairs.count; i++)
		if (leat_str_is(m->pairs.items[i].key, key))
			return &m->pairs.items[i];
	return NULL;
}

static int find_connector(struct maker *m)
{
	const struct leat_registry *registry = m->request->registry;
	const struct leat_relation *relation = m->request->relation;
	const struct leat_opt_pair *pair = pair_of(m, "connector");
	struct leat_nearest near;
	struct leat_err err;

	if (!pair)
		return leat_diags_error(m->diags, LEAT_E_OPTION_MISSING, relation->span,
		                        "the table \"%.*s\" has no option 'connector'",
		                        LEAT_STR_ARG(relation->name));
	m->table->connector = leat_registry_connector(registry, pair->value);
	if (m->table->connector)
		return 0;
	near = leat_nearest_of(pair->value);
	for (uint32_t i = 0; registry->connectors && registry->connectors[i]; i++)
		leat_nearest_offer_text(&near, registry->connectors[i]->name);
	leat_err_at(&err, LEAT_E_OPTION_VALUE, pair->value_span, "there is no connector \"%.*s\"",
	            LEAT_STR_ARG(pair->value));
	leat_nearest_hint(&near, &err);
	leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
	return -LEAT_E_OPTION_VALUE;
}

/* Physical columns: what formats see. */
static const struct leat_schema *physical_schema(struct maker *m)
{
	struct leat_schema *schema = LEAT_ARENA_NEW(m->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(m->arena, struct leat_field,
	                                             m->table->column_count + 1);

	for (uint32_t i = 0; i < m->table->column_count; i++)
		if (!m->table->columns[i].metadata_key)
			fields[schema->field_count++] = (struct leat_field){
				m->table->columns[i].name, m->table->columns[i].type
			};
	schema->fields = fields;
	return schema;
}

static struct format_slot find_format(struct maker *m, const char *key, const char *also,
                                      const char *fallback)
{
	const struct leat_registry *registry = m->request->registry;
	const struct leat_opt_pair *pair = pair_of(m, key);
	struct format_slot slot = { .prefix = "" };
	struct leat_nearest near;
	struct leat_err err;

	if (pair)
		slot.prefix = leat_str_has_prefix(pair->key, "key.") ? "key." : "";
	if (!pair && also && (pair = pair_of(m, also)))
		slot.prefix = "value.";
	if (!pair && !fallback)
		return slot;
	struct leat_str name = pair ? pair->value : leat_str_of(fallback);
	slot.format = leat_registry_format(registry, name);
	if (slot.format) {
		slot.config = leat_arena_zalloc(m->arena, slot.format->config_size + 1);
		leat_opt_defaults(slot.format->opts, m->arena, slot.config);
		return slot;
	}
	near = leat_nearest_of(name);
	for (uint32_t i = 0; registry->formats && registry->formats[i]; i++)
		leat_nearest_offer_text(&near, registry->formats[i]->name);
	leat_err_at(&err, LEAT_E_OPTION_VALUE, pair ? pair->value_span : m->request->relation->span,
	            "there is no format \"%.*s\"", LEAT_STR_ARG(name));
	leat_nearest_hint(&near, &err);
	leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
	return slot;
}

/* The modern spelling of a legacy key: of a map, with the same rest. */
static void warn_legacy(struct maker *m, const struct leat_opt *row,
                        const struct leat_opt_pair *pair)
{
	uint32_t cut = row->type == LEAT_OPT_MAP ? (uint32_t)strlen(row->name) : pair->key.n;
	struct leat_str rest = { pair->key.p + cut, pair->key.n - cut };
	char hint[240];

	snprintf(hint, sizeof(hint), "write '%s%.*s'", row->alias_of, LEAT_STR_ARG(rest));
	leat_diags_warn(m->diags, pair->key_span, hint, "'%.*s' is an older spelling of '%s%.*s'",
	                LEAT_STR_ARG(pair->key), row->alias_of, LEAT_STR_ARG(rest));
}

/* One pair by one table of rows; true when the table has a row for it. */
static bool set_by(struct maker *m, const struct leat_opt *table, void *config,
                   const struct leat_opt_pair *pair)
{
	const struct leat_opt *row = leat_opt_find(table, pair->key);
	struct leat_err err;

	if (!row)
		return false;
	if (row->flags & LEAT_OPT_LEGACY)
		warn_legacy(m, row, pair);
	if (leat_opt_set(table, row, m->arena, pair, config, &err))
		leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
	return true;
}

/* "json.ignore-parse-errors" for the format json; true when the pair was meant for it. */
static bool set_by_format(struct maker *m, struct format_slot *slot,
                          const struct leat_opt_pair *pair)
{
	struct leat_opt_pair inner = *pair;
	struct leat_err err;
	char prefix[80];
	size_t n;

	if (!slot->format)
		return false;
	snprintf(prefix, sizeof(prefix), "%s%s.", slot->prefix, slot->format->name);
	if (!leat_str_has_prefix(pair->key, prefix))
		return false;
	n = strlen(prefix);
	inner.key = (struct leat_str){ pair->key.p + n, pair->key.n - (uint32_t)n };
	if (set_by(m, slot->format->opts, slot->config, &inner))
		return true;
	const char *near = leat_opt_nearest(slot->format->opts, inner.key);
	leat_err_at(&err, LEAT_E_OPTION_UNKNOWN, pair->key_span,
	            "the format \"%s\" has no option '%.*s'", slot->format->name,
	            LEAT_STR_ARG(pair->key));
	if (near)
		leat_err_hint(&err, "did you mean \"%s%s\"?", prefix, near);
	leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
	return true;
}

static void unknown_option(struct maker *m, const struct leat_opt_pair *pair)
{
	const struct leat_connector *connector = m->table->connector;
	const char *near = leat_opt_nearest(connector->opts, pair->key);
	struct leat_err err;

	leat_err_at(&err, LEAT_E_OPTION_UNKNOWN, pair->key_span,
	            "the connector \"%s\" has no option '%.*s'", connector->name,
	            LEAT_STR_ARG(pair->key));
	if (near)
		leat_err_hint(&err, "did you mean \"%s\"?", near);
	leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
}

/* By its name or an older one. */
static bool is_given(const struct maker *m, const struct leat_opt *row)
{
	for (uint32_t i = 0; i < m->pairs.count; i++) {
		const struct leat_opt *by = leat_opt_find(m->table->connector->opts,
		                                          m->pairs.items[i].key);

		if (by && (by == row || (by->alias_of && strcmp(by->alias_of, row->name) == 0)))
			return true;
	}
	return false;
}

static void warn_expected(struct maker *m, const struct leat_opt *row)
{
	char hint[120];

	snprintf(hint, sizeof(hint), "write '%s' = '...'", row->name);
	leat_diags_warn(m->diags, m->request->relation->span, hint,
	                "the table \"%.*s\" has no option '%s'; that of the configuration is taken",
	                LEAT_STR_ARG(m->table->name), row->name);
}

static void check_required(struct maker *m)
{
	const struct leat_opt *table = m->table->connector->opts;

	for (const struct leat_opt *row = table; row && row->name; row++) {
		if (!(row->flags & (LEAT_OPT_REQUIRED | LEAT_OPT_EXPECTED)) || is_given(m, row))
			continue;
		if (row->flags & LEAT_OPT_EXPECTED)
			warn_expected(m, row);
		else
			leat_diags_error(m->diags, LEAT_E_OPTION_MISSING,
			                 m->request->relation->span,
			                 "the table \"%.*s\" needs the option '%s'",
			                 LEAT_STR_ARG(m->table->name), row->name);
	}
}

static void set_options(struct maker *m)
{
	const struct leat_connector *connector = m->table->connector;
	void *config = leat_arena_zalloc(m->arena, connector->config_size + 1);
	bool no_format = connector->needs_format && !pair_of(m, "format") &&
	                 !pair_of(m, "value.format");
	const char *fallback = no_format ? connector->default_format : NULL;
	struct format_slot value = find_format(m, "format", "value.format", fallback);
	struct format_slot key = find_format(m, "key.format", NULL, NULL);

	if (fallback && connector->default_format_is_legacy && !m->request->names_only) {
		char hint[120];

		snprintf(hint, sizeof(hint), "write 'format' = '%s'", fallback);
		leat_diags_warn(m->diags, m->request->relation->span, hint,
		                "the table \"%.*s\" has no option 'format'; '%s' is assumed",
		                LEAT_STR_ARG(m->table->name), fallback);
	}
	leat_opt_defaults(connector->opts, m->arena, config);
	for (uint32_t i = 0; i < m->pairs.count; i++) {
		const struct leat_opt_pair *pair = &m->pairs.items[i];
		bool is_format = leat_str_is(pair->key, "format") ||
		                 leat_str_is(pair->key, "value.format") ||
		                 leat_str_is(pair->key, "key.format");

		if (leat_str_is(pair->key, "connector") || (is_format && connector->needs_format))
			(void)(leat_opt_find(connector->opts, pair->key) &&
			       set_by(m, connector->opts, config, pair));
		else if (!set_by(m, connector->opts, config, pair) &&
		         !set_by_format(m, &value, pair) && !set_by_format(m, &key, pair) &&
		         !set_by(m, common_opts, NULL, pair))
			unknown_option(m, pair);
	}
	m->table->config = config;
	m->table->format = value.format;
	m->table->format_config = value.config;
	m->table->key_format = key.format;
	m->table->key_format_config = key.config;
}

static const struct leat_metadata *metadata_of(const struct leat_connector *connector,
                                               struct leat_str key)
{
	for (const struct leat_metadata *row = connector->metadata; row && row->key; row++)
		if (leat_str_is(key, row->key))
			return row;
	return NULL;
}

static void unknown_metadata(struct maker *m, struct leat_str key, struct leat_span span)
{
	struct leat_nearest near = leat_nearest_of(key);
	struct leat_err err;

	for (const struct leat_metadata *row = m->table->connector->metadata; row && row->key;
	     row++)
		leat_nearest_offer_text(&near, row->key);
	leat_err_at(&err, LEAT_E_UNKNOWN_COLUMN, span,
	            "the connector \"%s\" has no metadata \"%.*s\"", m->table->connector->name,
	            LEAT_STR_ARG(key));
	leat_nearest_hint(&near, &err);
	leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
}

static bool is_persisted(const struct leat_catalog_column *column, bool as_sink)
{
	return column->kind != LEAT_COLUMN_COMPUTED && !(as_sink && column->is_virtual);
}

/* Index in the table's columns of column @p index of the relation. */
static uint32_t column_index(const struct maker *m, uint32_t index)
{
	const struct leat_relation *relation = m->request->relation;
	uint32_t at = 0;

	for (uint32_t i = 0; i < index; i++)
		at += is_persisted(&relation->columns[i], m->request->as_sink);
	return at;
}

static const uint32_t *column_indices(struct maker *m, uint32_t count, const uint32_t *from)
{
	uint32_t *indices = LEAT_ARENA_ARRAY(m->arena, uint32_t, count + 1);

	for (uint32_t i = 0; i < count; i++)
		indices[i] = column_index(m, from[i]);
	return indices;
}

static void set_columns(struct maker *m)
{
	const struct leat_relation *relation = m->request->relation;
	struct leat_table_column *columns = LEAT_ARENA_ARRAY(m->arena, struct leat_table_column,
	                                                     relation->column_count + 2);
	uint32_t n = 0;

	for (uint32_t i = 0; i < relation->column_count; i++) {
		const struct leat_catalog_column *from = &relation->columns[i];
		struct leat_table_column *column = &columns[n];

		if (!is_persisted(from, m->request->as_sink))
			continue;
		n++;
		column->name = leat_arena_str(m->arena, from->name);
		column->type = leat_type_copy(m->arena, from->type);
		if (from->kind == LEAT_COLUMN_METADATA) {
			const struct leat_metadata *row = metadata_of(m->table->connector,
			                                              from->metadata_key);

			if (!row) {
				unknown_metadata(m, from->metadata_key, from->span);
				continue;
			}
			column->metadata_key = row->key;
			column->type = row->type;
		}
	}
	if (m->request->extra_metadata) {
		const char *key = m->request->extra_metadata;
		struct leat_str name = leat_str_of(key);
		const struct leat_metadata *row = metadata_of(m->table->connector, name);

		if (row)
			columns[n++] = (struct leat_table_column){ name, row->type, row->key };
	}
	m->table->columns = columns;
	m->table->column_count = n;
	m->table->key_count = relation->key_count;
	m->table->key_columns = column_indices(m, relation->key_count, relation->keys);
	m->table->partition_count = relation->partition_count;
	m->table->partition_columns = column_indices(m, relation->partition_count,
	                                             relation->partitions);
}

static void check_formats(struct maker *m)
{
	const struct leat_table *table = m->table;
	const struct leat_schema *physical = physical_schema(m);
	bool as_sink = m->request->as_sink;
	struct leat_err err;

	/* A format that is not known was reported where it is named. */
	bool is_named = pair_of(m, "format") || pair_of(m, "value.format");
	if (table->connector->needs_format && !table->format && !is_named) {
		leat_diags_error(m->diags, LEAT_E_OPTION_MISSING, m->request->relation->span,
		                 "the table \"%.*s\" needs the option 'format'",
		                 LEAT_STR_ARG(table->name));
		return;
	}
	if (!table->format)
		return;
	if (!(as_sink ? (void *)table->format->encoder_new : (void *)table->format->decoder_new))
		leat_diags_error(m->diags, LEAT_E_OPTION_VALUE, m->request->relation->span,
		                 "the format \"%s\" cannot be %s", table->format->name,
		                 as_sink ? "written" : "read");
	else if (table->format->check &&
	         table->format->check(table->format_config, physical, as_sink, &err)) {
		leat_err_place(&err, m->request->relation->span);
		leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
	}
}

/* What one option alone cannot say, once all have been parsed without an error. */
static void check_table(struct maker *m)
{
	const struct leat_connector *connector = m->table->connector;
	bool as_sink = m->request->as_sink;
	struct leat_err err;

	if (as_sink ? !connector->sink : !connector->source) {
		const struct leat_opt_pair *pair = pair_of(m, "connector");

		leat_diags_error(m->diags, LEAT_E_OPTION_VALUE, pair->value_span,
		                 "the connector \"%s\" can only be %s", connector->name,
		                 as_sink ? "read" : "written");
		return;
	}
	check_required(m);
	check_formats(m);
	if (m->diags->error_count != m->errors_before || !connector->check)
		return;
	if (connector->check(m->table, as_sink, &err)) {
		leat_err_place(&err, m->request->relation->span);
		leat_diags_add(m->diags, LEAT_SEVERITY_ERROR, &err);
	}
}

int leat_table_new(const struct leat_table_request *request, struct leat_arena *arena,
                   struct leat_diags *diags, const struct leat_table **ret)
{
	struct maker m = {
		.request = request,
		.arena = arena,
		.diags = diags,
		.errors_before = diags->error_count,
		.table = LEAT_ARENA_NEW(arena, struct leat_table),
	};

	leat_assert(!request->relation->is_view);
	m.table->name = leat_arena_str(arena, request->relation->name);
	m.table->span = request->relation->span;
	merge_pairs(&m);
	resolve_values(&m);
	LEAT_TRY(find_connector(&m));
	set_options(&m);
	set_columns(&m);
	if (!request->names_only)
		check_table(&m);
	if (diags->error_count != m.errors_before)
		return -(int)diags->last->err.code;
	*ret = m.table;
	return 0;
}

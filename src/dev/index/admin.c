/* SPDX-License-Identifier: Apache-2.0 */
/* Making, showing and deleting indices; their mappings and settings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "dev/index/rest.h"

/* ---- settings ---- */

static struct leat_str without_prefix(struct leat_str name)
{
	static const char prefix[] = "index.";
	uint32_t n = sizeof(prefix) - 1;

	if (name.n > n && memcmp(name.p, prefix, n) == 0)
		return (struct leat_str){ name.p + n, name.n - n };
	return name;
}

static bool begins(struct leat_str s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* Those of Elasticsearch and OpenSearch, by their beginnings: a misspelt one must be noticed. */
static bool is_known(struct leat_str name)
{
	static const char *const known[] = {
		"number_of_shards",
		"number_of_replicas",
		"number_of_routing_shards",
		"refresh_interval",
		"max_",
		"mapping.",
		"analysis.",
		"analyze.",
		"blocks.",
		"routing.",
		"routing_",
		"translog.",
		"merge.",
		"codec",
		"sort.",
		"query.",
		"search.",
		"similarity",
		"auto_expand_replicas",
		"default_pipeline",
		"final_pipeline",
		"gc_deletes",
		"hidden",
		"lifecycle.",
		"priority",
		"soft_deletes",
		"store.",
		"unassigned.",
		"write.",
		"indexing.",
		"knn",
		"plugins.",
		"shard.",
		"highlight.",
		"format",
		"mode",
		"time_series.",
		"version.",
		"load_fixed_bitset",
		"fielddata.",
		"warmer.",
		"requests.",
		"data_path",
		"top_metrics_max_size",
		"allocation.",
		"optimize_auto_generated_id",
		"replication.",
		"append_only",
		"flush_after_merge",
		"percolator.",
	};

	for (size_t i = 0; i < LEAT_COUNT(known); i++)
		if (begins(name, known[i]))
			return true;
	return false;
}

static bool check_setting(struct leat_str name, struct leat_str value, struct dev_fault *fault)
{
	int64_t number;
	bool is_shards = leat_dev_str_is(name, "number_of_shards");

	if (!is_known(name))
		return leat_dev_fault_set(
			fault, "illegal_argument_exception",
			"unknown setting [index.%.*s] please check that any required plugins "
			"are installed, or check the breaking changes documentation for "
			"removed settings",
			LEAT_STR_ARG(name));
	if (!is_shards && !leat_dev_str_is(name, "number_of_replicas"))
		return true;
	if (!leat_number_parse_i64(value, &number))
		return leat_dev_fault_set(fault, "illegal_argument_exception",
		                          "Failed to parse value [%.*s] for setting [index.%.*s]",
		                          LEAT_STR_ARG(value), LEAT_STR_ARG(name));
	if (number < is_shards)
		return leat_dev_fault_set(
			fault, "illegal_argument_exception",
			"Failed to parse value [%.*s] for setting [index.%.*s] must be >= %d",
			LEAT_STR_ARG(value), LEAT_STR_ARG(name), is_shards);
	if (is_shards && number > 1024)
		return leat_dev_fault_set(
			fault, "illegal_argument_exception",
			"Failed to parse value [%.*s] for setting [index.%.*s] must be <= 1024",
			LEAT_STR_ARG(value), LEAT_STR_ARG(name));
	return true;
}

/* Visit the settings of @p json, nested or dotted.  Without @p index they are only checked. */
static bool take_settings(struct dev_request *r, const struct leat_json *json,
                          struct leat_str prefix, struct dev_index *index, struct dev_fault *fault)
{
	for (const struct leat_json *m = json ? json->first : NULL; m; m = m->next) {
		struct leat_str name = m->key;
		struct leat_str value = m->text;

		if (prefix.n) {
			char *joined = leat_arena_printf(
				r->arena, "%.*s.%.*s", LEAT_STR_ARG(prefix), LEAT_STR_ARG(m->key));
			name = leat_str_of(joined);
		}
		name = without_prefix(name);
		if (m->type == LEAT_JSON_OBJECT) {
			bool is_root = leat_dev_str_is(name, "index");

			if (!take_settings(r, m, is_root ? (struct leat_str){ NULL, 0 } : name,
			                   index, fault))
				return false;
			continue;
		}
		if (m->type == LEAT_JSON_BOOL)
			value = m->boolean ? LEAT_STR("true") : LEAT_STR("false");
		if (!index && m->type != LEAT_JSON_NULL && !check_setting(name, value, fault))
			return false;
		if (!index)
			continue;
		free(leat_map_remove(&index->settings, name));
		if (m->type == LEAT_JSON_STRING || m->type == LEAT_JSON_NUMBER ||
		    m->type == LEAT_JSON_BOOL)
			leat_map_set(&index->settings, name, leat_strndup(value.p, value.n));
	}
	return true;
}

static void write_setting(struct leat_json_writer *w, const struct dev_index *index,
                          const char *name, const char *fallback)
{
	const char *value = leat_map_get(&index->settings, leat_str_of(name));

	leat_json_write_text_of(w, name, value ? value : fallback);
}

/* Dotted names become objects, as in Elasticsearch; those with the same beginning follow each other
 * in the order in which they were given. */
static void write_nested(struct leat_json_writer *w, const struct dev_index *index,
                         struct leat_str prefix)
{
	const struct leat_map_entry *entry;
	struct leat_map groups;

	leat_map_init(&groups, NULL);
	leat_json_write_object(w);
	for (uint32_t at = 0; (entry = leat_map_next(&index->settings, &at));) {
		struct leat_str rest = entry->key;
		const char *dot;

		if (prefix.n && (rest.n <= prefix.n || memcmp(rest.p, prefix.p, prefix.n) != 0))
			continue;
		rest = (struct leat_str){ rest.p + prefix.n, rest.n - prefix.n };
		dot = memchr(rest.p, '.', rest.n);
		if (!prefix.n && (leat_dev_str_is(rest, "number_of_shards") ||
		                  leat_dev_str_is(rest, "number_of_replicas")))
			continue; /* shown with the defaults */
		if (!dot) {
			leat_json_write_key_str(w, rest);
			leat_json_write_text(w, entry->value);
			continue;
		}
		struct leat_str head = { rest.p, (uint32_t)(dot - rest.p) };
		if (leat_map_set(&groups, head, (void *)index))
			continue;
		leat_json_write_key_str(w, head);
		write_nested(w, index, (struct leat_str){ entry->key.p, prefix.n + head.n + 1 });
	}
	if (!prefix.n) {
		write_setting(w, index, "number_of_shards", "1");
		write_setting(w, index, "number_of_replicas", "1");
		leat_json_write_text_of(w, "provided_name", index->name);
		leat_json_write_text_of(w, "uuid", index->uuid);
		char created[24];
		(void)snprintf(created, sizeof(created), "%lld", (long long)index->created_ms);
		leat_json_write_text_of(w, "creation_date", created);
		leat_json_write_key(w, "version");
		leat_json_write_raw(w, LEAT_STR("{\"created\":\"8070199\"}"));
	}
	leat_json_write_object_end(w);
	leat_map_done(&groups);
}

static void write_settings(struct leat_json_writer *w, const struct dev_index *index)
{
	leat_json_write_key(w, "settings");
	leat_json_write_object(w);
	leat_json_write_key(w, "index");
	write_nested(w, index, (struct leat_str){ NULL, 0 });
	leat_json_write_object_end(w);
}

static void write_mappings(struct leat_json_writer *w, const struct dev_index *index)
{
	leat_json_write_key(w, "mappings");
	leat_dev_mapping_write(&index->mapping, w);
}

/* ---- handlers ---- */

static void write_acknowledged(struct dev_request *r)
{
	leat_json_write_object(r->json);
	leat_json_write_bool_of(r->json, "acknowledged", true);
	leat_json_write_object_end(r->json);
}

void leat_dev_on_index_head(struct dev_request *r)
{
	struct dev_index **found;
	uint32_t count;

	if (leat_dev_request_indices(r, r->segments[0], &found, &count) && count == 0 &&
	    !memchr(r->segments[0].p, '*', r->segments[0].n))
		r->status = 404;
}

static void for_each_index(struct dev_request *r, struct leat_str pattern,
                           void (*write)(struct leat_json_writer *, const struct dev_index *),
                           void (*write_more)(struct leat_json_writer *, const struct dev_index *))
{
	struct dev_index **found;
	uint32_t count;

	if (!leat_dev_request_indices(r, pattern, &found, &count))
		return;
	leat_json_write_object(r->json);
	for (uint32_t i = 0; i < count; i++) {
		leat_json_write_key(r->json, found[i]->name);
		leat_json_write_object(r->json);
		if (write_more)
			leat_json_write_key(r->json, "aliases"),
				leat_json_write_raw(r->json, LEAT_STR("{}"));
		write(r->json, found[i]);
		if (write_more)
			write_more(r->json, found[i]);
		leat_json_write_object_end(r->json);
	}
	leat_json_write_object_end(r->json);
}

/* The path's index pattern, empty for "/_mapping". */
static struct leat_str pattern_of(const struct dev_request *r)
{
	return r->segment_count > 1 ? r->segments[0] : (struct leat_str){ NULL, 0 };
}

void leat_dev_on_index_get(struct dev_request *r)
{
	for_each_index(r, r->segments[0], write_mappings, write_settings);
}

void leat_dev_on_mapping_get(struct dev_request *r)
{
	for_each_index(r, pattern_of(r), write_mappings, NULL);
}

void leat_dev_on_settings_get(struct dev_request *r)
{
	for_each_index(r, pattern_of(r), write_settings, NULL);
}

/* The mapping of a body, also below a type's name as Elasticsearch 6 and 7 took it. */
static const struct leat_json *mapping_of(const struct leat_json *json)
{
	const struct leat_json *typed = leat_json_get(json, "_doc");

	return typed && typed->type == LEAT_JSON_OBJECT && json->child_count == 1 ? typed : json;
}

void leat_dev_on_index_put(struct dev_request *r)
{
	struct leat_str name = r->segments[0];
	const char *why = leat_dev_store_name_fault(name);
	const struct leat_json *body, *mappings, *settings;
	struct dev_fault fault;

	if (why) {
		leat_dev_request_fail(r, 400, "invalid_index_name_exception",
		                      "Invalid index name [%.*s], %s", LEAT_STR_ARG(name), why);
		return;
	}
	if (!leat_dev_request_json(r, &body))
		return;
	for (const struct leat_json *m = body ? body->first : NULL; m; m = m->next) {
		if (leat_dev_str_is(m->key, "settings") || leat_dev_str_is(m->key, "mappings") ||
		    leat_dev_str_is(m->key, "aliases"))
			continue;
		leat_dev_request_fail(r, 400, "parse_exception",
		                      "unknown key [%.*s] for create index", LEAT_STR_ARG(m->key));
		return;
	}
	struct dev_index *index = leat_dev_store_find(r->store, name);
	if (index) {
		leat_dev_request_fail(r, 400, "resource_already_exists_exception",
		                      "index [%s/%s] already exists", index->name, index->uuid);
		return;
	}
	settings = leat_json_get(body, "settings");
	if (!take_settings(r, settings, (struct leat_str){ NULL, 0 }, NULL, &fault)) {
		leat_dev_request_fault(r, 400, &fault);
		return;
	}
	index = leat_dev_store_create(r->store, name, r->now_ms);
	mappings = leat_json_get(body, "mappings");
	if (mappings && !leat_dev_mapping_merge(&index->mapping, mapping_of(mappings), &fault)) {
		leat_dev_store_drop(r->store, index);
		leat_dev_request_fault(r, 400, &fault);
		return;
	}
	(void)take_settings(r, settings, (struct leat_str){ NULL, 0 }, index,
	                    &fault); /* checked above */
	leat_json_write_object(r->json);
	leat_json_write_bool_of(r->json, "acknowledged", true);
	leat_json_write_bool_of(r->json, "shards_acknowledged", true);
	leat_json_write_str_of(r->json, "index", name);
	leat_json_write_object_end(r->json);
}

void leat_dev_on_index_delete(struct dev_request *r)
{
	struct dev_index **found;
	uint32_t count;

	if (memchr(r->segments[0].p, '*', r->segments[0].n)) {
		leat_dev_request_fail(r, 400, "illegal_argument_exception",
		                      "Wildcard expressions or all indices are not allowed");
		return;
	}
	if (!leat_dev_request_indices(r, r->segments[0], &found, &count))
		return;
	for (uint32_t i = 0; i < count; i++)
		leat_dev_store_drop(r->store, found[i]);
	write_acknowledged(r);
}

void leat_dev_on_mapping_put(struct dev_request *r)
{
	struct dev_index *index = leat_dev_request_index(r);
	const struct leat_json *body;
	struct dev_fault fault;

	if (!index || !leat_dev_request_json(r, &body))
		return;
	if (!body)
		leat_dev_request_fail(r, 400, "parse_exception", "request body is required");
	else if (!leat_dev_mapping_merge(&index->mapping, mapping_of(body), &fault))
		leat_dev_request_fault(r, 400, &fault);
	else
		write_acknowledged(r);
}

void leat_dev_on_settings_put(struct dev_request *r)
{
	struct dev_index *index = leat_dev_request_index(r);
	const struct leat_json *body, *settings;
	struct dev_fault fault;

	if (!index || !leat_dev_request_json(r, &body))
		return;
	settings = leat_json_get(body, "settings");
	settings = settings ? settings : body;
	if (!take_settings(r, settings, (struct leat_str){ NULL, 0 }, NULL, &fault)) {
		leat_dev_request_fault(r, 400, &fault);
		return;
	}
	(void)take_settings(r, settings, (struct leat_str){ NULL, 0 }, index,
	                    &fault); /* checked above */
	write_acknowledged(r);
}

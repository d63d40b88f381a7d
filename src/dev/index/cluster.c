/* SPDX-License-Identifier: Apache-2.0 */
/* What is not about one index: the greeting, health, refresh, the _cat tables. */
#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "dev/index/rest.h"

void leat_dev_on_root(struct dev_request *r)
{
	struct leat_json_writer *w = r->json;

	leat_json_write_object(w);
	leat_json_write_text_of(w, "name", "leat-dev");
	leat_json_write_text_of(w, "cluster_name", "leat-dev");
	leat_json_write_text_of(w, "cluster_uuid", "bGVhdC1kZXYtaW5kZXgtMQ");
	leat_json_write_key(w, "version");
	leat_json_write_object(w);
	leat_json_write_text_of(w, "number", "8.7.1");
	leat_json_write_text_of(w, "build_flavor", "leat-dev");
	leat_json_write_text_of(w, "build_type", "embedded");
	leat_json_write_text_of(w, "build_hash", "leat-" LEAT_VERSION);
	leat_json_write_text_of(w, "build_date", "1970-01-01T00:00:00.000Z");
	leat_json_write_bool_of(w, "build_snapshot", false);
	leat_json_write_text_of(w, "minimum_wire_compatibility_version", "7.17.0");
	leat_json_write_text_of(w, "minimum_index_compatibility_version", "7.0.0");
	leat_json_write_object_end(w);
	leat_json_write_text_of(w, "tagline",
	                        "Leat's embedded index: for trying and testing, keeps nothing");
	leat_json_write_object_end(w);
}

void leat_dev_on_health(struct dev_request *r)
{
	struct leat_json_writer *w = r->json;
	uint32_t count = r->store->indices.count;

	leat_json_write_object(w);
	leat_json_write_text_of(w, "cluster_name", "leat-dev");
	leat_json_write_text_of(w, "status", "green");
	leat_json_write_bool_of(w, "timed_out", false);
	leat_json_write_i64_of(w, "number_of_nodes", 1);
	leat_json_write_i64_of(w, "number_of_data_nodes", 1);
	leat_json_write_i64_of(w, "active_primary_shards", count);
	leat_json_write_i64_of(w, "active_shards", count);
	leat_json_write_i64_of(w, "relocating_shards", 0);
	leat_json_write_i64_of(w, "initializing_shards", 0);
	leat_json_write_i64_of(w, "unassigned_shards", 0);
	leat_json_write_i64_of(w, "delayed_unassigned_shards", 0);
	leat_json_write_i64_of(w, "number_of_pending_tasks", 0);
	leat_json_write_i64_of(w, "number_of_in_flight_fetch", 0);
	leat_json_write_i64_of(w, "task_max_waiting_in_queue_millis", 0);
	leat_json_write_f64_of(w, "active_shards_percent_as_number", 100);
	leat_json_write_object_end(w);
}

/* Every write can be searched at once; so there is only to say so. */
void leat_dev_on_refresh(struct dev_request *r)
{
	struct leat_str pattern = r->segment_count > 1 ? r->segments[0]
	                                               : (struct leat_str){ NULL, 0 };
	struct dev_index **found;
	uint32_t count;

	if (!leat_dev_request_indices(r, pattern, &found, &count))
		return;
	leat_json_write_object(r->json);
	leat_json_write_key(r->json, "_shards");
	leat_json_write_object(r->json);
	leat_json_write_i64_of(r->json, "total", count);
	leat_json_write_i64_of(r->json, "successful", count);
	leat_json_write_i64_of(r->json, "failed", 0);
	leat_json_write_object_end(r->json);
	leat_json_write_object_end(r->json);
}

/* ---- _cat ---- */

enum {
	CAT_COLUMNS_MAX = 10,
};

/* A table that is shown as text or as JSON. */
struct cat {
	const char *columns[CAT_COLUMNS_MAX];
	uint32_t column_count;
	LEAT_VEC(char *) cells; /* Row by row, in the request's arena. */
};

static bool is_shown(const struct dev_request *r, const char *column)
{
	struct leat_str wanted = leat_dev_request_param(r, "h");

	if (!wanted.p)
		return true;
	while (wanted.n > 0) {
		const char *comma = memchr(wanted.p, ',', wanted.n);
		struct leat_str one = { wanted.p, comma ? (uint32_t)(comma - wanted.p) : wanted.n };
		uint32_t used = comma ? one.n + 1 : one.n;

		if (leat_dev_str_is(one, column))
			return true;
		wanted = (struct leat_str){ wanted.p + used, wanted.n - used };
	}
	return false;
}

static void write_cat_json(struct dev_request *r, const struct cat *cat)
{
	leat_json_write_array(r->json);
	for (uint32_t i = 0; i < cat->cells.count; i++) {
		uint32_t column = i % cat->column_count;

		if (column == 0)
			leat_json_write_object(r->json);
		if (is_shown(r, cat->columns[column]))
			leat_json_write_text_of(r->json, cat->columns[column], cat->cells.items[i]);
		if (column == cat->column_count - 1)
			leat_json_write_object_end(r->json);
	}
	leat_json_write_array_end(r->json);
}

static void write_cat_row(struct dev_request *r, const struct cat *cat, const char *const *cells,
                          const size_t *widths)
{
	bool is_first = true;

	for (uint32_t i = 0; i < cat->column_count; i++) {
		if (!is_shown(r, cat->columns[i]))
			continue;
		leat_buf_printf(&r->out, "%s%-*s", is_first ? "" : " ", (int)widths[i], cells[i]);
		is_first = false;
	}
	leat_buf_char(&r->out, '\n');
}

static void write_cat(struct dev_request *r, const struct cat *cat)
{
	bool has_head = leat_dev_request_flag(r, "v");
	size_t widths[CAT_COLUMNS_MAX] = { 0 };

	if (leat_dev_str_is(leat_dev_request_param(r, "format"), "json")) {
		write_cat_json(r, cat);
		return;
	}
	r->is_text = true;
	for (uint32_t i = 0; has_head && i < cat->column_count; i++)
		widths[i] = strlen(cat->columns[i]);
	for (uint32_t i = 0; i < cat->cells.count; i++) {
		size_t n = strlen(cat->cells.items[i]);

		if (n > widths[i % cat->column_count])
			widths[i % cat->column_count] = n;
	}
	if (has_head)
		write_cat_row(r, cat, cat->columns, widths);
	for (uint32_t i = 0; i < cat->cells.count; i += cat->column_count)
		write_cat_row(r, cat, (const char *const *)&cat->cells.items[i], widths);
}

static void add_cell(struct dev_request *r, struct cat *cat, char *text)
{
	*LEAT_VEC_ADD(r->arena, &cat->cells) = text;
}

static char *number_text(struct dev_request *r, int64_t value)
{
	return leat_arena_printf(r->arena, "%lld", (long long)value);
}

static char *bytes_text(struct dev_request *r, int64_t bytes)
{
	static const char *const units[] = { "b", "kb", "mb", "gb", "tb" };
	double value = (double)bytes;
	size_t unit = 0;

	for (; value >= 1024 && unit + 1 < LEAT_COUNT(units); unit++)
		value /= 1024;
	return leat_arena_printf(r->arena, unit ? "%.1f%s" : "%.0f%s", value, units[unit]);
}

void leat_dev_on_cat_indices(struct dev_request *r)
{
	struct leat_str pattern = r->segment_count > 2 ? r->segments[2]
	                                               : (struct leat_str){ NULL, 0 };
	struct cat cat = { .columns = { "health", "status", "index", "uuid", "pri", "rep",
		                        "docs.count", "docs.deleted", "store.size",
		                        "pri.store.size" },
		           .column_count = 10 };
	struct dev_index **found;
	uint32_t count;

	if (!leat_dev_request_indices(r, pattern, &found, &count))
		return;
	for (uint32_t i = 0; i < count; i++) {
		const char *shards = leat_map_get(&found[i]->settings,
		                                  LEAT_STR("number_of_shards"));
		const char *replicas = leat_map_get(&found[i]->settings,
		                                    LEAT_STR("number_of_replicas"));

		add_cell(r, &cat, leat_arena_printf(r->arena, "green"));
		add_cell(r, &cat, leat_arena_printf(r->arena, "open"));
		add_cell(r, &cat, leat_arena_printf(r->arena, "%s", found[i]->name));
		add_cell(r, &cat, leat_arena_printf(r->arena, "%.22s", found[i]->uuid));
		add_cell(r, &cat, leat_arena_printf(r->arena, "%s", shards ? shards : "1"));
		add_cell(r, &cat, leat_arena_printf(r->arena, "%s", replicas ? replicas : "1"));
		add_cell(r, &cat, number_text(r, found[i]->doc_count));
		add_cell(r, &cat, number_text(r, found[i]->deleted_count));
		add_cell(r, &cat, bytes_text(r, found[i]->source_bytes));
		add_cell(r, &cat, bytes_text(r, found[i]->source_bytes));
	}
	write_cat(r, &cat);
}

static void add_clock(struct dev_request *r, struct cat *cat)
{
	int64_t second = r->now_ms / 1000;

	add_cell(r, cat, number_text(r, second));
	add_cell(r, cat,
	         leat_arena_printf(r->arena, "%02d:%02d:%02d", (int)(second / 3600 % 24),
	                           (int)(second / 60 % 60), (int)(second % 60)));
}

void leat_dev_on_cat_count(struct dev_request *r)
{
	struct leat_str pattern = r->segment_count > 2 ? r->segments[2]
	                                               : (struct leat_str){ NULL, 0 };
	struct cat cat = { .columns = { "epoch", "timestamp", "count" }, .column_count = 3 };
	struct dev_index **found;
	uint32_t count;
	int64_t sum = 0;

	if (!leat_dev_request_indices(r, pattern, &found, &count))
		return;
	for (uint32_t i = 0; i < count; i++)
		sum += found[i]->doc_count;
	add_clock(r, &cat);
	add_cell(r, &cat, number_text(r, sum));
	write_cat(r, &cat);
}

void leat_dev_on_cat_health(struct dev_request *r)
{
	struct cat cat = { .columns = { "epoch", "timestamp", "cluster", "status", "node.total" },
		           .column_count = 5 };

	add_clock(r, &cat);
	add_cell(r, &cat, leat_arena_printf(r->arena, "leat-dev"));
	add_cell(r, &cat, leat_arena_printf(r->arena, "green"));
	add_cell(r, &cat, leat_arena_printf(r->arena, "1"));
	write_cat(r, &cat);
}

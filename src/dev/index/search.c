/* SPDX-License-Identifier: Apache-2.0 */
/* _search, _count and _delete_by_query: the body, sorting, hits. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "dev/index/query.h"

enum {
	WINDOW_MAX = 10000, /**< As Elasticsearch's index.max_result_window. */
	SORTS_MAX = 16,     /**< Keys of one search. */
};

/* A key to sort by. */
struct sort {
	struct leat_str field; /* Or "_score", "_doc". */
	bool is_down;
	bool is_missing_first;
};

/* What the body and the parameters ask for, but for the query. */
struct wish {
	const struct leat_json *query;
	const struct leat_json *aggs;
	int64_t from;
	int64_t size;
	struct sort sorts[SORTS_MAX];
	uint32_t sort_count;
	bool has_source;          /* "_source" is wanted. */
	struct leat_str includes; /* Comma-separated patterns, empty: all. */
	struct leat_str excludes;
	bool has_total;
	bool has_version;
	bool has_seq_no;
};

static bool refuse(struct dev_request *r, const char *fmt, struct leat_str what)
{
	leat_dev_request_fail(r, 400, "parsing_exception", fmt, LEAT_STR_ARG(what));
	return false;
}

/* ---- reading ---- */

static bool add_sort(struct dev_request *r, struct wish *wish, struct leat_str field,
                     struct leat_str order, struct leat_str missing)
{
	struct sort *sort = &wish->sorts[wish->sort_count];

	if (wish->sort_count == SORTS_MAX)
		return refuse(r, "too many sort keys at [%.*s]", field);
	*sort = (struct sort){ .field = field,
		               .is_missing_first = leat_dev_str_is(missing, "_first") };
	sort->is_down = order.n ? leat_dev_str_is(order, "desc") : leat_dev_str_is(field, "_score");
	if (order.n && !sort->is_down && !leat_dev_str_is(order, "asc"))
		return refuse(r, "Unknown SortOrder [%.*s]", order);
	wish->sort_count++;
	return true;
}

/* "a", {"a":"desc"}, {"a":{"order":"desc","missing":"_first"}} or a list of these. */
static bool read_sort(struct dev_request *r, struct wish *wish, const struct leat_json *json)
{
	const struct leat_str none = { NULL, 0 };

	if (json->type == LEAT_JSON_STRING)
		return add_sort(r, wish, json->text, none, none);
	for (const struct leat_json *m = json->first; m; m = m->next) {
		bool ok;

		if (json->type == LEAT_JSON_ARRAY)
			ok = (m->type != LEAT_JSON_ARRAY && read_sort(r, wish, m));
		else if (m->type == LEAT_JSON_STRING)
			ok = add_sort(r, wish, m->key, m->text, none);
		else
			ok = add_sort(r, wish, m->key, leat_json_get_str(m, "order"),
			              leat_json_get_str(m, "missing"));
		if (!ok)
			return r->status >= 400 ? false
			                        : refuse(r, "malformed sort [%.*s]", m->key);
	}
	return true;
}

static struct leat_str join(struct dev_request *r, const struct leat_json *list)
{
	struct leat_buf text;
	struct leat_str joined;

	if (!list)
		return (struct leat_str){ NULL, 0 };
	if (list->type == LEAT_JSON_STRING)
		return list->text;
	leat_buf_init(&text, 1 << 20);
	for (const struct leat_json *item = list->first; item; item = item->next) {
		if (text.size)
			leat_buf_char(&text, ',');
		leat_buf_str(&text, item->text);
	}
	joined = leat_arena_str(r->arena, leat_buf_view(&text));
	leat_buf_done(&text);
	return joined;
}

static void read_source(struct dev_request *r, struct wish *wish, const struct leat_json *json)
{
	if (json->type == LEAT_JSON_BOOL) {
		wish->has_source = json->boolean;
	} else if (json->type == LEAT_JSON_OBJECT) {
		const struct leat_json *includes = leat_json_get(json, "includes");
		const struct leat_json *excludes = leat_json_get(json, "excludes");

		wish->includes = join(r, includes ? includes : leat_json_get(json, "include"));
		wish->excludes = join(r, excludes ? excludes : leat_json_get(json, "exclude"));
	} else {
		wish->includes = join(r, json);
	}
}

static bool read_number(struct dev_request *r, const struct leat_json *json, int64_t *ret)
{
	if (leat_json_i64(json, ret) && *ret >= 0)
		return true;
	return refuse(r, "[%.*s] parameter must be a number that is not negative", json->key);
}

static bool read_member(struct dev_request *r, struct wish *wish, const struct leat_json *m)
{
	static const char *const ignored[] = { "timeout",    "track_scores",    "explain",
		                               "preference", "terminate_after", "profile" };

	if (leat_dev_str_is(m->key, "query"))
		wish->query = m;
	else if (leat_dev_str_is(m->key, "aggs") || leat_dev_str_is(m->key, "aggregations"))
		wish->aggs = m;
	else if (leat_dev_str_is(m->key, "from"))
		return read_number(r, m, &wish->from);
	else if (leat_dev_str_is(m->key, "size"))
		return read_number(r, m, &wish->size);
	else if (leat_dev_str_is(m->key, "sort"))
		return read_sort(r, wish, m);
	else if (leat_dev_str_is(m->key, "_source"))
		read_source(r, wish, m);
	else if (leat_dev_str_is(m->key, "track_total_hits"))
		wish->has_total = m->type != LEAT_JSON_BOOL || m->boolean;
	else if (leat_dev_str_is(m->key, "version"))
		wish->has_version = m->boolean;
	else if (leat_dev_str_is(m->key, "seq_no_primary_term"))
		wish->has_seq_no = m->boolean;
	else {
		for (size_t i = 0; i < LEAT_COUNT(ignored); i++)
			if (leat_dev_str_is(m->key, ignored[i]))
				return true;
		return refuse(r, "unknown key [%.*s], or one that the embedded index does not have",
		              m->key);
	}
	return true;
}

/* sort=a:desc,b */
static bool read_sort_param(struct dev_request *r, struct wish *wish, struct leat_str text)
{
	while (text.n > 0) {
		const char *comma = memchr(text.p, ',', text.n);
		struct leat_str one = { text.p, comma ? (uint32_t)(comma - text.p) : text.n };
		const char *colon = memchr(one.p, ':', one.n);
		struct leat_str field = { one.p, colon ? (uint32_t)(colon - one.p) : one.n };
		struct leat_str order = { colon ? colon + 1 : NULL,
			                  colon ? one.n - field.n - 1 : 0 };
		uint32_t used = comma ? one.n + 1 : one.n;

		if (!add_sort(r, wish, field, order, (struct leat_str){ NULL, 0 }))
			return false;
		text = (struct leat_str){ text.p + used, text.n - used };
	}
	return true;
}

static bool read_number_param(struct dev_request *r, const char *name, int64_t *ret)
{
	struct leat_str text = leat_dev_request_param(r, name);

	if (!text.p || (leat_number_parse_i64(text, ret) && *ret >= 0))
		return true;
	leat_dev_request_fail(r, 400, "illegal_argument_exception",
	                      "Failed to parse int parameter [%s] with value [%.*s]", name,
	                      LEAT_STR_ARG(text));
	return false;
}

static bool read_query_param(struct dev_request *r, struct wish *wish)
{
	struct leat_str text = leat_dev_request_param(r, "q");
	struct dev_fault fault;

	if (!text.p)
		return true;
	wish->query = leat_dev_query_string(
		r->arena, text, leat_dev_request_param(r, "df"),
		leat_dev_str_is(leat_dev_request_param(r, "default_operator"), "AND"), &fault);
	if (!wish->query)
		leat_dev_request_fault(r, 400, &fault);
	return wish->query != NULL;
}

static bool read_wish(struct dev_request *r, struct wish *wish)
{
	struct leat_str source = leat_dev_request_param(r, "_source");
	const struct leat_json *body;

	*wish = (struct wish){ .size = 10, .has_source = true, .has_total = true };
	if (!leat_dev_request_json(r, &body))
		return false;
	for (const struct leat_json *m = body ? body->first : NULL; m; m = m->next)
		if (!read_member(r, wish, m))
			return false;
	if (!read_query_param(r, wish) || !read_number_param(r, "from", &wish->from) ||
	    !read_number_param(r, "size", &wish->size) ||
	    !read_sort_param(r, wish, leat_dev_request_param(r, "sort")))
		return false;
	if (leat_dev_str_is(source, "false"))
		wish->has_source = false;
	else if (source.n && !leat_dev_str_is(source, "true"))
		wish->includes = source;
	if (leat_dev_request_param(r, "_source_includes").n)
		wish->includes = leat_dev_request_param(r, "_source_includes");
	if (leat_dev_request_param(r, "_source_excludes").n)
		wish->excludes = leat_dev_request_param(r, "_source_excludes");
	if (wish->from + wish->size <= WINDOW_MAX)
		return true;
	leat_dev_request_fail(
		r, 400, "illegal_argument_exception",
		"Result window is too large, from + size must be less than or equal to: [%d] "
		"but was [%lld].",
		WINDOW_MAX, (long long)(wish->from + wish->size));
	return false;
}

/* ---- sorting ---- */

static bool put_key(struct dev_search *search, const struct dev_query *query,
                    const struct sort *sort, struct dev_sql *sql)
{
	const struct dev_field *field;
	struct dev_fault fault;
	struct leat_buf from, value;

	if (leat_dev_str_is(sort->field, "_score")) {
		leat_dev_sql_add(sql, &query->score);
		return true;
	}
	if (leat_dev_str_is(sort->field, "_doc")) {
		leat_dev_sql_text(sql, "d.n-1");
		return true;
	}
	if (leat_dev_str_is(sort->field, "_id")) {
		leat_dev_sql_text(sql, "d.id");
		return true;
	}
	field = leat_dev_mapping_find(&query->index->mapping, sort->field);
	if (!field) {
		(void)leat_dev_fault_set(&fault, "query_shard_exception",
		                         "No mapping found for [%.*s] in order to sort on",
		                         LEAT_STR_ARG(sort->field));
		leat_dev_request_shard_fault(search->r, &fault);
		return false;
	}
	if (field->kind == DEV_TEXT || field->kind == DEV_OBJECT) {
		(void)leat_dev_fault_set(
			&fault, "illegal_argument_exception",
			"Fielddata is disabled on [%.*s] in [%s]. Text fields are not "
			"optimised for sorting. Please use a keyword field instead.",
			LEAT_STR_ARG(sort->field), query->index->name);
		leat_dev_request_shard_fault(search->r, &fault);
		return false;
	}
	leat_buf_init(&from, 1 << 20);
	leat_buf_init(&value, 1 << 20);
	leat_dev_field_sql(field, &from, &value);
	if (from.size)
		leat_dev_sql_printf(sql, "(SELECT %s(", sort->is_down ? "max" : "min");
	leat_dev_query_put_value(field, leat_buf_view(&value), sql);
	if (from.size) {
		leat_dev_sql_text(sql, ") FROM ");
		leat_buf_str(&sql->text, leat_buf_view(&from));
		leat_dev_sql_text(sql, ")");
	}
	leat_buf_done(&from);
	leat_buf_done(&value);
	return true;
}

/* Columns: index, n, score, keys. */
static bool put_select(struct dev_search *search, const struct wish *wish, struct dev_sql *sql)
{
	leat_dev_query_put_with(search->queries, search->count, sql);
	leat_dev_sql_text(sql, "SELECT * FROM (");
	for (uint32_t i = 0; i < search->count; i++) {
		const struct dev_query *query = &search->queries[i];

		leat_dev_sql_printf(sql, "%sSELECT %u AS i, d.n AS n, ", i ? " UNION ALL " : "", i);
		leat_dev_sql_add(sql, &query->score);
		leat_dev_sql_text(sql, " AS s");
		for (uint32_t k = 0; k < wish->sort_count; k++) {
			leat_dev_sql_text(sql, ",");
			if (!put_key(search, query, &wish->sorts[k], sql))
				return false;
			leat_dev_sql_printf(sql, " AS k%u", k);
		}
		leat_dev_query_put_from(query, (struct leat_str){ NULL, 0 }, sql);
	}
	leat_dev_sql_text(sql, ") ORDER BY ");
	for (uint32_t k = 0; k < wish->sort_count; k++)
		leat_dev_sql_printf(sql, "k%u %s NULLS %s,", k,
		                    wish->sorts[k].is_down ? "DESC" : "ASC",
		                    wish->sorts[k].is_missing_first ? "FIRST" : "LAST");
	leat_dev_sql_printf(sql, "%si,n LIMIT %lld OFFSET %lld", wish->sort_count ? "" : "s DESC,",
	                    (long long)wish->size, (long long)wish->from);
	return true;
}

/* ---- hits ---- */

void leat_dev_column_write(sqlite3_stmt *stmt, int column, struct leat_json_writer *w)
{
	switch (sqlite3_column_type(stmt, column)) {
	case SQLITE_INTEGER:
		leat_json_write_i64(w, sqlite3_column_int64(stmt, column));
		break;
	case SQLITE_FLOAT:
		leat_json_write_f64(w, sqlite3_column_double(stmt, column));
		break;
	case SQLITE_TEXT: {
		const char *text = (const char *)sqlite3_column_text(stmt, column);

		leat_json_write_str(
			w, (struct leat_str){ text, (uint32_t)sqlite3_column_bytes(stmt, column) });
		break;
	}
	default:
		leat_json_write_null(w);
	}
}

static void write_doc(struct dev_search *search, const struct wish *wish,
                      const struct dev_index *index, int64_t n, struct leat_json_writer *w)
{
	sqlite3_stmt *stmt;
	char sql[100];

	(void)snprintf(sql, sizeof(sql), "SELECT id, version, source FROM docs_%u WHERE n=?",
	               index->number);
	int r = sqlite3_prepare_v2(search->r->store->db, sql, -1, &stmt, NULL);
	leat_assert(r == SQLITE_OK);
	sqlite3_bind_int64(stmt, 1, n);
	r = sqlite3_step(stmt);
	leat_assert(r == SQLITE_ROW);
	leat_json_write_text_of(w, "_index", index->name);
	leat_json_write_key(w, "_id");
	leat_dev_column_write(stmt, 0, w);
	if (wish->has_version) {
		leat_json_write_key(w, "_version");
		leat_dev_column_write(stmt, 1, w);
	}
	if (wish->has_seq_no) {
		leat_json_write_i64_of(w, "_seq_no", n - 1);
		leat_json_write_i64_of(w, "_primary_term", 1);
	}
	if (wish->has_source) {
		struct leat_str source = { (const char *)sqlite3_column_text(stmt, 2),
			                   (uint32_t)sqlite3_column_bytes(stmt, 2) };

		leat_json_write_key(w, "_source");
		leat_dev_filter_source(search->r->arena, source, wish->includes, wish->excludes, w);
	}
	sqlite3_finalize(stmt);
}

/* Is the score wanted?  With keys only if it is one. */
static bool is_scored(const struct wish *wish)
{
	for (uint32_t i = 0; i < wish->sort_count; i++)
		if (leat_dev_str_is(wish->sorts[i].field, "_score"))
			return true;
	return wish->sort_count == 0;
}

/* Write the array of hits to @p out; *@p ret_max their highest score, negative without hits. */
static bool write_hits(struct dev_search *search, const struct wish *wish, struct leat_buf *out,
                       double *ret_max)
{
	struct dev_sql sql;
	sqlite3_stmt *stmt = NULL;

	*ret_max = -1;
	if (search->count == 0 || wish->size == 0) {
		leat_buf_text(out, "[]");
		return true;
	}
	leat_dev_sql_init(&sql);
	if (put_select(search, wish, &sql))
		stmt = leat_dev_search_prepare(search, &sql);
	if (!stmt) {
		leat_dev_sql_done(&sql);
		return false;
	}
	struct leat_json_writer *w = leat_json_writer_new(out, false);
	leat_json_write_array(w);
	while (leat_dev_search_step(stmt)) {
		double score = sqlite3_column_double(stmt, 2);

		leat_json_write_object(w);
		write_doc(search, wish, search->queries[sqlite3_column_int(stmt, 0)].index,
		          sqlite3_column_int64(stmt, 1), w);
		leat_json_write_key(w, "_score");
		if (is_scored(wish))
			leat_json_write_f64(w, score);
		else
			leat_json_write_null(w);
		*ret_max = score > *ret_max ? score : *ret_max;
		if (wish->sort_count) {
			leat_json_write_key(w, "sort");
			leat_json_write_array(w);
			for (uint32_t k = 0; k < wish->sort_count; k++)
				leat_dev_column_write(stmt, 3 + (int)k, w);
			leat_json_write_array_end(w);
		}
		leat_json_write_object_end(w);
	}
	leat_json_write_array_end(w);
	leat_json_writer_free(w);
	leat_dev_sql_done(&sql);
	return leat_dev_search_finish(search, stmt);
}

static void write_shards(struct leat_json_writer *w, uint32_t count)
{
	leat_json_write_key(w, "_shards");
	leat_json_write_object(w);
	leat_json_write_i64_of(w, "total", count);
	leat_json_write_i64_of(w, "successful", count);
	leat_json_write_i64_of(w, "skipped", 0);
	leat_json_write_i64_of(w, "failed", 0);
	leat_json_write_object_end(w);
}

static void write_answer(struct dev_search *search, const struct wish *wish, int64_t total,
                         const struct leat_buf *hits, double max_score, const struct leat_buf *aggs,
                         int64_t took_us)
{
	struct leat_json_writer *w = search->r->json;

	leat_json_write_object(w);
	leat_json_write_i64_of(w, "took", took_us / 1000);
	leat_json_write_bool_of(w, "timed_out", false);
	write_shards(w, search->count);
	leat_json_write_key(w, "hits");
	leat_json_write_object(w);
	if (wish->has_total && leat_dev_request_flag(search->r, "rest_total_hits_as_int")) {
		leat_json_write_i64_of(w, "total", total);
	} else if (wish->has_total) {
		leat_json_write_key(w, "total");
		leat_json_write_object(w);
		leat_json_write_i64_of(w, "value", total);
		leat_json_write_text_of(w, "relation", "eq");
		leat_json_write_object_end(w);
	}
	if (max_score < 0 || !is_scored(wish))
		leat_json_write_null_of(w, "max_score");
	else
		leat_json_write_f64_of(w, "max_score", max_score);
	leat_json_write_key(w, "hits");
	leat_json_write_raw(w, leat_buf_view(hits));
	leat_json_write_object_end(w);
	if (aggs->size) {
		leat_json_write_key(w, "aggregations");
		leat_json_write_raw(w, leat_buf_view(aggs));
	}
	leat_json_write_object_end(w);
}

/* The path's index pattern, empty for "/_search". */
static struct leat_str pattern_of(const struct dev_request *r)
{
	return r->segment_count > 1 ? r->segments[0] : (struct leat_str){ NULL, 0 };
}

void leat_dev_on_search(struct dev_request *r)
{
	int64_t begin_us = leat_clock_mono_us(leat_loop_clock());
	struct dev_search search = { 0 };
	struct leat_buf hits, aggs;
	struct dev_fault fault;
	struct wish wish;
	double max_score;
	int64_t total;

	leat_buf_init(&hits, DEV_ANSWER_MAX_BYTES);
	leat_buf_init(&aggs, DEV_ANSWER_MAX_BYTES);
	bool ok = read_wish(r, &wish) &&
	          leat_dev_search_init(&search, r, pattern_of(r), wish.query);
	total = ok ? leat_dev_search_count(&search) : -1;
	ok = total >= 0 && write_hits(&search, &wish, &hits, &max_score);
	if (ok && wish.aggs && !leat_dev_aggs_write(&search, wish.aggs, &aggs, &fault)) {
		leat_dev_request_shard_fault(r, &fault);
		ok = false;
	}
	if (ok)
		write_answer(&search, &wish, total, &hits, max_score, &aggs,
		             leat_clock_mono_us(leat_loop_clock()) - begin_us);
	r->out.full |= hits.full || aggs.full;
	leat_dev_search_done(&search);
	leat_buf_done(&hits);
	leat_buf_done(&aggs);
}

void leat_dev_on_count(struct dev_request *r)
{
	struct dev_search search = { 0 };
	struct wish wish;
	int64_t total = -1;

	if (read_wish(r, &wish) && leat_dev_search_init(&search, r, pattern_of(r), wish.query))
		total = leat_dev_search_count(&search);
	if (total >= 0) {
		leat_json_write_object(r->json);
		leat_json_write_i64_of(r->json, "count", total);
		write_shards(r->json, search.count);
		leat_json_write_object_end(r->json);
	}
	leat_dev_search_done(&search);
}

/* ---- _delete_by_query ---- */

/* The ids of what matches, first: deleting while searching would change what is searched. */
static bool delete_from(struct dev_search *search, struct dev_query *query, int64_t *deleted)
{
	LEAT_VEC(struct leat_str) ids = { 0 };
	struct dev_sql sql;
	sqlite3_stmt *stmt;

	leat_dev_sql_init(&sql);
	leat_dev_query_put_with(query, 1, &sql);
	leat_dev_sql_text(&sql, "SELECT d.id");
	leat_dev_query_put_from(query, (struct leat_str){ NULL, 0 }, &sql);
	stmt = leat_dev_search_prepare(search, &sql);
	leat_dev_sql_done(&sql);
	if (!stmt)
		return false;
	while (leat_dev_search_step(stmt)) {
		struct leat_str id = { (const char *)sqlite3_column_text(stmt, 0),
			               (uint32_t)sqlite3_column_bytes(stmt, 0) };

		*LEAT_VEC_ADD(search->r->arena, &ids) = leat_arena_str(search->r->arena, id);
	}
	if (!leat_dev_search_finish(search, stmt))
		return false;
	leat_dev_store_begin(search->r->store);
	for (uint32_t i = 0; i < ids.count; i++) {
		struct dev_write write = { .action = DEV_DELETE,
			                   .id = ids.items[i],
			                   .if_seq_no = -1 };
		struct dev_written written;

		leat_dev_store_write(search->r->store, query->index, &write, search->r->arena,
		                     &written);
		*deleted += written.status == 200;
	}
	leat_dev_store_commit(search->r->store);
	return true;
}

void leat_dev_on_delete_by_query(struct dev_request *r)
{
	struct dev_search search = { 0 };
	struct wish wish;
	int64_t deleted = 0;
	bool ok = read_wish(r, &wish);

	if (ok && !wish.query) {
		leat_dev_request_fail(r, 400, "action_request_validation_exception",
		                      "Validation Failed: 1: query is missing;");
		ok = false;
	}
	ok = ok && leat_dev_search_init(&search, r, pattern_of(r), wish.query);
	for (uint32_t i = 0; ok && i < search.count; i++)
		ok = delete_from(&search, &search.queries[i], &deleted);
	if (ok) {
		leat_json_write_object(r->json);
		leat_json_write_bool_of(r->json, "timed_out", false);
		leat_json_write_i64_of(r->json, "total", deleted);
		leat_json_write_i64_of(r->json, "deleted", deleted);
		leat_json_write_i64_of(r->json, "version_conflicts", 0);
		leat_json_write_key(r->json, "failures");
		leat_json_write_raw(r->json, LEAT_STR("[]"));
		leat_json_write_object_end(r->json);
	}
	leat_dev_search_done(&search);
}

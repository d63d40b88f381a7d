/* SPDX-License-Identifier: Apache-2.0 */
/* Aggregations: metrics, terms, date_histogram, and those inside the buckets of these.
 *
 * Each is a statement over the values of its field in the documents that match; what is inside a
 * bucket is the same with the bucket's condition added.  Simple, and fast enough for trying. */
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/number.h"
#include "dev/index/query.h"

enum {
	BUCKETS_MAX = 10000, /**< As Elasticsearch's search.max_buckets was. */
	DEPTH_MAX = 5,       /**< Aggregations inside each other. */
};

/* A bucket that documents must be in, and those around it. */
struct bucket {
	const struct bucket *around;
	struct leat_str field; /* Path. */
	struct dev_bind low;   /* The value, or the least one. */
	struct dev_bind end;   /* For a range: the value behind it; type 0: none. */
};

struct aggs {
	struct dev_search *search;
	struct dev_fault *fault;
	struct leat_json_writer *w;
	uint32_t depth;
	uint32_t bucket_count; /* So far. */
};

static bool write_all(struct aggs *a, const struct leat_json *json, const struct bucket *bucket);

static const struct dev_field *find(const struct dev_query *query, struct leat_str path)
{
	return leat_dev_mapping_find(&query->index->mapping, path);
}

/* ---- values ---- */

static void put_bind(struct dev_sql *sql, const struct dev_bind *bind)
{
	if (bind->type == SQLITE_TEXT)
		leat_dev_sql_bind_text(sql, bind->text);
	else if (bind->type == SQLITE_FLOAT)
		leat_dev_sql_bind_f64(sql, bind->f64);
	else
		leat_dev_sql_bind_i64(sql, bind->i64);
}

/* " AND <the document is in the bucket>" */
static void put_bucket(const struct dev_query *query, const struct bucket *bucket,
                       struct dev_sql *sql)
{
	const struct dev_field *field = find(query, bucket->field);
	struct leat_buf from, value;

	if (!field) {
		leat_dev_sql_text(sql, " AND 0");
		return;
	}
	leat_buf_init(&from, 1 << 20);
	leat_buf_init(&value, 1 << 20);
	leat_dev_field_sql(field, &from, &value);
	leat_dev_sql_text(sql, " AND ");
	if (from.size) {
		leat_dev_sql_text(sql, "EXISTS(SELECT 1 FROM ");
		leat_buf_str(&sql->text, leat_buf_view(&from));
		leat_dev_sql_text(sql, " WHERE ");
	}
	leat_dev_query_put_value(field, leat_buf_view(&value), sql);
	leat_dev_sql_text(sql, bucket->end.type ? ">=" : "=");
	put_bind(sql, &bucket->low);
	if (bucket->end.type) {
		leat_dev_sql_text(sql, " AND ");
		leat_dev_query_put_value(field, leat_buf_view(&value), sql);
		leat_dev_sql_text(sql, "<");
		put_bind(sql, &bucket->end);
	}
	leat_dev_sql_text(sql, from.size ? ")" : "");
	leat_buf_done(&from);
	leat_buf_done(&value);
}

/* Append "SELECT i, n, v .. UNION ALL ..": the values of @p path in all documents of the bucket. */
static void put_values(struct aggs *a, struct leat_str path, const struct bucket *bucket,
                       struct dev_sql *sql)
{
	leat_dev_sql_text(sql, "SELECT 0 AS i, 0 AS n, NULL AS v WHERE 0");
	for (uint32_t i = 0; i < a->search->count; i++) {
		const struct dev_query *query = &a->search->queries[i];
		const struct dev_field *field = find(query, path);
		struct leat_buf from, value;

		if (!field)
			continue;
		leat_buf_init(&from, 1 << 20);
		leat_buf_init(&value, 1 << 20);
		leat_dev_field_sql(field, &from, &value);
		leat_dev_sql_printf(sql, " UNION ALL SELECT %u, d.n, ", i);
		leat_dev_query_put_value(field, leat_buf_view(&value), sql);
		leat_dev_query_put_from(query, leat_buf_view(&from), sql);
		for (const struct bucket *b = bucket; b; b = b->around)
			put_bucket(query, b, sql);
		leat_buf_done(&from);
		leat_buf_done(&value);
	}
}

/* A statement "WITH .. <head> (<values>) <tail>".  NULL: a->fault is set. */
static sqlite3_stmt *prepare(struct aggs *a, const char *head, struct leat_str path,
                             const struct bucket *bucket, const char *tail)
{
	struct dev_sql sql;
	const char *why;

	leat_dev_sql_init(&sql);
	leat_dev_query_put_with(a->search->queries, a->search->count, &sql);
	leat_dev_sql_text(&sql, head);
	leat_dev_sql_text(&sql, " (");
	put_values(a, path, bucket, &sql);
	leat_dev_sql_text(&sql, ") ");
	leat_dev_sql_text(&sql, tail);
	sqlite3_stmt *stmt = leat_dev_sql_prepare(&sql, a->search->r->store->db, &why);
	leat_dev_sql_done(&sql);
	if (!stmt)
		(void)leat_dev_fault_set(a->fault, "search_phase_execution_exception", "%s", why);
	return stmt;
}

static bool finish(struct aggs *a, sqlite3_stmt *stmt)
{
	return sqlite3_finalize(stmt) == SQLITE_OK ||
	       leat_dev_fault_set(a->fault, "search_phase_execution_exception", "%s",
	                          sqlite3_errmsg(a->search->r->store->db));
}

/* The kind of @p path: of the first index that has it; DEV_KEYWORD when none has. */
static bool kind_of(struct aggs *a, struct leat_str path, enum dev_kind *ret)
{
	*ret = DEV_KEYWORD;
	for (uint32_t i = 0; i < a->search->count; i++) {
		const struct dev_field *field = find(&a->search->queries[i], path);

		if (!field)
			continue;
		*ret = field->kind;
		if (field->kind == DEV_TEXT || field->kind == DEV_OBJECT)
			return leat_dev_fault_set(
				a->fault, "illegal_argument_exception",
				"Fielddata is disabled on [%.*s] in [%s]. Please use a keyword "
				"field instead.",
				LEAT_STR_ARG(path), a->search->queries[i].index->name);
		return true;
	}
	return true;
}

/* Whoever fails has written a value all the same, as the writer would not let go otherwise. */
static bool none(struct aggs *a)
{
	leat_json_write_null(a->w);
	return false;
}

/* ---- metrics ---- */

static bool is_mapped(const struct aggs *a, struct leat_str path)
{
	for (uint32_t i = 0; i < a->search->count; i++)
		if (find(&a->search->queries[i], path))
			return true;
	return false;
}

/* Columns: count, sum, min, max, distinct. */
static void write_number(struct aggs *a, sqlite3_stmt *stmt, const char *key, int column)
{
	leat_json_write_key(a->w, key);
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		leat_json_write_null(a->w);
	else
		leat_json_write_f64(a->w, sqlite3_column_double(stmt, column));
}

static void write_average(struct aggs *a, sqlite3_stmt *stmt, const char *key)
{
	int64_t count = sqlite3_column_int64(stmt, 0);

	leat_json_write_key(a->w, key);
	if (count)
		leat_json_write_f64(a->w, sqlite3_column_double(stmt, 1) / (double)count);
	else
		leat_json_write_null(a->w);
}

static bool write_metric(struct aggs *a, struct leat_str kind, struct leat_str path,
                         const struct bucket *bucket)
{
	static const char head[] =
		"SELECT count(v), total(v), min(v), max(v), count(DISTINCT v) FROM";
	enum dev_kind field_kind;

	if (!kind_of(a, path, &field_kind))
		return none(a);
	bool is_count = leat_dev_str_is(kind, "value_count") ||
	                leat_dev_str_is(kind, "cardinality");
	if (field_kind == DEV_KEYWORD && !is_count && is_mapped(a, path)) {
		(void)leat_dev_fault_set(
			a->fault, "illegal_argument_exception",
			"Field [%.*s] of type [keyword] is not supported for aggregation [%.*s]",
			LEAT_STR_ARG(path), LEAT_STR_ARG(kind));
		return none(a);
	}
	sqlite3_stmt *stmt = prepare(a, head, path, bucket, "");
	if (!stmt)
		return none(a);
	leat_json_write_object(a->w);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		if (leat_dev_str_is(kind, "value_count"))
			leat_json_write_i64_of(a->w, "value", sqlite3_column_int64(stmt, 0));
		else if (leat_dev_str_is(kind, "cardinality"))
			leat_json_write_i64_of(a->w, "value", sqlite3_column_int64(stmt, 4));
		else if (leat_dev_str_is(kind, "sum"))
			write_number(a, stmt, "value", 1);
		else if (leat_dev_str_is(kind, "min"))
			write_number(a, stmt, "value", 2);
		else if (leat_dev_str_is(kind, "max"))
			write_number(a, stmt, "value", 3);
		else if (leat_dev_str_is(kind, "avg"))
			write_average(a, stmt, "value");
		else {
			leat_json_write_i64_of(a->w, "count", sqlite3_column_int64(stmt, 0));
			write_number(a, stmt, "min", 2);
			write_number(a, stmt, "max", 3);
			write_average(a, stmt, "avg");
			write_number(a, stmt, "sum", 1);
		}
	}
	leat_json_write_object_end(a->w);
	return finish(a, stmt);
}

/* ---- buckets ---- */

static struct dev_bind bind_of(struct aggs *a, sqlite3_stmt *stmt, int column)
{
	struct dev_bind bind = { .type = sqlite3_column_type(stmt, column) };

	if (bind.type == SQLITE_TEXT)
		bind.text = leat_arena_str(
			a->search->r->arena,
			(struct leat_str){ (const char *)sqlite3_column_text(stmt, column),
		                           (uint32_t)sqlite3_column_bytes(stmt, column) });
	else if (bind.type == SQLITE_FLOAT)
		bind.f64 = sqlite3_column_double(stmt, column);
	else
		bind.i64 = sqlite3_column_int64(stmt, column);
	return bind;
}

static void write_time_text(struct aggs *a, int64_t ms)
{
	struct leat_buf text;

	leat_buf_init(&text, 100);
	leat_buf_time(&text, ms * 1000);
	leat_json_write_str_of(a->w, "key_as_string", leat_buf_view(&text));
	leat_buf_done(&text);
}

/* The bucket of the present row (value, document count), with what is inside. */
static bool write_bucket(struct aggs *a, sqlite3_stmt *stmt, enum dev_kind kind,
                         const struct leat_json *inside, const struct bucket *bucket)
{
	if (++a->bucket_count > BUCKETS_MAX)
		return leat_dev_fault_set(
			a->fault, "too_many_buckets_exception",
			"Trying to create too many buckets. Must be less than or equal to: [%d]",
			BUCKETS_MAX);
	leat_json_write_object(a->w);
	if (kind == DEV_DATE)
		write_time_text(a, sqlite3_column_int64(stmt, 0));
	leat_json_write_key(a->w, "key");
	leat_dev_column_write(stmt, 0, a->w);
	if (kind == DEV_BOOLEAN)
		leat_json_write_text_of(a->w, "key_as_string",
		                        sqlite3_column_int(stmt, 0) ? "true" : "false");
	leat_json_write_i64_of(a->w, "doc_count", sqlite3_column_int64(stmt, 1));
	bool ok = !inside || write_all(a, inside, bucket);
	leat_json_write_object_end(a->w);
	return ok;
}

static const char *order_of(const struct leat_json *json, const char *fallback)
{
	const struct leat_json *order = leat_json_get(json, "order");
	bool is_down;

	if (order && order->type == LEAT_JSON_ARRAY)
		order = order->first;
	if (!order || !order->first)
		return fallback;
	is_down = leat_dev_str_is(order->first->text, "desc");
	if (leat_dev_str_is(order->first->key, "_key"))
		return is_down ? "v DESC" : "v";
	return is_down ? "c DESC,v" : "c,v";
}

static bool write_terms(struct aggs *a, const struct leat_json *json, struct leat_str path,
                        const struct leat_json *inside, const struct bucket *around)
{
	int64_t size = 10, shown = 0, all = 0;
	char tail[200];
	enum dev_kind kind;
	bool ok = true;

	if (!kind_of(a, path, &kind))
		return none(a);
	(void)leat_json_i64(leat_json_get(json, "size"), &size); /* 10 when it is missing */
	if (size < 1 || size > BUCKETS_MAX) {
		(void)leat_dev_fault_set(a->fault, "illegal_argument_exception",
		                         "[size] must be from 1 to %d", BUCKETS_MAX);
		return none(a);
	}
	/* A document counts once for each of its values; the sum of all counts is needed too. */
	(void)snprintf(tail, sizeof(tail), "WHERE v IS NOT NULL) GROUP BY v ORDER BY %s LIMIT %lld",
	               order_of(json, "c DESC,v"), (long long)size);
	sqlite3_stmt *stmt = prepare(
		a, "SELECT v, count(*) c, sum(count(*)) OVER () FROM (SELECT DISTINCT i, n, v FROM",
		path, around, tail);
	if (!stmt)
		return none(a);
	leat_json_write_object(a->w);
	leat_json_write_i64_of(a->w, "doc_count_error_upper_bound", 0);
	leat_json_write_key(a->w, "buckets");
	leat_json_write_array(a->w);
	while (ok && sqlite3_step(stmt) == SQLITE_ROW) {
		struct bucket bucket = { .around = around,
			                 .field = path,
			                 .low = bind_of(a, stmt, 0) };

		shown += sqlite3_column_int64(stmt, 1);
		all = sqlite3_column_int64(stmt, 2);
		ok = write_bucket(a, stmt, kind, inside, &bucket);
	}
	leat_json_write_array_end(a->w);
	leat_json_write_i64_of(a->w, "sum_other_doc_count", all - shown);
	leat_json_write_object_end(a->w);
	return finish(a, stmt) && ok;
}

/* The SQL of the bucket's beginning for an interval, in milliseconds; false: it is none. */
static bool interval_sql(const struct leat_json *json, char *sql, size_t sql_bytes, int64_t *ret_ms)
{
	static const struct {
		const char *name;
		int64_t ms; /* 0: of the calendar. */
		const char *of_month;
	} units[] = {
		{ "second", 1000, NULL },         { "1s", 1000, NULL },
		{ "minute", 60000, NULL },        { "1m", 60000, NULL },
		{ "hour", 3600000, NULL },        { "1h", 3600000, NULL },
		{ "day", 86400000, NULL },        { "1d", 86400000, NULL },
		{ "month", 0, "start of month" }, { "1M", 0, "start of month" },
		{ "year", 0, "start of year" },   { "1y", 0, "start of year" },
	};
	static const struct {
		const char *name;
		int64_t ms;
	} fixed[] = {
		{ "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 }, { "d", 86400000 }
	};
	struct leat_str calendar = leat_json_get_str(json, "calendar_interval");
	struct leat_str text = leat_json_get_str(json, "fixed_interval");
	uint32_t n = 0;
	int64_t count;

	for (size_t i = 0; i < LEAT_COUNT(units) && calendar.p; i++) {
		if (!leat_dev_str_is(calendar, units[i].name))
			continue;
		*ret_ms = units[i].ms;
		if (!units[i].ms)
			(void)snprintf(
				sql, sql_bytes,
				"CAST(strftime('%%s',v/1000,'unixepoch','%s') AS INTEGER)*1000",
				units[i].of_month);
	}
	while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	for (size_t i = 0; i < LEAT_COUNT(fixed) && text.p; i++)
		if (leat_dev_str_is((struct leat_str){ text.p + n, text.n - n }, fixed[i].name) &&
		    n < 10 && leat_number_parse_i64((struct leat_str){ text.p, n }, &count) &&
		    count > 0)
			*ret_ms = count * fixed[i].ms;
	if (*ret_ms > 0)
		(void)snprintf(sql, sql_bytes, "v-((v%%%lld)+%lld)%%%lld", (long long)*ret_ms,
		               (long long)*ret_ms, (long long)*ret_ms);
	return *ret_ms >= 0;
}

/* The value behind the bucket that begins at @p ms. */
static int64_t bucket_end(const struct leat_json *json, int64_t ms, int64_t interval_ms)
{
	struct leat_str calendar = leat_json_get_str(json, "calendar_interval");
	bool is_year = leat_dev_str_is(calendar, "year") || leat_dev_str_is(calendar, "1y");

	if (interval_ms)
		return ms + interval_ms;
	struct leat_civil t = leat_civil_of_us(ms * 1000);
	t.year += is_year || t.month == 12;
	t.month = is_year ? 1 : t.month % 12 + 1;
	return leat_civil_to_us(&t) / 1000;
}

static bool write_date_histogram(struct aggs *a, const struct leat_json *json, struct leat_str path,
                                 const struct leat_json *inside, const struct bucket *around)
{
	char head[300], begin[120];
	int64_t interval_ms = -1;
	enum dev_kind kind;
	bool ok = true;

	if (!kind_of(a, path, &kind))
		return none(a);
	if (!interval_sql(json, begin, sizeof(begin), &interval_ms)) {
		(void)leat_dev_fault_set(
			a->fault, "illegal_argument_exception",
			"[date_histogram] needs a [calendar_interval] (second to day, month, year) "
			"or a [fixed_interval]");
		return none(a);
	}
	(void)snprintf(head, sizeof(head),
	               "SELECT b AS v, count(*) c FROM (SELECT DISTINCT i, n, %s AS b FROM", begin);
	sqlite3_stmt *stmt = prepare(a, head, path, around,
	                             "WHERE v IS NOT NULL) GROUP BY b ORDER BY b");
	if (!stmt)
		return none(a);
	leat_json_write_object(a->w);
	leat_json_write_key(a->w, "buckets");
	leat_json_write_array(a->w);
	while (ok && sqlite3_step(stmt) == SQLITE_ROW) {
		struct bucket bucket = { .around = around,
			                 .field = path,
			                 .low = bind_of(a, stmt, 0) };

		bucket.end = (struct dev_bind){
			.type = SQLITE_INTEGER, .i64 = bucket_end(json, bucket.low.i64, interval_ms)
		};
		ok = write_bucket(a, stmt, DEV_DATE, inside, &bucket);
	}
	leat_json_write_array_end(a->w);
	leat_json_write_object_end(a->w);
	return finish(a, stmt) && ok;
}

/* ---- which ---- */

static bool write_one(struct aggs *a, const struct leat_json *json, const struct bucket *bucket)
{
	static const char *const metrics[] = { "value_count", "cardinality", "sum",  "min",
		                               "max",         "avg",         "stats" };
	const struct leat_json *inside = leat_json_get(json, "aggs");
	const struct leat_json *kind = NULL;

	inside = inside ? inside : leat_json_get(json, "aggregations");
	for (const struct leat_json *m = json->first; m; m = m->next)
		if (m != inside && !leat_dev_str_is(m->key, "meta"))
			kind = m;
	struct leat_str path = leat_json_get_str(kind, "field");
	if (!path.p) {
		(void)leat_dev_fault_set(a->fault, "illegal_argument_exception",
		                         "the aggregation [%.*s] needs a kind with a [field]",
		                         LEAT_STR_ARG(json->key));
		return none(a);
	}
	if (leat_dev_str_is(kind->key, "terms"))
		return write_terms(a, kind, path, inside, bucket);
	if (leat_dev_str_is(kind->key, "date_histogram"))
		return write_date_histogram(a, kind, path, inside, bucket);
	for (size_t i = 0; i < LEAT_COUNT(metrics); i++)
		if (leat_dev_str_is(kind->key, metrics[i]))
			return write_metric(a, kind->key, path, bucket);
	(void)leat_dev_fault_set(
		a->fault, "parsing_exception",
		"Unknown aggregation type [%.*s], or one that the embedded index does not have",
		LEAT_STR_ARG(kind->key));
	return none(a);
}

/* Write the members "name": result. */
static bool write_all(struct aggs *a, const struct leat_json *json, const struct bucket *bucket)
{
	bool ok = true;

	if (json->type != LEAT_JSON_OBJECT || ++a->depth > DEPTH_MAX)
		return leat_dev_fault_set(a->fault, "parsing_exception",
		                          "Expected aggregations, at most %d deep", DEPTH_MAX);
	for (const struct leat_json *m = json->first; m && ok; m = m->next) {
		leat_json_write_key_str(a->w, m->key);
		ok = write_one(a, m, bucket);
	}
	a->depth--;
	return ok;
}

bool leat_dev_aggs_write(struct dev_search *search, const struct leat_json *json,
                         struct leat_buf *out, struct dev_fault *fault)
{
	struct aggs a = { .search = search, .fault = fault, .w = leat_json_writer_new(out, false) };

	leat_json_write_object(a.w);
	bool ok = write_all(&a, json, NULL);
	leat_json_write_object_end(a.w);
	leat_json_writer_free(a.w);
	return ok;
}

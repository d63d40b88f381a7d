/* SPDX-License-Identifier: Apache-2.0 */
/* Queries: compound ones, and how the pieces become a statement. */
#include "dev/index/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"

enum {
	INDICES_MAX = 100,       /**< Of one search: SQLite joins at most 500 selects. */
	STATEMENT_US = 10000000, /**< For one statement: other requests wait meanwhile. */
};

static bool wrong(struct dev_query *query, const char *fmt, struct leat_str what)
{
	return leat_dev_fault_set(&query->fault, "parsing_exception", fmt, LEAT_STR_ARG(what));
}

/* ---- bool ---- */

/* What a bool query has gathered. */
struct gathered {
	struct dev_sql *cond;
	struct dev_sql *score;   /* May be NULL. */
	struct dev_sql should;   /* "c1+c2+.." */
	uint32_t required_count; /* must, filter. */
	uint32_t should_count;
};

enum role {
	ROLE_MUST,
	ROLE_FILTER,
	ROLE_SHOULD,
	ROLE_MUST_NOT,
};

static bool add_clause(struct dev_query *query, struct gathered *g, enum role role,
                       const struct leat_json *json)
{
	struct dev_sql cond, score;
	bool is_scored = g->score && (role == ROLE_MUST || role == ROLE_SHOULD);

	leat_dev_sql_init(&cond);
	leat_dev_sql_init(&score);
	bool ok = leat_dev_query_node(query, json, &cond, is_scored ? &score : NULL);
	if (ok && role == ROLE_SHOULD) {
		leat_dev_sql_text(&g->should, g->should_count++ ? "+((" : "((");
		leat_dev_sql_add(&g->should, &cond);
		leat_dev_sql_text(&g->should, ") IS TRUE)");
	} else if (ok) {
		leat_dev_sql_text(g->cond, " AND (");
		leat_dev_sql_add(g->cond, &cond);
		leat_dev_sql_text(g->cond, role == ROLE_MUST_NOT ? ") IS NOT TRUE" : ") IS TRUE");
		g->required_count += role != ROLE_MUST_NOT;
	}
	if (ok && is_scored) {
		leat_dev_sql_text(g->score, "+CASE WHEN ");
		leat_dev_sql_add(g->score, &cond);
		leat_dev_sql_text(g->score, " THEN ");
		leat_dev_sql_add(g->score, &score);
		leat_dev_sql_text(g->score, " ELSE 0 END");
	}
	leat_dev_sql_done(&cond);
	leat_dev_sql_done(&score);
	return ok;
}

static bool add_clauses(struct dev_query *query, struct gathered *g, enum role role,
                        const struct leat_json *json)
{
	if (json->type == LEAT_JSON_OBJECT)
		return add_clause(query, g, role, json);
	if (json->type != LEAT_JSON_ARRAY)
		return wrong(query, "[bool] query does not support a value for [%.*s]", json->key);
	for (const struct leat_json *child = json->first; child; child = child->next)
		if (!add_clause(query, g, role, child))
			return false;
	return true;
}

/* "2", "-1", "75%", "-25%" of @p count; -1: malformed. */
static int64_t minimum_of(const struct leat_json *json, uint32_t count)
{
	struct leat_str text = json->type == LEAT_JSON_NUMBER || json->type == LEAT_JSON_STRING
	                               ? json->text
	                               : (struct leat_str){ NULL, 0 };
	bool is_percent = text.n > 0 && text.p[text.n - 1] == '%';
	int64_t number;

	if (is_percent)
		text.n--;
	if (!leat_number_parse_i64(text, &number) || number > 1000000 || number < -1000000)
		return -1;
	if (is_percent)
		number = number * (int64_t)count / 100;
	if (number < 0)
		number += count;
	return number < 0 ? 0 : number;
}

static bool gather(struct dev_query *query, struct gathered *g, const struct leat_json *json)
{
	static const char *const names[] = { "must", "filter", "should", "must_not" };
	static const enum role roles[] = { ROLE_MUST, ROLE_FILTER, ROLE_SHOULD, ROLE_MUST_NOT };
	const struct leat_json *minimum = NULL;
	bool ok = true;

	for (const struct leat_json *m = json->first; m && ok; m = m->next) {
		size_t i = 0;

		while (i < LEAT_COUNT(names) && !leat_dev_str_is(m->key, names[i]))
			i++;
		if (i < LEAT_COUNT(names))
			ok = add_clauses(query, g, roles[i], m);
		else if (leat_dev_str_is(m->key, "minimum_should_match"))
			minimum = m;
		else if (!leat_dev_str_is(m->key, "boost") && !leat_dev_str_is(m->key, "_name") &&
		         !leat_dev_str_is(m->key, "adjust_pure_negative"))
			ok = wrong(query, "[bool] query does not support [%.*s]", m->key);
	}
	if (!ok || g->should_count == 0)
		return ok;
	int64_t least = minimum ? minimum_of(minimum, g->should_count) : g->required_count == 0;
	if (least < 0)
		return wrong(query, "[bool] failed to parse [%.*s]", minimum->key);
	if (least == 0)
		return true;
	leat_dev_sql_text(g->cond, " AND (");
	leat_dev_sql_add(g->cond, &g->should);
	leat_dev_sql_printf(g->cond, ")>=%lld", (long long)least);
	return true;
}

static bool bool_query(struct dev_query *query, const struct leat_json *json, struct dev_sql *cond,
                       struct dev_sql *score)
{
	struct gathered g = { .cond = cond, .score = score };

	leat_dev_sql_init(&g.should);
	leat_dev_sql_text(cond, "(1");
	if (score)
		leat_dev_sql_text(score, json->first ? "(0" : "(1");
	bool ok = gather(query, &g, json);
	leat_dev_sql_text(cond, ")");
	if (score)
		leat_dev_sql_text(score, ")");
	leat_dev_sql_done(&g.should);
	return ok;
}

/* ---- the others ---- */

static bool everything(struct dev_sql *cond, struct dev_sql *score, const char *truth)
{
	leat_dev_sql_text(cond, truth);
	if (score)
		leat_dev_sql_text(score, "1.0");
	return true;
}

static bool constant_score(struct dev_query *query, const struct leat_json *json,
                           struct dev_sql *cond, struct dev_sql *score)
{
	const struct leat_json *filter = leat_json_get(json, "filter");
	double boost = 1;

	if (!filter)
		return leat_dev_fault_set(&query->fault, "parsing_exception",
		                          "[constant_score] requires a 'filter' element");
	(void)leat_json_f64(leat_json_get(json, "boost"), &boost); /* 1 when it is missing */
	if (score)
		leat_dev_sql_bind_f64(score, boost);
	return leat_dev_query_node(query, filter, cond, NULL);
}

static bool query_string(struct dev_query *query, const struct leat_json *json,
                         struct dev_sql *cond, struct dev_sql *score)
{
	struct leat_str text = leat_json_get_str(json, "query");
	struct leat_str field = leat_json_get_str(json, "default_field");
	struct leat_str op = leat_json_get_str(json, "default_operator");

	if (!text.p)
		return leat_dev_fault_set(&query->fault, "parsing_exception",
		                          "[query_string] must be provided with a [query]");
	const struct leat_json *parsed = leat_dev_query_string(
		query->r->arena, text, field,
		leat_dev_str_is(op, "and") || leat_dev_str_is(op, "AND"), &query->fault);
	return parsed && leat_dev_query_node(query, parsed, cond, score);
}

bool leat_dev_query_node(struct dev_query *query, const struct leat_json *json,
                         struct dev_sql *cond, struct dev_sql *score)
{
	const struct leat_json *kind = json->first;

	if (++query->clause_count > DEV_CLAUSES_MAX)
		return leat_dev_fault_set(&query->fault, "too_many_clauses",
		                          "the query has more than %d clauses", DEV_CLAUSES_MAX);
	if (json->type != LEAT_JSON_OBJECT || !kind)
		return leat_dev_fault_set(&query->fault, "illegal_argument_exception",
		                          "query malformed, empty clause found");
	if (kind->next)
		return wrong(query,
		             "[%.*s] malformed query, expected [END_OBJECT] but found [FIELD_NAME]",
		             kind->key);
	if (kind->type != LEAT_JSON_OBJECT)
		return wrong(query, "[%.*s] query malformed, no start_object after query name",
		             kind->key);
	if (leat_dev_str_is(kind->key, "match_all"))
		return everything(cond, score, "1");
	if (leat_dev_str_is(kind->key, "match_none"))
		return everything(cond, score, "0");
	if (leat_dev_str_is(kind->key, "bool"))
		return bool_query(query, kind, cond, score);
	if (leat_dev_str_is(kind->key, "constant_score"))
		return constant_score(query, kind, cond, score);
	if (leat_dev_str_is(kind->key, "query_string") ||
	    leat_dev_str_is(kind->key, "simple_query_string"))
		return query_string(query, kind, cond, score);
	return leat_dev_query_leaf(query, kind, cond, score);
}

/* ---- the whole ---- */

bool leat_dev_query_init(struct dev_query *query, struct dev_request *r, struct dev_index *index,
                         const struct leat_json *json)
{
	*query = (struct dev_query){ .r = r, .index = index };
	leat_dev_sql_init(&query->with);
	leat_dev_sql_init(&query->joins);
	leat_dev_sql_init(&query->cond);
	leat_dev_sql_init(&query->score);
	if (json)
		return leat_dev_query_node(query, json, &query->cond, &query->score);
	return everything(&query->cond, &query->score, "1");
}

void leat_dev_query_done(struct dev_query *query)
{
	leat_dev_sql_done(&query->with);
	leat_dev_sql_done(&query->joins);
	leat_dev_sql_done(&query->cond);
	leat_dev_sql_done(&query->score);
}

void leat_dev_query_put_with(const struct dev_query *queries, uint32_t count, struct dev_sql *sql)
{
	const char *before = "WITH ";

	for (uint32_t i = 0; i < count; i++) {
		if (queries[i].with.text.size == 0)
			continue;
		leat_dev_sql_text(sql, before);
		leat_dev_sql_add(sql, &queries[i].with);
		before = ",";
	}
	leat_dev_sql_text(sql, " ");
}

void leat_dev_query_put_from(const struct dev_query *query, struct leat_str extra,
                             struct dev_sql *sql)
{
	leat_dev_sql_printf(sql, " FROM docs_%u d", query->index->number);
	leat_dev_sql_add(sql, &query->joins);
	if (extra.n) {
		leat_dev_sql_text(sql, ",");
		leat_buf_str(&sql->text, extra);
	}
	leat_dev_sql_text(sql, " WHERE d.source IS NOT NULL AND (");
	leat_dev_sql_add(sql, &query->cond);
	leat_dev_sql_text(sql, ")");
}

/* ---- over several indices ---- */

bool leat_dev_search_init(struct dev_search *search, struct dev_request *r, struct leat_str pattern,
                          const struct leat_json *json)
{
	struct dev_index **indices;
	uint32_t count;

	*search = (struct dev_search){ .r = r };
	if (!leat_dev_request_indices(r, pattern, &indices, &count))
		return false;
	if (count > INDICES_MAX) {
		leat_dev_request_fail(r, 400, "illegal_argument_exception",
		                      "the embedded index searches at most %d indices at once",
		                      INDICES_MAX);
		return false;
	}
	search->queries = LEAT_ARENA_ARRAY(r->arena, struct dev_query, count + 1);
	for (uint32_t i = 0; i < count; i++) {
		search->count++;
		if (leat_dev_query_init(&search->queries[i], r, indices[i], json))
			continue;
		leat_dev_request_shard_fault(r, &search->queries[i].fault);
		return false;
	}
	return true;
}

void leat_dev_search_done(struct dev_search *search)
{
	for (uint32_t i = 0; i < search->count; i++)
		leat_dev_query_done(&search->queries[i]);
}

static int is_too_long(void *data)
{
	return leat_clock_mono_us(leat_loop_clock()) > *(const int64_t *)data;
}

sqlite3_stmt *leat_dev_search_prepare(struct dev_search *search, const struct dev_sql *sql)
{
	const char *why;
	sqlite3_stmt *stmt = leat_dev_sql_prepare(sql, search->r->store->db, &why);
	int64_t *deadline = leat_arena_alloc(search->r->arena, sizeof(*deadline));

	if (!stmt) {
		leat_dev_request_fail(search->r, 400, "search_phase_execution_exception", "%s",
		                      why);
		return NULL;
	}
	*deadline = leat_clock_mono_us(leat_loop_clock()) + STATEMENT_US;
	sqlite3_progress_handler(search->r->store->db, 100000, is_too_long, deadline);
	return stmt;
}

bool leat_dev_search_step(sqlite3_stmt *stmt)
{
	return sqlite3_step(stmt) == SQLITE_ROW;
}

bool leat_dev_search_finish(struct dev_search *search, sqlite3_stmt *stmt)
{
	sqlite3 *db = search->r->store->db;
	int r = sqlite3_finalize(stmt); /* tells how the last step ended */

	sqlite3_progress_handler(db, 0, NULL, NULL);
	if (r == SQLITE_OK)
		return true;
	leat_dev_request_fail(
		search->r, r == SQLITE_INTERRUPT ? 503 : 400, "search_phase_execution_exception",
		"%s", r == SQLITE_INTERRUPT ? "the search takes too long" : sqlite3_errmsg(db));
	return false;
}

int64_t leat_dev_search_count(struct dev_search *search)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < search->count; i++) {
		struct dev_sql sql;
		sqlite3_stmt *stmt;

		leat_dev_sql_init(&sql);
		leat_dev_query_put_with(&search->queries[i], 1, &sql);
		leat_dev_sql_text(&sql, "SELECT count(*)");
		leat_dev_query_put_from(&search->queries[i], (struct leat_str){ NULL, 0 }, &sql);
		stmt = leat_dev_search_prepare(search, &sql);
		if (stmt && leat_dev_search_step(stmt))
			sum += sqlite3_column_int64(stmt, 0);
		leat_dev_sql_done(&sql);
		if (!stmt || !leat_dev_search_finish(search, stmt))
			return -1;
	}
	return sum;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Queries that look at one field. */
#include <ctype.h>
#include <string.h>

#include "base/number.h"
#include "dev/index/query.h"
#include "dev/index/time.h"

/* A leaf as it is written: {"term":{"age":{"value":3,"boost":2}}} or {"term":{"age":3}}. */
struct leaf {
	struct leat_str kind;            /* "term" */
	struct leat_str field_name;      /* "age" */
	const struct dev_field *field;   /* NULL: the index has none. */
	const struct leat_json *value;   /* 3 */
	const struct leat_json *options; /* The object around it, or NULL. */
};

static bool wrong(struct dev_query *query, const struct leaf *leaf, const char *what)
{
	return leat_dev_fault_set(&query->fault, "parsing_exception", "[%.*s] query %s",
	                          LEAT_STR_ARG(leaf->kind), what);
}

static struct leat_str view(const char *text)
{
	return (struct leat_str){ text, (uint32_t)strlen(text) };
}

void leat_dev_query_put_value(const struct dev_field *field, struct leat_str raw,
                              struct dev_sql *sql)
{
	switch (field->kind) {
	case DEV_INTEGER:
	case DEV_FLOAT:
		leat_dev_sql_text(sql, "leat_number(");
		leat_buf_str(&sql->text, raw);
		leat_dev_sql_text(sql, ")");
		break;
	case DEV_BOOLEAN:
		leat_dev_sql_text(sql, "CASE WHEN ");
		leat_buf_str(&sql->text, raw);
		leat_dev_sql_text(sql, " IN (1,'true') THEN 1 WHEN ");
		leat_buf_str(&sql->text, raw);
		leat_dev_sql_text(sql, " IN (0,'false','') THEN 0 END");
		break;
	case DEV_DATE:
		leat_dev_sql_text(sql, "leat_time(");
		leat_buf_str(&sql->text, raw);
		leat_dev_sql_text(sql, ",");
		leat_dev_sql_bind_text(sql, field->format ? view(field->format) : LEAT_STR(""));
		leat_dev_sql_text(sql, ")");
		break;
	case DEV_TEXT:
	case DEV_KEYWORD:
	case DEV_OBJECT:
		leat_dev_sql_text(sql, "CAST(");
		leat_buf_str(&sql->text, raw);
		leat_dev_sql_text(sql, " AS TEXT)");
		break;
	}
}

/* Append "EXISTS(SELECT 1 FROM .. WHERE <value>" up to the comparison; end_value() closes it. */
static bool begin_value(const struct dev_field *field, struct dev_sql *sql)
{
	struct leat_buf from, value;

	leat_buf_init(&from, 1 << 20);
	leat_buf_init(&value, 1 << 20);
	leat_dev_field_sql(field, &from, &value);
	bool is_many = from.size > 0;
	if (is_many) {
		leat_dev_sql_text(sql, "EXISTS(SELECT 1 FROM ");
		leat_buf_str(&sql->text, leat_buf_view(&from));
		leat_dev_sql_text(sql, " WHERE ");
	}
	leat_dev_query_put_value(field, leat_buf_view(&value), sql);
	leat_buf_done(&from);
	leat_buf_done(&value);
	return is_many;
}

static void end_value(bool is_many, struct dev_sql *sql)
{
	if (is_many)
		leat_dev_sql_text(sql, ")");
}

static struct leat_str text_of(const struct leat_json *value)
{
	if (value->type == LEAT_JSON_BOOL)
		return value->boolean ? LEAT_STR("true") : LEAT_STR("false");
	return value->text;
}

static bool put_number(struct dev_query *query, struct leat_str text, struct dev_sql *sql)
{
	int64_t i64;
	double f64;

	if (leat_number_parse_i64(text, &i64))
		leat_dev_sql_bind_i64(sql, i64);
	else if (leat_number_parse_f64(text, &f64))
		leat_dev_sql_bind_f64(sql, f64);
	else
		return leat_dev_fault_set(&query->fault, "query_shard_exception",
		                          "failed to create query: For input string: \"%.*s\"",
		                          LEAT_STR_ARG(text));
	return true;
}

/* The user's value as it is compared with the field's.  @p up: dates round up. */
static bool put_operand(struct dev_query *query, const struct dev_field *field,
                        const struct leat_json *value, const char *format, bool up,
                        struct dev_sql *sql)
{
	struct leat_str text = text_of(value);
	int64_t ms;

	if (value->type == LEAT_JSON_ARRAY || value->type == LEAT_JSON_OBJECT ||
	    value->type == LEAT_JSON_NULL)
		return leat_dev_fault_set(&query->fault, "illegal_argument_exception",
		                          "expected a value for the field [%s]", field->name);
	switch (field->kind) {
	case DEV_INTEGER:
	case DEV_FLOAT:
		return put_number(query, text, sql);
	case DEV_BOOLEAN:
		if (!leat_dev_str_is(text, "true") && !leat_dev_str_is(text, "false"))
			return leat_dev_fault_set(
				&query->fault, "query_shard_exception",
				"failed to create query: Can't parse boolean value [%.*s], "
				"expected [true] or [false]",
				LEAT_STR_ARG(text));
		leat_dev_sql_bind_i64(sql, leat_dev_str_is(text, "true"));
		return true;
	case DEV_DATE:
		if (!leat_dev_time_parse_math(text, format ? format : field->format,
		                              query->r->now_ms, up, &ms))
			return leat_dev_fault_set(
				&query->fault, "parse_exception",
				"failed to parse date field [%.*s] with format [%s]",
				LEAT_STR_ARG(text),
				format          ? format
				: field->format ? field->format
						: "strict_date_optional_time||epoch_millis");
		leat_dev_sql_bind_i64(sql, ms);
		return true;
	case DEV_TEXT:
	case DEV_KEYWORD:
	case DEV_OBJECT:
		leat_dev_sql_bind_text(sql, text);
		return true;
	}
	leat_unreachable();
}

/* ---- full text ---- */

static bool is_word(unsigned char c)
{
	return isalnum(c) || c >= 128;
}

/* FTS5's expression for @p text, in the arena; p NULL: it has no words. */
static struct leat_str words(struct dev_query *query, struct leat_str text, enum dev_match match)
{
	struct leat_buf out;
	struct leat_str result = { NULL, 0 };
	bool is_phrase = match == DEV_MATCH_PHRASE || match == DEV_MATCH_PREFIX;

	leat_buf_init(&out, 8 << 20);
	for (uint32_t i = 0; i < text.n;) {
		uint32_t begin = i;

		while (i < text.n && is_word((unsigned char)text.p[i]))
			i++;
		if (i == begin) {
			i++;
			continue;
		}
		if (out.size)
			leat_buf_text(&out, is_phrase                ? " "
			                    : match == DEV_MATCH_ALL ? " AND "
			                                             : " OR ");
		if (!is_phrase || !out.size)
			leat_buf_char(&out, '"');
		leat_buf_add(&out, text.p + begin, i - begin);
		if (!is_phrase)
			leat_buf_char(&out, '"');
	}
	if (is_phrase && out.size)
		leat_buf_text(&out, match == DEV_MATCH_PREFIX ? "\"*" : "\"");
	if (out.size && !out.full)
		result = leat_arena_str(query->r->arena, leat_buf_view(&out));
	leat_buf_done(&out);
	return result;
}

bool leat_dev_query_text(struct dev_query *query, const struct dev_field *field,
                         struct leat_str text, enum dev_match match, struct dev_sql *cond,
                         struct dev_sql *score)
{
	struct leat_str expr = words(query, text, match);
	uint32_t k = query->index->number, m = query->match_count;

	if (!expr.p) {
		leat_dev_sql_text(cond, "0");
		if (score)
			leat_dev_sql_text(score, "0");
		return true;
	}
	if (++query->match_count > DEV_MATCHES_MAX)
		return leat_dev_fault_set(&query->fault, "too_many_clauses",
		                          "the query has more than %d full-text parts",
		                          DEV_MATCHES_MAX);
	leat_dev_store_index_text(query->r->store, query->index);
	/* Without a field a document counts once, however many of its fields match.  The cast gives
	 * the column a type, without which SQLite does not join by it quickly. */
	leat_dev_sql_printf(
		&query->with,
		"%sm%u_%u(n,s) AS MATERIALIZED (SELECT %sCAST(rowid & %lld AS INTEGER), ",
		m ? "," : "", k, m, field ? "" : "DISTINCT ",
		(long long)((INT64_C(1) << DEV_TEXT_SHIFT) - 1));
	if (field)
		leat_dev_sql_printf(&query->with, "-bm25(text_%u)", k);
	else
		leat_dev_sql_text(&query->with, "1.0");
	leat_dev_sql_printf(&query->with, " FROM text_%u WHERE text_%u MATCH ", k, k);
	leat_dev_sql_bind_text(&query->with, expr);
	if (field)
		leat_dev_sql_printf(&query->with, " AND rowid >> %d = %u", DEV_TEXT_SHIFT,
		                    field->number);
	leat_dev_sql_text(&query->with, ")");
	leat_dev_sql_printf(&query->joins, " LEFT JOIN m%u_%u ON m%u_%u.n=d.n", k, m, k, m);
	leat_dev_sql_printf(cond, "m%u_%u.n IS NOT NULL", k, m);
	if (score)
		leat_dev_sql_printf(score, "ifnull(m%u_%u.s,0)", k, m);
	return true;
}

/* ---- kinds ---- */

static bool term(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	struct leat_str text = text_of(leaf->value);

	if (leaf->field->kind == DEV_TEXT) {
		/* Words of a text are in lower case; this is not analysed, so capitals find
		 * nothing. */
		for (uint32_t i = 0; i < text.n; i++) {
			if (!is_word((unsigned char)text.p[i]) ||
			    isupper((unsigned char)text.p[i])) {
				leat_dev_sql_text(cond, "0");
				return true;
			}
		}
		return leat_dev_query_text(query, leaf->field, text, DEV_MATCH_ALL, cond, NULL);
	}
	bool is_many = begin_value(leaf->field, cond);
	leat_dev_sql_text(cond, " BETWEEN ");
	bool ok = put_operand(query, leaf->field, leaf->value, NULL, false, cond);
	leat_dev_sql_text(cond, " AND ");
	/* A day without a time is the whole day. */
	ok = ok && put_operand(query, leaf->field, leaf->value, NULL, true, cond);
	end_value(is_many, cond);
	return ok;
}

static bool terms(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	bool ok = true;

	if (leaf->value->type != LEAT_JSON_ARRAY)
		return wrong(query, leaf, "requires an array of values");
	if (leaf->value->child_count > 30000)
		return wrong(query, leaf, "has too many values");
	if (leaf->field->kind == DEV_TEXT) {
		leat_dev_sql_text(cond, "(0");
		for (const struct leat_json *v = leaf->value->first; v && ok; v = v->next) {
			struct leaf one = *leaf;

			one.value = v;
			leat_dev_sql_text(cond, " OR ");
			ok = ++query->clause_count <= DEV_CLAUSES_MAX
			             ? term(query, &one, cond)
			             : wrong(query, leaf, "has too many values");
		}
		leat_dev_sql_text(cond, ")");
		return ok;
	}
	bool is_many = begin_value(leaf->field, cond);
	leat_dev_sql_text(cond, " IN (");
	for (const struct leat_json *v = leaf->value->first; v && ok; v = v->next) {
		ok = put_operand(query, leaf->field, v, NULL, false, cond);
		if (v->next)
			leat_dev_sql_text(cond, ",");
	}
	leat_dev_sql_text(cond, ")");
	end_value(is_many, cond);
	return ok;
}

static const struct bound {
	const char *name;
	const char *op;
	bool up; /* Dates round up. */
} bounds[] = {
	{ "gte", ">=", false }, { "gt", ">", true },     { "lte", "<=", true },
	{ "lt", "<", false },   { "from", ">=", false }, { "to", "<=", true },
};

static const struct bound *find_bound(struct leat_str name)
{
	for (size_t i = 0; i < LEAT_COUNT(bounds); i++)
		if (leat_dev_str_is(name, bounds[i].name))
			return &bounds[i];
	return NULL;
}

/* " AND value>=? AND value<?" for one value of the field. */
static bool put_bounds(struct dev_query *query, const struct leaf *leaf, struct leat_str value,
                       struct dev_sql *cond)
{
	struct leat_str format = leat_json_get_str(leaf->options, "format");

	for (const struct leat_json *m = leaf->options->first; m; m = m->next) {
		const struct bound *bound = find_bound(m->key);

		if (!bound && !leat_dev_str_is(m->key, "format") &&
		    !leat_dev_str_is(m->key, "boost"))
			return leat_dev_fault_set(&query->fault, "parsing_exception",
			                          "[range] query does not support [%.*s]",
			                          LEAT_STR_ARG(m->key));
		if (!bound || m->type == LEAT_JSON_NULL)
			continue;
		leat_dev_sql_text(cond, " AND ");
		leat_dev_query_put_value(leaf->field, value, cond);
		leat_dev_sql_text(cond, bound->op);
		if (!put_operand(query, leaf->field, m, format.p, bound->up, cond))
			return false;
	}
	return true;
}

/* All bounds hold for the same one of several values. */
static bool range(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	struct leat_buf from, value;

	if (!leaf->options)
		return wrong(query, leaf, "requires an object of bounds");
	leat_buf_init(&from, 1 << 20);
	leat_buf_init(&value, 1 << 20);
	leat_dev_field_sql(leaf->field, &from, &value);
	leat_dev_sql_text(cond, from.size ? "EXISTS(SELECT 1 FROM " : "(");
	leat_buf_str(&cond->text, leat_buf_view(&from));
	leat_dev_sql_text(cond, from.size ? " WHERE " : "");
	leat_buf_str(&cond->text, leat_buf_view(&value));
	leat_dev_sql_text(cond, " IS NOT NULL");
	bool ok = put_bounds(query, leaf, leat_buf_view(&value), cond);
	leat_dev_sql_text(cond, ")");
	leat_buf_done(&from);
	leat_buf_done(&value);
	return ok;
}

/* Append @p c so that GLOB takes it as it is. */
static void put_literal(char c, struct leat_buf *glob)
{
	if (strchr("*?[", c))
		leat_buf_printf(glob, "[%c]", c);
	else
		leat_buf_char(glob, c);
}

/* Compare with a pattern of GLOB, which is emptied. */
static bool put_glob(struct dev_query *query, const struct leaf *leaf, struct leat_buf *glob,
                     struct dev_sql *cond)
{
	bool is_many = begin_value(leaf->field, cond);

	leat_dev_sql_text(cond, " GLOB ");
	leat_dev_sql_bind_text(cond, leat_arena_str(query->r->arena, leat_buf_view(glob)));
	end_value(is_many, cond);
	leat_buf_done(glob);
	return true;
}

static bool prefix(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	struct leat_str text = text_of(leaf->value);
	struct leat_buf glob;

	if (leaf->field->kind == DEV_TEXT)
		return leat_dev_query_text(query, leaf->field, text, DEV_MATCH_PREFIX, cond, NULL);
	leat_buf_init(&glob, 8 << 20);
	for (uint32_t i = 0; i < text.n; i++)
		put_literal(text.p[i], &glob);
	leat_buf_char(&glob, '*');
	return put_glob(query, leaf, &glob, cond);
}

static bool wildcard(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	struct leat_str text = text_of(leaf->value);
	struct leat_buf glob;

	leat_buf_init(&glob, 8 << 20);
	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\\' && i + 1 < text.n)
			put_literal(text.p[++i], &glob);
		else if (text.p[i] == '*' || text.p[i] == '?')
			leat_buf_char(&glob, text.p[i]);
		else
			put_literal(text.p[i], &glob);
	}
	return put_glob(query, leaf, &glob, cond);
}

static bool exists(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	(void)query;
	bool is_many = begin_value(leaf->field, cond);
	leat_dev_sql_text(cond, " IS NOT NULL");
	end_value(is_many, cond);
	return true;
}

static bool match(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond,
                  struct dev_sql *score)
{
	struct leat_str op = leat_json_get_str(leaf->options, "operator");
	enum dev_match how = DEV_MATCH_ANY;

	if (leaf->field->kind != DEV_TEXT) {
		if (score)
			leat_dev_sql_text(score, "1.0");
		return term(query, leaf, cond);
	}
	if (leat_dev_str_is(leaf->kind, "match_phrase"))
		how = DEV_MATCH_PHRASE;
	else if (leat_dev_str_is(leaf->kind, "match_phrase_prefix"))
		how = DEV_MATCH_PREFIX;
	else if (leat_dev_str_is(op, "and") || leat_dev_str_is(op, "AND"))
		how = DEV_MATCH_ALL;
	return leat_dev_query_text(query, leaf->field, text_of(leaf->value), how, cond, score);
}

/* ---- which kind ---- */

/* Find field, value and options of a kind that is written {"kind":{"field":..}}. */
static bool read_leaf(struct dev_query *query, const struct leat_json *kind, const char *value_key,
                      struct leaf *leaf)
{
	const struct leat_json *found = NULL;

	*leaf = (struct leaf){ .kind = kind->key };
	for (const struct leat_json *m = kind->first; m; m = m->next) {
		if (leat_dev_str_is(m->key, "boost") || leat_dev_str_is(m->key, "_name"))
			continue;
		if (found)
			return wrong(query, leaf, "doesn't support multiple fields");
		found = m;
	}
	if (!found)
		return wrong(query, leaf, "requires a field");
	leaf->field_name = found->key;
	leaf->field = leat_dev_mapping_find(&query->index->mapping, found->key);
	leaf->value = found;
	if (found->type == LEAT_JSON_OBJECT) {
		leaf->options = found;
		leaf->value = value_key ? leat_json_get(found, value_key) : found;
		if (!leaf->value)
			return wrong(query, leaf, "has no value");
	}
	bool is_list = leaf->value->type == LEAT_JSON_ARRAY ||
	               leaf->value->type == LEAT_JSON_OBJECT;
	if (value_key && (is_list || leaf->value->type == LEAT_JSON_NULL))
		return wrong(query, leaf, "does not support this value");
	return true;
}

static bool ids(struct dev_query *query, const struct leat_json *values, struct dev_sql *cond)
{
	if (!values || values->type != LEAT_JSON_ARRAY || values->child_count > 30000)
		return leat_dev_fault_set(&query->fault, "parsing_exception",
		                          "[ids] query requires an array of values");
	leat_dev_sql_text(cond, "d.id IN (");
	for (const struct leat_json *v = values->first; v; v = v->next) {
		leat_dev_sql_bind_text(cond, text_of(v));
		if (v->next)
			leat_dev_sql_text(cond, ",");
	}
	leat_dev_sql_text(cond, ")");
	return true;
}

/* Fields that every document has, and fields that do not exist.  False: it is neither. */
static bool special(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond)
{
	if (leat_dev_str_is(leaf->field_name, "_id")) {
		leat_dev_sql_text(cond, "d.id=");
		leat_dev_sql_bind_text(cond, text_of(leaf->value));
	} else if (leat_dev_str_is(leaf->field_name, "_index")) {
		leat_dev_sql_text(cond, leat_dev_str_is(text_of(leaf->value), query->index->name)
		                                ? "1"
		                                : "0");
	} else if (!leaf->field) {
		leat_dev_sql_text(cond, "0");
	} else {
		return false;
	}
	return true;
}

static const struct leaf_kind {
	const char *name;
	const char *value_key; /* NULL: the value is an array or object itself. */
	bool (*put)(struct dev_query *query, const struct leaf *leaf, struct dev_sql *cond);
} leaf_kinds[] = {
	{ "term", "value", term },         { "terms", NULL, terms },
	{ "range", NULL, range },          { "prefix", "value", prefix },
	{ "wildcard", "value", wildcard }, { "match", "query", NULL },
	{ "match_phrase", "query", NULL }, { "match_phrase_prefix", "query", NULL },
};

/* {"multi_match":{"query":"x","fields":["a","b"]}}: the best field counts. */
static bool multi_match(struct dev_query *query, const struct leat_json *kind, struct dev_sql *cond,
                        struct dev_sql *score)
{
	struct leat_str text = leat_json_get_str(kind, "query");
	const struct leat_json *fields = leat_json_get(kind, "fields");
	bool ok = true;

	if (!text.p)
		return leat_dev_fault_set(&query->fault, "parsing_exception",
		                          "[multi_match] requires a query");
	if (!fields) {
		/* Anywhere: a word of a text, or a value as a whole. */
		leat_dev_sql_text(cond, "(");
		ok = leat_dev_query_text(query, NULL, text, DEV_MATCH_ANY, cond, score);
		leat_dev_sql_text(
			cond,
			" OR EXISTS(SELECT 1 FROM json_tree(ifnull(d.plain,d.source)) t WHERE "
			"CAST(t.atom AS TEXT)=");
		leat_dev_sql_bind_text(cond, text);
		leat_dev_sql_text(cond, "))");
		return ok;
	}
	leat_dev_sql_text(cond, "(0");
	if (score)
		leat_dev_sql_text(score, "max(0,0");
	for (const struct leat_json *f = fields->first; f && ok; f = f->next) {
		const char *caret = f->text.n ? memchr(f->text.p, '^', f->text.n) : NULL;
		struct leat_str name = { f->text.p,
			                 caret ? (uint32_t)(caret - f->text.p) : f->text.n };
		struct leaf leaf = { .kind = LEAT_STR("match"),
			             .field = leat_dev_mapping_find(&query->index->mapping, name),
			             .value = leat_json_get(kind, "query"),
			             .options = kind };

		if (!leaf.field)
			continue;
		leat_dev_sql_text(cond, " OR ");
		if (score)
			leat_dev_sql_text(score, ",");
		ok = ++query->clause_count <= DEV_CLAUSES_MAX
		             ? match(query, &leaf, cond, score)
		             : wrong(query, &leaf, "has too many fields");
	}
	leat_dev_sql_text(cond, ")");
	if (score)
		leat_dev_sql_text(score, ")");
	return ok;
}

static bool exists_query(struct dev_query *query, const struct leat_json *kind,
                         struct dev_sql *cond)
{
	struct leaf leaf = { .kind = kind->key,
		             .field_name = leat_json_get_str(kind, "field"),
		             .value = kind };

	if (!leaf.field_name.p)
		return wrong(query, &leaf, "must be provided with a [field]");
	leaf.field = leat_dev_mapping_find(&query->index->mapping, leaf.field_name);
	if (leat_dev_str_is(leaf.field_name, "_id") || leat_dev_str_is(leaf.field_name, "_index")) {
		leat_dev_sql_text(cond, "1");
		return true;
	}
	return special(query, &leaf, cond) || exists(query, &leaf, cond);
}

bool leat_dev_query_leaf(struct dev_query *query, const struct leat_json *kind,
                         struct dev_sql *cond, struct dev_sql *score)
{
	struct leaf leaf;
	size_t i = 0;

	if (leat_dev_str_is(kind->key, "multi_match"))
		return multi_match(query, kind, cond, score);
	while (i < LEAT_COUNT(leaf_kinds) && !leat_dev_str_is(kind->key, leaf_kinds[i].name))
		i++;
	if (i < LEAT_COUNT(leaf_kinds)) {
		if (!read_leaf(query, kind, leaf_kinds[i].value_key, &leaf))
			return false;
		if (leat_dev_str_is(leaf.kind, "terms") &&
		    leat_dev_str_is(leaf.field_name, "_id")) {
			if (score)
				leat_dev_sql_text(score, "1.0");
			return ids(query, leaf.value, cond);
		}
		if (leaf.field && !leaf_kinds[i].put)
			return match(query, &leaf, cond, score);
		if (score)
			leat_dev_sql_text(score, "1.0");
		return special(query, &leaf, cond) || leaf_kinds[i].put(query, &leaf, cond);
	}
	if (score)
		leat_dev_sql_text(score, "1.0");
	if (leat_dev_str_is(kind->key, "ids"))
		return ids(query, leat_json_get(kind, "values"), cond);
	if (leat_dev_str_is(kind->key, "exists"))
		return exists_query(query, kind, cond);
	return leat_dev_fault_set(
		&query->fault, "parsing_exception",
		"unknown query [%.*s], or one that the embedded index does not have",
		LEAT_STR_ARG(kind->key));
}

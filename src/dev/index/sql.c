/* SPDX-License-Identifier: Apache-2.0 */
/* SQL texts with their values, and the functions that they use. */
#include "dev/index/sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "dev/index/store.h"
#include "dev/index/time.h"

enum {
	SQL_MAX_BYTES = 8 << 20, /**< A query of the size of the largest request would never end. */
};

void leat_dev_sql_init(struct dev_sql *sql)
{
	*sql = (struct dev_sql){ 0 };
	leat_buf_init(&sql->text, SQL_MAX_BYTES);
}

void leat_dev_sql_done(struct dev_sql *sql)
{
	leat_buf_done(&sql->text);
	LEAT_VEC_DONE(&sql->binds);
}

void leat_dev_sql_text(struct dev_sql *sql, const char *text)
{
	leat_buf_text(&sql->text, text);
}

void leat_dev_sql_printf(struct dev_sql *sql, const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	leat_assert(n >= 0 && (size_t)n < sizeof(text));
	leat_buf_text(&sql->text, text);
}

void leat_dev_sql_add(struct dev_sql *sql, const struct dev_sql *piece)
{
	leat_buf_str(&sql->text, leat_buf_view(&piece->text));
	for (uint32_t i = 0; i < piece->binds.count; i++)
		*LEAT_VEC_ADD(NULL, &sql->binds) = piece->binds.items[i];
}

static void add_bind(struct dev_sql *sql, struct dev_bind bind)
{
	leat_buf_char(&sql->text, '?');
	*LEAT_VEC_ADD(NULL, &sql->binds) = bind;
}

void leat_dev_sql_bind_text(struct dev_sql *sql, struct leat_str text)
{
	add_bind(sql, (struct dev_bind){ .type = SQLITE_TEXT, .text = text });
}

void leat_dev_sql_bind_i64(struct dev_sql *sql, int64_t value)
{
	add_bind(sql, (struct dev_bind){ .type = SQLITE_INTEGER, .i64 = value });
}

void leat_dev_sql_bind_f64(struct dev_sql *sql, double value)
{
	add_bind(sql, (struct dev_bind){ .type = SQLITE_FLOAT, .f64 = value });
}

sqlite3_stmt *leat_dev_sql_prepare(const struct dev_sql *sql, sqlite3 *db, const char **why)
{
	sqlite3_stmt *stmt = NULL;

	*why = "the query is too large";
	if (sql->text.full || sql->binds.count > 32000)
		return NULL;
	if (sqlite3_prepare_v2(db, sql->text.data, (int)sql->text.size, &stmt, NULL) != SQLITE_OK) {
		*why = sqlite3_errmsg(db);
		return NULL;
	}
	for (uint32_t i = 0; i < sql->binds.count; i++) {
		const struct dev_bind *bind = &sql->binds.items[i];
		int at = (int)i + 1;

		if (bind->type == SQLITE_TEXT)
			sqlite3_bind_text(stmt, at, bind->text.p ? bind->text.p : "",
			                  (int)bind->text.n, SQLITE_STATIC);
		else if (bind->type == SQLITE_INTEGER)
			sqlite3_bind_int64(stmt, at, bind->i64);
		else
			sqlite3_bind_double(stmt, at, bind->f64);
	}
	return stmt;
}

/* ---- functions ---- */

static struct leat_str text_of(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return (struct leat_str){ text, text ? (uint32_t)sqlite3_value_bytes(value) : 0 };
}

static void time_function(sqlite3_context *ctx, int count, sqlite3_value **values)
{
	const char *format = (const char *)sqlite3_value_text(values[1]);
	int64_t ms;

	(void)count;
	if (leat_dev_time_parse(text_of(values[0]), format, &ms))
		sqlite3_result_int64(ctx, ms);
}

static void number_function(sqlite3_context *ctx, int count, sqlite3_value **values)
{
	int type = sqlite3_value_type(values[0]);
	int64_t i64;
	double f64;

	(void)count;
	if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
		sqlite3_result_value(ctx, values[0]);
	else if (type == SQLITE_TEXT && leat_number_parse_i64(text_of(values[0]), &i64))
		sqlite3_result_int64(ctx, i64);
	else if (type == SQLITE_TEXT && leat_number_parse_f64(text_of(values[0]), &f64))
		sqlite3_result_double(ctx, f64);
}

void leat_dev_sql_add_functions(sqlite3 *db)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	int r = sqlite3_create_function(db, "leat_time", 2, flags, NULL, time_function, NULL, NULL);

	leat_assert(r == SQLITE_OK);
	r = sqlite3_create_function(db, "leat_number", 1, flags, NULL, number_function, NULL, NULL);
	leat_assert(r == SQLITE_OK);
}

/* ---- paths ---- */

/* A JSON path step, as ."name", inside an SQL text. */
static void put_step(const char *name, struct leat_buf *out)
{
	leat_buf_text(out, ".\"");
	for (; *name; name++) {
		/* SQLite takes the characters of a quoted label as they are, up to the next quote.
		 * */
		leat_buf_char(out, *name);
		if (*name == '\'')
			leat_buf_char(out, '\'');
	}
	leat_buf_char(out, '"');
}

/* "json_each(..) eN": the values at @p path below the document, or below an object of the level
 * before. Where one object stands for a list of one, it must be made one: json_each() would go into
 * it. */
static void put_each(const struct dev_field *field, int level, const char *path,
                     struct leat_buf *from)
{
	char source[80] = "ifnull(d.plain,d.source)";

	if (level > 0)
		(void)snprintf(source, sizeof(source),
		               "CASE e%d.type WHEN 'object' THEN e%d.value END", level - 1,
		               level - 1);
	if (from->size)
		leat_buf_char(from, ',');
	if (field->kind == DEV_OBJECT)
		leat_buf_printf(
			from,
			"json_each(CASE json_type(%s,'$%s') WHEN 'object' THEN '['||((%s)->'$%s')||']' "
			"ELSE (%s)->'$%s' END) e%d",
			source, path, source, path, source, path, level);
	else
		leat_buf_printf(from, "json_each(%s,'$%s') e%d", source, path, level);
}

static int put_path(const struct dev_field *field, struct leat_buf *from, struct leat_buf *path)
{
	int level = 0;

	if (!field->parent)
		return 0;
	level = put_path(field->parent, from, path);
	put_step(field->name, path);
	if (!field->is_array)
		return level;
	put_each(field, level, leat_buf_cstr(path), from);
	leat_buf_clear(path);
	return level + 1;
}

void leat_dev_field_sql(const struct dev_field *field, struct leat_buf *from,
                        struct leat_buf *ret_value)
{
	struct leat_buf path;

	/* A variant is the same value seen in another way. */
	if (field->parent &&
	    leat_map_get(&field->parent->variants, leat_str_of(field->name)) == field)
		field = field->parent;
	leat_buf_init(&path, 1 << 20);
	int level = put_path(field, from, &path);
	if (level == 0)
		leat_buf_printf(ret_value, "json_extract(ifnull(d.plain,d.source),'$%s')",
		                leat_buf_cstr(&path));
	else if (path.size == 0)
		leat_buf_printf(ret_value, "e%d.value", level - 1);
	else
		leat_buf_printf(
			ret_value,
			"json_extract(CASE e%d.type WHEN 'object' THEN e%d.value END,'$%s')",
			level - 1, level - 1, leat_buf_cstr(&path));
	leat_buf_done(&path);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* SQL texts with their values, and the functions that they use. */
#pragma once

#include <sqlite3.h>

#include "base/json.h"
#include "base/vec.h"

/** A value of a placeholder. */
struct dev_bind {
	int type;            /**< SQLITE_TEXT, SQLITE_INTEGER, SQLITE_FLOAT. */
	struct leat_str text; /**< TEXT; lives in the arena of the request. */
	int64_t i64;         /**< INTEGER. */
	double f64;          /**< FLOAT. */
};

/** A piece of SQL; its values in the order of its placeholders. */
struct dev_sql {
	struct leat_buf text;
	LEAT_VEC(struct dev_bind) binds; /**< On the heap. */
};

/** An empty piece; free what one holds. */
void leat_dev_sql_init(struct dev_sql *sql);
void leat_dev_sql_done(struct dev_sql *sql);

/** Append text; text by printf; another piece. */
void leat_dev_sql_text(struct dev_sql *sql, const char *text);
void leat_dev_sql_printf(struct dev_sql *sql, const char *fmt, ...) LEAT_PRINTF(2, 3);
void leat_dev_sql_add(struct dev_sql *sql, const struct dev_sql *piece);

/** Append a placeholder for a value. */
void leat_dev_sql_bind_text(struct dev_sql *sql, struct leat_str text);
void leat_dev_sql_bind_i64(struct dev_sql *sql, int64_t value);
void leat_dev_sql_bind_f64(struct dev_sql *sql, double value);

/** Prepare and bind.  NULL, with a message in @p why, when SQLite finds it too large; anything else
 * is a defect (asserted). */
sqlite3_stmt *leat_dev_sql_prepare(const struct dev_sql *sql, sqlite3 *db, const char **why);

/** Add leat_time(value, format): milliseconds since 1970, or NULL; leat_number(value): a number,
 * also of its text, or NULL. */
void leat_dev_sql_add_functions(sqlite3 *db);

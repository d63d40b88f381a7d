/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts that must be refused: which error, at which text, with which hint. */
#include "suite.h"

#include "script.h"

static const struct {
	const char *sql;
	enum leat_err_code code;
	const char *at;      /* text under the carets */
	const char *message; /* part of it */
	const char *hint;    /* part of it */
} cases[] = {
	/* names */
	{ "SELECT nam FROM t", LEAT_E_UNKNOWN_COLUMN, "nam", "no column \"nam\" in \"t\"",
	  "\"name\"" },
	{ "SELECT x.id FROM t", LEAT_E_UNKNOWN_COLUMN, "x", "no table or column \"x\"", "" },
	{ "SELECT r.z FROM t", LEAT_E_UNKNOWN_COLUMN, "z", "no field \"z\"", "" },
	{ "SELECT id.z FROM t", LEAT_E_UNKNOWN_COLUMN, "z", "not a ROW", "" },
	{ "SELECT * FROM tt", LEAT_E_UNKNOWN_TABLE, "tt", "no table or view \"tt\"", "" },
	{ "SELECT * FROM nodb.t", LEAT_E_UNKNOWN_TABLE, "nodb.t", "no database \"nodb\"", "" },
	{ "SELECT u.* FROM t", LEAT_E_UNKNOWN_TABLE, "u.*", "no table \"u\"", "" },
	{ "SELECT UPPR(name) FROM t", LEAT_E_UNKNOWN_FUNCTION, "UPPR", "no function \"UPPR\"",
	  "UPPER" },
	/* types */
	{ "SELECT id FROM t WHERE name", LEAT_E_TYPE, "name", "WHERE must be a condition", "" },
	{ "SELECT CAST(TRUE AS DATE)", LEAT_E_TYPE, "CAST(TRUE AS DATE)", "no cast", "" },
	{ "SELECT DATE '2024-13-45'", LEAT_E_LITERAL, "DATE '2024-13-45'", "is no date", "yyyy" },
	{ "SELECT TIMESTAMP '2024-01-01'", LEAT_E_LITERAL, "TIMESTAMP '2024-01-01'",
	  "is no timestamp", "" },
	{ "SELECT 99999999999999999999", LEAT_E_LITERAL, "99999999999999999999", "BIGINT", "CAST" },
	{ "SELECT id FROM t UNION ALL SELECT name FROM t", LEAT_E_TYPE, NULL, "INT and STRING",
	  "" },
	{ "SELECT id FROM t UNION ALL SELECT id, name FROM t", LEAT_E_QUERY, NULL, "2 columns",
	  "" },
	{ "VALUES (1, 2), (3)", LEAT_E_QUERY, "3", "1 values", "" },
	/* grouping */
	{ "SELECT name, id, COUNT(*) FROM t GROUP BY name", LEAT_E_QUERY, "id", "neither grouped",
	  "GROUP BY" },
	{ "SELECT name FROM t WHERE COUNT(*) > 1", LEAT_E_QUERY, "COUNT(*)",
	  "cannot stand in WHERE", "" },
	{ "SELECT SUM(COUNT(*)) FROM t", LEAT_E_QUERY, "COUNT(*)", "an aggregate function", "" },
	{ "SELECT UPPER(DISTINCT name) FROM t", LEAT_E_ARGUMENTS, NULL, "no aggregate function",
	  "" },
	{ "SELECT COUNT(*) FROM t GROUP BY CUBE (id)", LEAT_E_UNSUPPORTED, "CUBE (id)",
	  "GROUPING SETS", "" },
	/* windows */
	{ "SELECT COUNT(*) FROM k GROUP BY TUMBLE(id, INTERVAL '1' MINUTE)", LEAT_E_WINDOW, "id",
	  "no time attribute", "" },
	{ "SELECT TUMBLE_START(ts, INTERVAL '2' MINUTE) FROM t GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)",
	  LEAT_E_WINDOW, NULL, "must have the arguments", "" },
	{ "SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE) FROM t", LEAT_E_WINDOW, NULL,
	  "grouped by the window", "" },
	{ "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(name), INTERVAL '1' MINUTE))",
	  LEAT_E_WINDOW, "name", "no time attribute", "" },
	{ "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts)))", LEAT_E_WINDOW, NULL,
	  "not 2 arguments", "" },
	{ "SELECT * FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '40' SECOND, INTERVAL '1' MINUTE))",
	  LEAT_E_WINDOW, NULL, "multiple of its slide", "" },
	{ "SELECT * FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
	  LEAT_E_UNSUPPORTED, NULL, "SESSION", "" },
	/* order */
	{ "SELECT * FROM k ORDER BY id", LEAT_E_QUERY, "id", "cannot be ordered", "LIMIT" },
	{ "SELECT id FROM t ORDER BY 2", LEAT_E_QUERY, "2", "no column 2", "" },
	/* INSERT */
	{ "INSERT INTO nosuch SELECT 1", LEAT_E_UNKNOWN_TABLE, "nosuch", "no table", "" },
	{ "INSERT INTO sink SELECT name, id FROM k", LEAT_E_TYPE, "sink",
	  "sink [id INT, name STRING]", "" },
	{ "INSERT INTO sink SELECT id FROM k", LEAT_E_TYPE, "sink", "different number", "" },
	{ "INSERT INTO sink (id, nam) SELECT id, name FROM k", LEAT_E_UNKNOWN_COLUMN, "nam",
	  "\"nam\"", "name" },
	{ "INSERT INTO app SELECT name, COUNT(*) FROM k GROUP BY name", LEAT_E_CHANGELOG, "app",
	  "updates its rows", "PRIMARY KEY" },
	{ "INSERT OVERWRITE sink SELECT id, name FROM k", LEAT_E_UNSUPPORTED, NULL, "OVERWRITE",
	  "" },
	{ "CREATE VIEW v AS SELECT id FROM t; INSERT INTO v SELECT 1", LEAT_E_QUERY, "v",
	  "is a view", "" },
	{ "SELECT * FROM sink", LEAT_E_OPTION_VALUE, "'print'", "can only be written", "" },
	/* DDL */
	{ "CREATE TABLE t (a INT) WITH ('connector' = 'print')", LEAT_E_EXISTS, "t", "already",
	  "" },
	{ "CREATE TABLE w (a INT, a INT) WITH ('connector' = 'print')", LEAT_E_EXISTS, "a",
	  "two columns", "" },
	{ "CREATE TABLE w (a INT, PRIMARY KEY (b) NOT ENFORCED) WITH ('connector' = 'print')",
	  LEAT_E_UNKNOWN_COLUMN, "b", "\"b\"", "" },
	{ "CREATE TABLE w (a INT, PRIMARY KEY (a)) WITH ('connector' = 'print')", LEAT_E_QUERY,
	  NULL, "enforced", "NOT ENFORCED" },
	{ "CREATE TABLE w (a STRING, WATERMARK FOR a AS a) WITH ('connector' = 'print')",
	  LEAT_E_WINDOW, "a", "TIMESTAMP(p)", "" },
	{ "CREATE TABLE w (a INT, b AS c + 1) WITH ('connector' = 'print')", LEAT_E_UNKNOWN_COLUMN,
	  "c", "\"c\"", "" },
	{ "CREATE VIEW v (x, y) AS SELECT id FROM t", LEAT_E_QUERY, "v", "names 2 columns", "" },
	{ "DROP TABLE nosuch", LEAT_E_UNKNOWN_TABLE, "nosuch", "no table", "" },
	{ "DROP VIEW t", LEAT_E_UNKNOWN_TABLE, "t", "is a table", "" },
	{ "ALTER TABLE t DROP ts", LEAT_E_QUERY, "ts", "WATERMARK", "" },
	{ "USE nodb", LEAT_E_NOT_FOUND, "nodb", "no database", "" },
	/* options */
	{ "CREATE TABLE w (a INT) WITH ('connector' = 'kafak'); SELECT * FROM w",
	  LEAT_E_OPTION_VALUE, "'kafak'", "no connector", "kafka" },
	{ "CREATE TABLE w (a INT) WITH ('conector' = 'kafka'); SELECT * FROM w",
	  LEAT_E_OPTION_MISSING, "w", "'connector'", "" },
	{ "SELECT * FROM t /*+ OPTIONS('pth' = 'x') */", LEAT_E_OPTION_UNKNOWN, "'pth'",
	  "no option 'pth'", "path" },
	{ "CREATE TABLE w (a INT, o BIGINT METADATA FROM 'offst') WITH ('connector' = 'kafka', 'topic' = 'x', "
	  "'properties.bootstrap.servers' = 'h', 'format' = 'json'); SELECT * FROM w",
	  LEAT_E_UNKNOWN_COLUMN, "o", "no metadata \"offst\"", "" },
	{ "SET 'table.local-time-zone' = 'Europe/Atlantis'", LEAT_E_OPTION_VALUE,
	  "'Europe/Atlantis'", "", "" },
	{ "SET 'piepline.name' = 'x'", LEAT_E_OPTION_UNKNOWN, "'piepline.name'", "",
	  "pipeline.name" },
	/* not there yet */
	{ "SELECT * FROM t JOIN k ON t.id = k.id", LEAT_E_UNSUPPORTED, NULL, "join", "" },
	{ "SELECT SUM(id) OVER (ORDER BY ts) FROM t", LEAT_E_UNSUPPORTED, NULL, "OVER", "" },
	{ "WITH RECURSIVE q AS (SELECT 1) SELECT * FROM q", LEAT_E_UNSUPPORTED, NULL, "RECURSIVE",
	  "" },
	{ "DELETE FROM t", LEAT_E_UNSUPPORTED, "DELETE FROM t", "DELETE", "" },
};

START_TEST(is_refused)
{
	const struct leat_err *err;
	struct script s;
	struct leat_buf sql;

	script_plan_with_tables(&s, cases[_i].sql);
	err = leat_diags_first_error(&s.diags);
	ck_assert_msg(err != NULL, "accepted: %s", cases[_i].sql);
	ck_assert_ptr_null(s.plan);
	ck_assert_msg(err->code == cases[_i].code, "%s: %d: %s", cases[_i].sql, err->code,
	              err->message);
	ck_assert_int_eq(s.r, -(int)err->code);
	ck_assert_msg(strstr(err->message, cases[_i].message) != NULL, "%s", err->message);
	ck_assert_msg(strstr(err->hint, cases[_i].hint) != NULL, "%s: %s", err->message, err->hint);
	leat_buf_init(&sql, 1 << 20);
	leat_buf_text(&sql, SCRIPT_TABLES);
	leat_buf_text(&sql, cases[_i].sql);
	ck_assert_msg(err->span.end > err->span.begin && err->span.end <= sql.size, "%s",
	              err->message);
	if (cases[_i].at) {
		const char *text = leat_buf_cstr(&sql) + err->span.begin;
		int n = (int)(err->span.end - err->span.begin);

		ck_assert_msg(n == (int)strlen(cases[_i].at) &&
		                      strncmp(text, cases[_i].at, (size_t)n) == 0,
		              "%s: points at %.*s", err->message, n, text);
	}
	leat_buf_done(&sql);
	script_done(&s);
}
END_TEST

START_TEST(several_are_found_at_once)
{
	struct script s;

	script_plan_with_tables(&s, "SELECT nme, UPPR(name), id FROM t WHERE prce > 1;"
	                            "INSERT INTO sink SELECT idd, name FROM k;");
	ck_assert_int_eq(s.diags.error_count, 4);
	script_done(&s);
}
END_TEST

START_TEST(a_table_of_another_script_is_blamed_where_it_is_used)
{
	const char *use = "SELECT * FROM w";
	const struct leat_err *err;
	struct script s;

	script_plan(&s,
	            "CREATE TABLE w (a INT) WITH ('connector' = 'filesystem', 'format' = 'json')");
	script_expect(&s);
	s.plan = leat_plan_free(s.plan);
	leat_diags_init(&s.diags, s.arena);
	s.r = leat_session_plan(s.session, leat_str_of(use), &s.diags, &s.plan);
	err = leat_diags_first_error(&s.diags);
	ck_assert_int_eq(s.r, -LEAT_E_OPTION_MISSING);
	ck_assert_int_eq(err->span.begin, 14);
	ck_assert_int_eq(err->span.end, 15);
	script_done(&s);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, is_refused, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, several_are_found_at_once);
	tcase_add_test(tc, a_table_of_another_script_is_blamed_where_it_is_used);
}

int main(void)
{
	return suite_main("errors", add);
}

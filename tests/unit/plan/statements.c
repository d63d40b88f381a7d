/* SPDX-License-Identifier: Apache-2.0 */
/* DDL by what SHOW and DESCRIBE say afterwards, and EXPLAIN. */
#include "suite.h"

#include "script.h"

static const struct {
	const char *sql;
	const char *rows;
} cases[] = {
	{ "DESCRIBE k",
	  "{\"name\":\"id\",\"type\":\"INT\",\"null\":true,\"key\":null,\"extras\":null,\"watermark\":null}\n"
	  "{\"name\":\"name\",\"type\":\"STRING\",\"null\":true,\"key\":null,\"extras\":null,\"watermark\":null}\n" },
	{ "SHOW COLUMNS FROM ups LIKE 'n%'",
	  "{\"name\":\"name\",\"type\":\"STRING\",\"null\":false,\"key\":\"PRI(name)\","
	  "\"extras\":null,\"watermark\":null}\n" },
	{ "SHOW TABLES LIKE '%s'", "{\"table name\":\"ups\"}\n" },
	{ "CREATE VIEW v AS SELECT 1 AS x; SHOW VIEWS", "{\"view name\":\"v\"}\n" },
	{ "CREATE TEMPORARY TABLE k (z INT) WITH ('connector' = 'print'); SHOW COLUMNS FROM k",
	  "{\"name\":\"z\",\"type\":\"INT\",\"null\":true,\"key\":null,\"extras\":null,\"watermark\":null}\n" },
	{ "CREATE DATABASE d; USE d; SHOW CURRENT DATABASE",
	  "{\"current database name\":\"d\"}\n" },
	{ "CREATE DATABASE d; CREATE TABLE d.x (a INT) WITH ('connector' = 'print'); SHOW TABLES FROM d",
	  "{\"table name\":\"x\"}\n" },
	{ "ALTER TABLE k RENAME TO kk; SHOW TABLES LIKE 'k%'", "{\"table name\":\"kk\"}\n" },
	{ "DROP TABLE k; DROP TABLE IF EXISTS k; SHOW TABLES LIKE 'k%'", "" },
	{ "CREATE TABLE IF NOT EXISTS k (z INT) WITH ('connector' = 'print'); SHOW COLUMNS FROM k LIKE 'z'",
	  "" },
	{ "SET 'pipeline.name' = 'x'; RESET 'pipeline.name'; SET 'rest.port' = '1'; SET;",
	  "{\"key\":\"table.local-time-zone\",\"value\":\"UTC\"}\n{\"key\":\"rest.port\",\"value\":\"1\"}\n" },
	{ "SHOW CREATE TABLE ups",
	  "{\"result\":\"CREATE TABLE `default_catalog`.`default_database`.`ups` (\\n"
	  "  `name` VARCHAR(2147483647) NOT NULL,\\n  `c` BIGINT,\\n  CONSTRAINT `PK_name` PRIMARY KEY (`name`) NOT "
	  "ENFORCED\\n) WITH (\\n  'index' = 'i',\\n  'connector' = 'elasticsearch',\\n  'hosts' = 'h'\\n)\\n\"}\n" },
	{ "CREATE TABLE p (a INT) WITH ('connector' = 'elasticsearch', 'index' = 'i', 'password' = 'hunter2'); "
	  "SHOW CREATE TABLE p",
	  "{\"result\":\"CREATE TABLE `default_catalog`.`default_database`.`p` (\\n  `a` INT\\n) "
	  "WITH (\\n  'index' = 'i',\\n  'password' = '******',\\n  'connector' = 'elasticsearch'\\n)\\n\"}\n" },
	{ "CREATE TABLE l (extra INT) WITH ('path' = 'q') LIKE t (EXCLUDING WATERMARKS EXCLUDING GENERATED); "
	  "SHOW COLUMNS FROM l LIKE '%t%'",
	  "{\"name\":\"ts\",\"type\":\"TIMESTAMP(3)\",\"null\":true,\"key\":null,"
	  "\"extras\":null,\"watermark\":null}\n{\"name\":\"extra\",\"type\":\"INT\",\"null\":true,\"key\":null,"
	  "\"extras\":null,\"watermark\":null}\n" },
	{ "EXPLAIN SELECT id FROM k WHERE id > 1",
	  "{\"result\":\"== Abstract Syntax Tree ==\\n"
	  "LogicalProject(id=[$0])\\n+- LogicalFilter(condition=[($0 > 1)])\\n   +- "
	  "LogicalTableScan(table=[[default_catalog, default_database, k]])\\n\\n== Optimized Physical Plan ==\\n"
	  "Calc(select=[id], where=[(id > 1)])\\n+- TableSourceScan(table=[[default_catalog, default_database, k, "
	  "project=[id], metadata=[]]], fields=[id])\\n\\n== Optimized Execution Plan ==\\nCalc(select=[id], "
	  "where=[(id > 1)])\\n+- TableSourceScan(table=[[default_catalog, default_database, k, project=[id], "
	  "metadata=[]]], fields=[id])\\n\"}\n" },
};

START_TEST(rows_are)
{
	struct script s;

	script_plan_with_tables(&s, cases[_i].sql);
	ck_assert_str_eq(script_rows(&s), cases[_i].rows);
	ck_assert_int_eq(script_last(&s)->kind, LEAT_RESULT_ROWS);
	script_done(&s);
}
END_TEST

START_TEST(create_as_is_an_insert)
{
	struct script s;

	script_plan_with_tables(
		&s, "CREATE TABLE c WITH ('connector' = 'print') AS SELECT id, ts FROM t");
	ck_assert_int_eq(script_last(&s)->kind, LEAT_RESULT_INSERT);
	ck_assert_ptr_nonnull(s.plan->spec);
	script_done(&s);
}
END_TEST

START_TEST(explain_starts_nothing)
{
	struct script s;

	script_plan_with_tables(
		&s,
		"EXPLAIN CHANGELOG_MODE INSERT INTO ups SELECT name, COUNT(*) FROM k GROUP BY name");
	ck_assert_ptr_nonnull(strstr(script_rows(&s), "changelogMode=[I,UA]"));
	ck_assert_ptr_null(s.plan->spec);
	script_done(&s);
}
END_TEST

START_TEST(counting_needs_no_column)
{
	struct script s;

	script_plan_with_tables(&s, "EXPLAIN SELECT COUNT(*) FROM k");
	ck_assert_ptr_nonnull(strstr(script_rows(&s), "+- LogicalProject()"));
	script_done(&s);
}
END_TEST

START_TEST(an_unused_table_is_only_warned_about)
{
	struct script s;

	script_plan_with_tables(&s,
	                        "CREATE TABLE w (a INT) WITH ('connector' = 'print', 'k' = '1')");
	script_expect(&s);
	ck_assert_int_eq(s.diags.warning_count, 1);
	ck_assert_int_eq(s.diags.first->err.code, LEAT_E_OPTION_UNKNOWN);
	script_done(&s);
}
END_TEST

START_TEST(json_explains_each_node)
{
	struct script s;

	script_plan_with_tables(&s, "SELECT id FROM k");
	leat_buf_clear(&s.out);
	leat_query_explain_json(script_last(&s)->query, &s.out);
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&s.out), "\"pact\":\"Data Source\""));
	ck_assert_ptr_nonnull(strstr(leat_buf_cstr(&s.out), "\"predecessors\":[{\"id\":1"));
	script_done(&s);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, rows_are, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, create_as_is_an_insert);
	tcase_add_test(tc, explain_starts_nothing);
	tcase_add_test(tc, counting_needs_no_column);
	tcase_add_test(tc, an_unused_table_is_only_warned_about);
	tcase_add_test(tc, json_explains_each_node);
}

int main(void)
{
	return suite_main("statements", add);
}

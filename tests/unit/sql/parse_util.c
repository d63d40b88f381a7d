/* SPDX-License-Identifier: Apache-2.0 */
/* What is said about mistakes, to the letter. */
#include "suite.h"

#include "sql.h"

static const struct sql_case cases[] = {
	{ "SELEC a FROM t",
	  "q:1:1: error: expected a statement, found \"SELEC\"\n"
	  "    1 | SELEC a FROM t\n"
	  "      | ^^^^^\n"
	  "hint: did you mean \"SELECT\"?\n" },
	{ "SELECT a, FROM t",
	  "q:1:11: error: expected an expression, found \"FROM\"\n"
	  "    1 | SELECT a, FROM t\n"
	  "      |           ^^^^\n"
	  "hint: there is one comma too many before FROM\n" },
	{ "SELECT a b c FROM t",
	  "q:1:12: error: expected \",\" or \"FROM\", found \"c\"\n"
	  "    1 | SELECT a b c FROM t\n"
	  "      |            ^\n" },
	{ "SELECT value FROM t",
	  "q:1:8: error: expected an expression, found \"value\"\n"
	  "    1 | SELECT value FROM t\n"
	  "      |        ^^^^^\n"
	  "hint: \"value\" is a reserved word; as a name it is written `value`\n" },
	{ "SELECT \"a\" FROM t",
	  "q:1:8: error: double quotes are not SQL here\n"
	  "    1 | SELECT \"a\" FROM t\n"
	  "      |        ^^^\n"
	  "hint: texts have 'single quotes', names `backticks`\n" },
	{ "SELECT 'abc FROM t",
	  "q:1:8: error: the text has no closing quote\n"
	  "    1 | SELECT 'abc FROM t\n"
	  "      |        ^^^^^^^^^^^\n"
	  "hint: a quote within a text is written twice: 'it''s'\n" },
	{ "SELECT (1 + 2 FROM t",
	  "q:1:15: error: expected an operator, \",\" or \")\", found \"FROM\"\n"
	  "    1 | SELECT (1 + 2 FROM t\n"
	  "      |               ^^^^\n" },
	{ "SELECT a FROM t WHERE",
	  "q:1:22: error: expected an expression, found end of script\n"
	  "    1 | SELECT a FROM t WHERE\n"
	  "      |                      ^\n" },
	{ "SELECT a FROM t GROUP a",
	  "q:1:23: error: expected \"BY\", found \"a\"\n"
	  "    1 | SELECT a FROM t GROUP a\n"
	  "      |                       ^\n" },
	{ "SELECT a FROM t ORDER BY a LIMIT",
	  "q:1:33: error: expected an expression, found end of script\n"
	  "    1 | SELECT a FROM t ORDER BY a LIMIT\n"
	  "      |                                 ^\n" },
	{ "SELECT a FROM",
	  "q:1:14: error: expected a table name, found end of script\n"
	  "    1 | SELECT a FROM\n"
	  "      |              ^\n" },
	{ "SELECT a FROM t JOIN",
	  "q:1:21: error: expected a table name, found end of script\n"
	  "    1 | SELECT a FROM t JOIN\n"
	  "      |                     ^\n" },
	{ "SELECT a FROM t WHERE a = = b",
	  "q:1:27: error: expected an expression, found \"=\"\n"
	  "    1 | SELECT a FROM t WHERE a = = b\n"
	  "      |                           ^\n" },
	{ "SELECT a FROM t WHERE a IN ()",
	  "q:1:29: error: expected an expression, found \")\"\n"
	  "    1 | SELECT a FROM t WHERE a IN ()\n"
	  "      |                             ^\n" },
	{ "SELECT CASE WHEN a THEN b FROM t",
	  "q:1:27: error: expected \"WHEN\", \"ELSE\" or \"END\", found \"FROM\"\n"
	  "    1 | SELECT CASE WHEN a THEN b FROM t\n"
	  "      |                           ^^^^\n" },
	{ "SELECT CAST(a INT) FROM t",
	  "q:1:15: error: expected \"AS\", found \"INT\"\n"
	  "    1 | SELECT CAST(a INT) FROM t\n"
	  "      |               ^^^\n" },
	{ "SELECT CAST(a AS TEXT) FROM t",
	  "q:1:18: error: expected a type, found \"TEXT\"\n"
	  "    1 | SELECT CAST(a AS TEXT) FROM t\n"
	  "      |                  ^^^^\n"
	  "hint: the type is called STRING here\n" },
	{ "SELECT count(* FROM t",
	  "q:1:16: error: expected \")\", found \"FROM\"\n"
	  "    1 | SELECT count(* FROM t\n"
	  "      |                ^^^^\n" },
	{ "SELECT INTERVAL '1' WEEK",
	  "q:1:21: error: expected YEAR, MONTH, DAY, HOUR, MINUTE or SECOND, found \"WEEK\"\n"
	  "    1 | SELECT INTERVAL '1' WEEK\n"
	  "      |                     ^^^^\n"
	  "hint: a week is INTERVAL '7' DAY, a quarter INTERVAL '3' MONTH\n" },
	{ "SELECT INTERVAL '600' SECOND",
	  "q:1:17: error: the interval has 3 digits, but SECOND without a precision has 2\n"
	  "    1 | SELECT INTERVAL '600' SECOND\n"
	  "      |                 ^^^^^\n"
	  "hint: write SECOND(3)\n" },
	{ "SELECT INTERVAL '1:99' HOUR TO MINUTE",
	  "q:1:17: error: '1:99' is no interval of this unit\n"
	  "    1 | SELECT INTERVAL '1:99' HOUR TO MINUTE\n"
	  "      |                 ^^^^^^\n"
	  "hint: it is written like INTERVAL '4:5' HOUR TO MINUTE\n" },
	{ "SELECT DURATION '5 parsecs'",
	  "q:1:17: error: '5 parsecs' is no duration\n"
	  "    1 | SELECT DURATION '5 parsecs'\n"
	  "      |                 ^^^^^^^^^^^\n"
	  "hint: it is written like '10 s', '5 min', '1 h' or '500 ms'\n" },
	{ "SELECT x'0g'",
	  "q:1:8: error: a binary literal has the digits 0-9 and a-f\n"
	  "    1 | SELECT x'0g'\n"
	  "      |        ^^^^^\n" },
	{ "SELECT a FROM TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
	  "q:1:21: error: expected an alias or the end of the table, found \"(\"\n"
	  "    1 | SELECT a FROM TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)\n"
	  "      |                     ^\n"
	  "hint: a function in FROM is written TABLE(TUMBLE(...))\n" },
	{ "SELECT a FROM t /* comment",
	  "q:1:17: error: the comment has no end\n"
	  "    1 | SELECT a FROM t /* comment\n"
	  "      |                 ^^^^^^^^^^\n" },
	{ "SELECT a + FROM t; SELECT FROM; SELECT 1",
	  "q:1:12: error: expected an expression, found \"FROM\"\n"
	  "    1 | SELECT a + FROM t; SELECT FROM; SELECT 1\n"
	  "      |            ^^^^\n"
	  "q:1:27: error: expected an expression, found \"FROM\"\n"
	  "    1 | SELECT a + FROM t; SELECT FROM; SELECT 1\n"
	  "      |                           ^^^^\n"
	  "q:1:31: error: expected a table name, found \";\"\n"
	  "    1 | SELECT a + FROM t; SELECT FROM; SELECT 1\n"
	  "      |                               ^\n" },
	{ "SELECT a, b +, c, d e f, g FROM t WHERE",
	  "q:1:14: error: expected an expression, found \",\"\n"
	  "    1 | SELECT a, b +, c, d e f, g FROM t WHERE\n"
	  "      |              ^\n"
	  "q:1:23: error: expected \",\" or \"FROM\", found \"f\"\n"
	  "    1 | SELECT a, b +, c, d e f, g FROM t WHERE\n"
	  "      |                       ^\n"
	  "q:1:40: error: expected an expression, found end of script\n"
	  "    1 | SELECT a, b +, c, d e f, g FROM t WHERE\n"
	  "      |                                        ^\n" },
	{ "CREATE TABLE t (a INT b STRING, c)",
	  "q:1:23: error: expected \",\" or \")\", found \"b\"\n"
	  "    1 | CREATE TABLE t (a INT b STRING, c)\n"
	  "      |                       ^\n"
	  "hint: there may be a comma missing before it\n"
	  "q:1:34: error: expected the type of the column, found \")\"\n"
	  "    1 | CREATE TABLE t (a INT b STRING, c)\n"
	  "      |                                  ^\n" },
	{ "CREATE TABLE t (a INT, b STRING,) WITH ('connector' = 'kafka')",
	  "q:1:33: error: expected a column, found \")\"\n"
	  "    1 | CREATE TABLE t (a INT, b STRING,) WITH ('connector' = 'kafka')\n"
	  "      |                                 ^\n"
	  "hint: there is one comma too many before the parenthesis\n" },
	{ "CREATE TABLE t (a INT) WITH (connector = 'kafka', 'topic' = orders, 'x' 'y')",
	  "q:1:30: error: expected the name of an option, found \"connector\"\n"
	  "    1 | CREATE TABLE t (a INT) WITH (connector = 'kafka', 'topic' = orders, 'x' 'y')\n"
	  "      |                              ^^^^^^^^^\n"
	  "hint: options are written in quotes: 'connector'\n"
	  "q:1:61: error: expected the value of the option, found \"orders\"\n"
	  "    1 | CREATE TABLE t (a INT) WITH (connector = 'kafka', 'topic' = orders, 'x' 'y')\n"
	  "      |                                                             ^^^^^^\n"
	  "hint: options are written in quotes: 'orders'\n"
	  "q:1:73: error: expected \"=\", found a text\n"
	  "    1 | CREATE TABLE t (a INT) WITH (connector = 'kafka', 'topic' = orders, 'x' 'y')\n"
	  "      |                                                                         ^^^\n" },
	{ "CREATE TABLE t (order INT, a DECIMAL(x), WATERMARK FOR ts ts)",
	  "q:1:17: error: expected a column name, found \"order\"\n"
	  "    1 | CREATE TABLE t (order INT, a DECIMAL(x), WATERMARK FOR ts ts)\n"
	  "      |                 ^^^^^\n"
	  "hint: \"order\" is a reserved word; as a name it is written `order`\n"
	  "q:1:38: error: expected a number, found \"x\"\n"
	  "    1 | CREATE TABLE t (order INT, a DECIMAL(x), WATERMARK FOR ts ts)\n"
	  "      |                                      ^\n"
	  "q:1:59: error: expected \"AS\", found \"ts\"\n"
	  "    1 | CREATE TABLE t (order INT, a DECIMAL(x), WATERMARK FOR ts ts)\n"
	  "      |                                                           ^^\n" },
	{ "CREATE TABEL t (a INT)",
	  "q:1:8: error: expected \"TABLE\", \"VIEW\" or another thing to create, found \"TABEL\"\n"
	  "    1 | CREATE TABEL t (a INT)\n"
	  "      |        ^^^^^\n"
	  "hint: did you mean \"TABLE\"?\n" },
	{ "CREATE TABLE t (a INT PRIMARY KEY NOT)",
	  "q:1:38: error: expected \"ENFORCED\", found \")\"\n"
	  "    1 | CREATE TABLE t (a INT PRIMARY KEY NOT)\n"
	  "      |                                      ^\n" },
	{ "CREATE VIEW v SELECT 1",
	  "q:1:15: error: expected \"AS\", found \"SELECT\"\n"
	  "    1 | CREATE VIEW v SELECT 1\n"
	  "      |               ^^^^^^\n" },
	{ "INSERT t SELECT 1",
	  "q:1:8: error: expected \"INTO\" or \"OVERWRITE\", found \"t\"\n"
	  "    1 | INSERT t SELECT 1\n"
	  "      |        ^\n" },
	{ "INSERT INTO t",
	  "q:1:14: error: expected \"SELECT\" or \"VALUES\", found end of script\n"
	  "    1 | INSERT INTO t\n"
	  "      |              ^\n" },
	{ "EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; SELECT 2; INSERT INTO t SELECT; END",
	  "q:1:53: error: expected \"INSERT\" or \"END\", found \"SELECT\"\n"
	  "    1 | EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; SELECT 2; INSERT INTO t SELECT; END\n"
	  "      |                                                     ^^^^^^\n"
	  "q:1:83: error: expected an expression, found \";\"\n"
	  "    1 | EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; SELECT 2; INSERT INTO t SELECT; END\n"
	  "      |                                                                                   ^\n" },
	{ "SHOW TABELS",
	  "q:1:6: error: expected what to show, as TABLES, found \"TABELS\"\n"
	  "    1 | SHOW TABELS\n"
	  "      |      ^^^^^^\n"
	  "hint: did you mean \"TABLES\"?\n" },
	{ "SELECT a FROM t SELECT b FROM u",
	  "q:1:17: error: expected \";\", found \"SELECT\"\n"
	  "    1 | SELECT a FROM t SELECT b FROM u\n"
	  "      |                 ^^^^^^\n" },
	{ "SELECT \342\200\230a\342\200\231 FROM t",
	  "q:1:8: error: unexpected character U+2018\n"
	  "    1 | SELECT \342\200\230a\342\200\231 FROM t\n"
	  "      |        ^\n"
	  "hint: texts are written in 'straight quotes'\n" },
	{ "DROP TABL t",
	  "q:1:6: error: expected \"TABLE\", \"VIEW\" or another thing to drop, found \"TABL\"\n"
	  "    1 | DROP TABL t\n"
	  "      |      ^^^^\n"
	  "hint: did you mean \"TABLE\"?\n" },
	{ "ALTER TABLE t RENAMED TO u",
	  "q:1:15: error: expected what to alter, as RENAME, SET, ADD, MODIFY or DROP, found \"RENAMED\"\n"
	  "    1 | ALTER TABLE t RENAMED TO u\n"
	  "      |               ^^^^^^^\n"
	  "hint: did you mean \"RENAME\"?\n" },
	{ "SELECT a FROM t WHERE a LIKE",
	  "q:1:29: error: expected an expression, found end of script\n"
	  "    1 | SELECT a FROM t WHERE a LIKE\n"
	  "      |                             ^\n" },
	{ "SELECT a.b. FROM t",
	  "q:1:13: error: expected a name behind the point, found \"FROM\"\n"
	  "    1 | SELECT a.b. FROM t\n"
	  "      |             ^^^^\n" },
	{ "SELECT MAP['a', 1, 'b']",
	  "q:1:12: error: MAP[...] takes pairs of a key and a value\n"
	  "    1 | SELECT MAP['a', 1, 'b']\n"
	  "      |            ^^^\n" },
	{ "SELECT `` FROM t",
	  "q:1:8: error: a name cannot be empty\n"
	  "    1 | SELECT `` FROM t\n"
	  "      |        ^^\n" },
	{ "SELECT a @ b",
	  "q:1:10: error: unexpected character \"@\"\n"
	  "    1 | SELECT a @ b\n"
	  "      |          ^\n" },
	{ "SELECT ?",
	  "q:1:8: error: a parameter has no value in a script\n"
	  "    1 | SELECT ?\n"
	  "      |        ^\n" },
	{ "SELECT a\302\240FROM t",
	  "q:1:9: error: unexpected character U+00A0\n"
	  "    1 | SELECT a\302\240FROM t\n"
	  "      |         ^\n"
	  "hint: this is no ordinary space; it may be from a web page\n" },
	{ "SELECT DURATION '1s'",
	  "q:1:8: warning: DURATION is a spelling that only Leat has\n"
	  "    1 | SELECT DURATION '1s'\n"
	  "      |        ^^^^^^^^^^^^^\n"
	  "hint: write INTERVAL '1' SECOND\n" },
	{ "SET a.b = c",
	  "q:1:5: warning: this is the spelling of SET before Flink 1.13\n"
	  "    1 | SET a.b = c\n"
	  "      |     ^^^\n"
	  "hint: write SET 'key' = 'value'\n" },
	{ "SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW",
	  "q:1:18: error: expected a statement, found \"SELEC\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                  ^^^^^\n"
	  "hint: did you mean \"SELECT\"?\n"
	  "q:1:42: error: expected \"TABLE\", \"VIEW\" or another thing to drop, found \"x\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                          ^\n"
	  "q:1:51: error: expected a table name, found \";\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                                   ^\n"
	  "q:1:66: error: expected a table name, found \";\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                                                  ^\n"
	  "q:1:71: error: expected a database name, found \";\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                                                       ^\n"
	  "q:1:79: error: expected \"INTO\" or \"OVERWRITE\", found \";\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                                                               ^\n"
	  "q:1:88: error: expected a query, found \";\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                                                                        ^\n"
	  "q:1:95: error: expected \"TABLE\", \"VIEW\" or another thing to alter, found \";\"\n"
	  "    1 | SELECT a FROM t; SELEC b; SELECT c; DROP x; UPDATE; SELECT d FROM; USE; INSERT; EXPLAIN; ALTER; CREATE; SHOW\n"
	  "      |                                                                                               ^\n" },
};

START_TEST(says)
{
	sql_check_diags(cases[_i].text, cases[_i].want);
}
END_TEST

START_TEST(codes)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_script *script;
	struct leat_diags diags;

	leat_diags_init(&diags, arena);
	ck_assert_int_eq(leat_sql_parse(arena, LEAT_STR("SELECT INTERVAL 'x' DAY"), &diags,
	                                &script),
	                 -LEAT_E_LITERAL);
	leat_diags_init(&diags, arena);
	ck_assert_int_eq(leat_sql_parse(arena, LEAT_STR("SELECT FROM t"), &diags, &script),
	                 -LEAT_E_SYNTAX);
	leat_arena_free(arena);
}
END_TEST

START_TEST(good_statements_around_are_no_help)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_script *script = NULL;
	struct leat_diags diags;

	leat_diags_init(&diags, arena);
	ck_assert_int_ne(
		leat_sql_parse(arena, LEAT_STR("SELECT 1; SELEC 2; SELECT 3"), &diags, &script), 0);
	ck_assert_uint_eq(diags.error_count, 1);
	ck_assert_ptr_null(script);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, says, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, codes);
	tcase_add_test(tc, good_statements_around_are_no_help);
}

int main(void)
{
	return suite_main("parse_util", add);
}

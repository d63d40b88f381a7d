/* SPDX-License-Identifier: Apache-2.0 */
/* Statements and scripts: how they are read, shown by how they print. */
#include "suite.h"

#include "sql.h"

static const struct sql_case cases[] = {
	{ "SET 'a' = 'b'", "SET 'a' = 'b'" },
	{ "SET a.b = c", "SET 'a.b' = 'c'" },
	{ "SET", "SET" },
	{ "RESET", "RESET" },
	{ "RESET 'a'", "RESET 'a'" },
	{ "SHOW TABLES", "SHOW TABLES" },
	{ "SHOW TABLES FROM a.b NOT LIKE 'x'", "SHOW TABLES FROM `a`.`b` NOT LIKE 'x'" },
	{ "SHOW TABLES IN b ILIKE 'x'", "SHOW TABLES FROM `b` ILIKE 'x'" },
	{ "SHOW VIEWS", "SHOW VIEWS" },
	{ "SHOW VIEWS FROM a", "SHOW VIEWS FROM `a`" },
	{ "SHOW FUNCTIONS", "SHOW FUNCTIONS" },
	{ "SHOW USER FUNCTIONS LIKE 'x'", "SHOW USER FUNCTIONS LIKE 'x'" },
	{ "SHOW FUNCTIONS FROM a.b LIKE 'x'", "SHOW FUNCTIONS FROM `a`.`b` LIKE 'x'" },
	{ "SHOW DATABASES", "SHOW DATABASES" },
	{ "SHOW DATABASES FROM c LIKE 'x'", "SHOW DATABASES FROM `c` LIKE 'x'" },
	{ "SHOW CATALOGS", "SHOW CATALOGS" },
	{ "SHOW CATALOGS LIKE 'x'", "SHOW CATALOGS LIKE 'x'" },
	{ "SHOW CURRENT CATALOG", "SHOW CURRENT CATALOG" },
	{ "SHOW CURRENT DATABASE", "SHOW CURRENT DATABASE" },
	{ "SHOW COLUMNS FROM t LIKE 'x'", "SHOW COLUMNS FROM `t` LIKE 'x'" },
	{ "SHOW COLUMNS IN t NOT LIKE 'x'", "SHOW COLUMNS FROM `t` NOT LIKE 'x'" },
	{ "SHOW CREATE TABLE t", "SHOW CREATE TABLE `t`" },
	{ "SHOW CREATE VIEW t", "SHOW CREATE VIEW `t`" },
	{ "SHOW CREATE CATALOG c", "SHOW CREATE CATALOG `c`" },
	{ "SHOW PARTITIONS t", "SHOW PARTITIONS `t`" },
	{ "SHOW MODULES", "SHOW MODULES" },
	{ "SHOW FULL MODULES", "SHOW FULL MODULES" },
	{ "SHOW JARS", "SHOW JARS" },
	{ "SHOW JOBS", "SHOW JOBS" },
	{ "SHOW PROCEDURES", "SHOW PROCEDURES" },
	{ "DESCRIBE t", "DESCRIBE `t`" },
	{ "DESC t", "DESCRIBE `t`" },
	{ "DESCRIBE EXTENDED t", "DESCRIBE EXTENDED `t`" },
	{ "DESCRIBE CATALOG c", "DESCRIBE CATALOG `c`" },
	{ "DESCRIBE CATALOG EXTENDED c", "DESCRIBE CATALOG EXTENDED `c`" },
	{ "DESCRIBE DATABASE c", "DESCRIBE DATABASE `c`" },
	{ "DESCRIBE FUNCTION c", "DESCRIBE FUNCTION `c`" },
	{ "DESCRIBE JOB 'x'", "DESCRIBE JOB 'x'" },
	{ "EXPLAIN SELECT 1", "EXPLAIN SELECT 1" },
	{ "EXPLAIN PLAN FOR SELECT 1", "EXPLAIN PLAN FOR SELECT 1" },
	{ "EXPLAIN ESTIMATED_COST, CHANGELOG_MODE SELECT 1",
	  "EXPLAIN ESTIMATED_COST, CHANGELOG_MODE SELECT 1" },
	{ "EXPLAIN INSERT INTO t SELECT 1", "EXPLAIN INSERT INTO `t` SELECT 1" },
	{ "EXPLAIN EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; END",
	  "EXPLAIN EXECUTE STATEMENT SET BEGIN\n"
		  "INSERT INTO `t` SELECT 1;\n"
		  "END" },
	{ "EXPLAIN STATEMENT SET BEGIN INSERT INTO t SELECT 1; END",
	  "EXPLAIN EXECUTE STATEMENT SET BEGIN\n"
		  "INSERT INTO `t` SELECT 1;\n"
		  "END" },
	{ "EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; INSERT INTO t SELECT 1; "
		  "END",
	  "EXECUTE STATEMENT SET BEGIN\n"
		  "INSERT INTO `t` SELECT 1;\n"
		  "INSERT INTO `t` SELECT 1;\n"
		  "END" },
	{ "EXECUTE INSERT INTO t SELECT 1", "INSERT INTO `t` SELECT 1" },
	{ "EXECUTE SELECT 1", "SELECT 1" },
	{ "USE CATALOG c", "USE CATALOG `c`" },
	{ "USE d", "USE `d`" },
	{ "USE c.d", "USE `c`.`d`" },
	{ "USE MODULES a, b", "USE MODULES a, b" },
	{ "CREATE CATALOG c WITH ('a'='b')",
	  "CREATE CATALOG `c` WITH (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "CREATE CATALOG IF NOT EXISTS c COMMENT 'x' WITH ('a'='b')",
	  "CREATE CATALOG IF NOT EXISTS `c` COMMENT 'x' WITH (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "DROP CATALOG IF EXISTS c", "DROP CATALOG IF EXISTS `c`" },
	{ "ALTER CATALOG c SET ('a'='b')",
	  "ALTER CATALOG `c` SET (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "ALTER CATALOG c RESET ('a')",
	  "ALTER CATALOG `c` RESET (\n"
		  "  'a'\n"
		  ")" },
	{ "ALTER CATALOG c COMMENT 'x'", "ALTER CATALOG `c` COMMENT 'x'" },
	{ "CREATE DATABASE IF NOT EXISTS a.b COMMENT 'x' WITH ('a'='b')",
	  "CREATE DATABASE IF NOT EXISTS `a`.`b` COMMENT 'x' WITH (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "CREATE DATABASE a", "CREATE DATABASE `a`" },
	{ "ALTER DATABASE a SET ('a'='b')",
	  "ALTER DATABASE `a` SET (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "DROP DATABASE IF EXISTS a CASCADE", "DROP DATABASE IF EXISTS `a` CASCADE" },
	{ "DROP DATABASE a RESTRICT", "DROP DATABASE `a`" },
	{ "DROP TABLE a", "DROP TABLE `a`" },
	{ "DROP TEMPORARY TABLE a", "DROP TEMPORARY TABLE `a`" },
	{ "DROP VIEW a", "DROP VIEW `a`" },
	{ "DROP TEMPORARY VIEW IF EXISTS a", "DROP TEMPORARY VIEW IF EXISTS `a`" },
	{ "DROP TEMPORARY SYSTEM FUNCTION IF EXISTS f",
	  "DROP TEMPORARY SYSTEM FUNCTION IF EXISTS `f`" },
	{ "DROP FUNCTION a.b.f", "DROP FUNCTION `a`.`b`.`f`" },
	{ "CREATE FUNCTION f AS 'a.b.c'", "CREATE FUNCTION `f` AS 'a.b.c'" },
	{ "CREATE FUNCTION f AS 'a.b.c' LANGUAGE JAVA USING JAR 'x', JAR 'y'",
	  "CREATE FUNCTION `f` AS 'a.b.c' LANGUAGE JAVA USING JAR 'x', JAR 'y'" },
	{ "CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS f AS 'a.b.c' LANGUAGE PYTHON",
	  "CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS `f` AS 'a.b.c' LANGUAGE PYTHON" },
	{ "CREATE TEMPORARY FUNCTION f AS 'a.b.c' LANGUAGE SCALA",
	  "CREATE TEMPORARY FUNCTION `f` AS 'a.b.c' LANGUAGE SCALA" },
	{ "ALTER FUNCTION IF EXISTS f AS 'x' LANGUAGE JAVA",
	  "ALTER FUNCTION IF EXISTS `f` AS 'x' LANGUAGE JAVA" },
	{ "CREATE VIEW v AS SELECT 1",
	  "CREATE VIEW `v`\n"
		  "AS SELECT 1" },
	{ "CREATE TEMPORARY VIEW IF NOT EXISTS v (a, b) COMMENT 'x' AS SELECT 1, 2",
	  "CREATE TEMPORARY VIEW IF NOT EXISTS `v` (`a`, `b`)\n"
		  "COMMENT 'x'\n"
		  "AS SELECT 1, 2" },
	{ "CREATE OR REPLACE VIEW v AS SELECT 1",
	  "CREATE OR REPLACE VIEW `v`\n"
		  "AS SELECT 1" },
	{ "ALTER VIEW v RENAME TO w", "ALTER VIEW `v` RENAME TO `w`" },
	{ "ALTER VIEW v AS SELECT 1", "ALTER VIEW `v` AS SELECT 1" },
	{ "ALTER TABLE t RENAME TO u", "ALTER TABLE `t` RENAME TO `u`" },
	{ "ALTER TABLE IF EXISTS t RENAME a TO b", "ALTER TABLE IF EXISTS `t` RENAME `a` TO `b`" },
	{ "ALTER TABLE t RENAME a.b TO c", "ALTER TABLE `t` RENAME `a`.`b` TO `c`" },
	{ "ALTER TABLE t SET ('a'='b')",
	  "ALTER TABLE `t` SET (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "ALTER TABLE t RESET ('a', 'b')",
	  "ALTER TABLE `t` RESET (\n"
		  "  'a',\n"
		  "  'b'\n"
		  ")" },
	{ "ALTER TABLE t ADD a INT",
	  "ALTER TABLE `t` ADD (\n"
		  "  `a` INT\n"
		  ")" },
	{ "ALTER TABLE t ADD (a INT FIRST, b INT AFTER a, PRIMARY KEY (a) NOT ENFORCED, "
		  "WATERMARK FOR c AS c)",
	  "ALTER TABLE `t` ADD (\n"
		  "  `a` INT FIRST,\n"
		  "  `b` INT AFTER `a`,\n"
		  "  WATERMARK FOR `c` AS `c`,\n"
		  "  PRIMARY KEY (`a`) NOT ENFORCED\n"
		  ")" },
	{ "ALTER TABLE t ADD a INT COMMENT 'x' FIRST",
	  "ALTER TABLE `t` ADD (\n"
		  "  `a` INT COMMENT 'x' FIRST\n"
		  ")" },
	{ "ALTER TABLE t MODIFY a INT AFTER b",
	  "ALTER TABLE `t` MODIFY (\n"
		  "  `a` INT AFTER `b`\n"
		  ")" },
	{ "ALTER TABLE t MODIFY (a INT, WATERMARK FOR c AS c)",
	  "ALTER TABLE `t` MODIFY (\n"
		  "  `a` INT,\n"
		  "  WATERMARK FOR `c` AS `c`\n"
		  ")" },
	{ "ALTER TABLE t ADD CONSTRAINT x PRIMARY KEY (a) NOT ENFORCED",
	  "ALTER TABLE `t` ADD (\n"
		  "  CONSTRAINT `x` PRIMARY KEY (`a`) NOT ENFORCED\n"
		  ")" },
	{ "ALTER TABLE t ADD WATERMARK FOR c AS c",
	  "ALTER TABLE `t` ADD (\n"
		  "  WATERMARK FOR `c` AS `c`\n"
		  ")" },
	{ "ALTER TABLE t DROP a", "ALTER TABLE `t` DROP (`a`)" },
	{ "ALTER TABLE t DROP (a, b)", "ALTER TABLE `t` DROP (`a`, `b`)" },
	{ "ALTER TABLE t DROP PRIMARY KEY", "ALTER TABLE `t` DROP PRIMARY KEY" },
	{ "ALTER TABLE t DROP CONSTRAINT x", "ALTER TABLE `t` DROP CONSTRAINT `x`" },
	{ "ALTER TABLE t DROP WATERMARK", "ALTER TABLE `t` DROP WATERMARK" },
	{ "ALTER TABLE t ADD PARTITION (a=1) WITH ('x'='y')",
	  "ALTER TABLE t ADD PARTITION (a=1) WITH ('x'='y')" },
	{ "ALTER TABLE t DROP PARTITION (a=1)", "ALTER TABLE t DROP PARTITION (a=1)" },
	{ "ALTER TABLE t ADD DISTRIBUTION BY HASH(a) INTO 3 BUCKETS",
	  "ALTER TABLE t ADD DISTRIBUTION BY HASH(a) INTO 3 BUCKETS" },
	{ "CREATE TABLE t (a INT)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT\n"
		  ")" },
	{ "CREATE TABLE t", "CREATE TABLE `t`" },
	{ "CREATE TABLE t WITH ('a'='b')",
	  "CREATE TABLE `t` WITH (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "CREATE TABLE t (a INT PRIMARY KEY NOT ENFORCED, b AS a + 1 COMMENT 'x', c "
		  "STRING METADATA FROM 'k' VIRTUAL COMMENT 'y')",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT PRIMARY KEY NOT ENFORCED,\n"
		  "  `b` AS `a` + 1 COMMENT 'x',\n"
		  "  `c` STRING METADATA FROM 'k' VIRTUAL COMMENT 'y'\n"
		  ")" },
	{ "CREATE TABLE t (a INT NOT NULL PRIMARY KEY ENFORCED)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT NOT NULL PRIMARY KEY\n"
		  ")" },
	{ "CREATE TABLE t (a INT UNIQUE)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT UNIQUE\n"
		  ")" },
	{ "CREATE TABLE t (a INT, UNIQUE (a))",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT,\n"
		  "  UNIQUE (`a`)\n"
		  ")" },
	{ "CREATE TABLE t (a INT, CONSTRAINT x PRIMARY KEY (a) NOT ENFORCED, WATERMARK "
		  "FOR a.b AS a.b - INTERVAL '1' DAY) COMMENT 'x' PARTITIONED BY (a, b) WITH "
		  "('a'='b') LIKE u (INCLUDING ALL EXCLUDING OPTIONS OVERWRITING WATERMARKS)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT,\n"
		  "  WATERMARK FOR `a`.`b` AS `a`.`b` - INTERVAL '1' DAY,\n"
		  "  CONSTRAINT `x` PRIMARY KEY (`a`) NOT ENFORCED\n"
		  ")\n"
		  "COMMENT 'x'\n"
		  "PARTITIONED BY (`a`, `b`)\n"
		  "WITH (\n"
		  "  'a' = 'b'\n"
		  ")\n"
		  "LIKE `u` (\n"
		  "  INCLUDING ALL\n"
		  "  EXCLUDING OPTIONS\n"
		  "  OVERWRITING WATERMARKS\n"
		  ")" },
	{ "CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) INTO 4 BUCKETS WITH ('a'='b')",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT\n"
		  ")\n"
		  "DISTRIBUTED BY HASH(`a`) INTO 4 BUCKETS\n"
		  "WITH (\n"
		  "  'a' = 'b'\n"
		  ")" },
	{ "CREATE TABLE t (a INT) DISTRIBUTED BY (a)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT\n"
		  ")\n"
		  "DISTRIBUTED BY (`a`)" },
	{ "CREATE TABLE t (a INT) DISTRIBUTED INTO 4 BUCKETS",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT\n"
		  ")\n"
		  "DISTRIBUTED INTO 4 BUCKETS" },
	{ "CREATE TABLE t WITH ('a'='b') AS SELECT 1",
	  "CREATE TABLE `t` WITH (\n"
		  "  'a' = 'b'\n"
		  ")\n"
		  "AS SELECT 1" },
	{ "CREATE TABLE t AS SELECT 1",
	  "CREATE TABLE `t`\n"
		  "AS SELECT 1" },
	{ "CREATE TABLE t (a INT, WATERMARK FOR a AS a) AS SELECT 1",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT,\n"
		  "  WATERMARK FOR `a` AS `a`\n"
		  ")\n"
		  "AS SELECT 1" },
	{ "CREATE OR REPLACE TABLE t AS SELECT 1",
	  "CREATE OR REPLACE TABLE `t`\n"
		  "AS SELECT 1" },
	{ "REPLACE TABLE t AS SELECT 1", "REPLACE TABLE t AS SELECT 1" },
	{ "CREATE TEMPORARY TABLE IF NOT EXISTS t (a INT) LIKE u",
	  "CREATE TEMPORARY TABLE IF NOT EXISTS `t` (\n"
		  "  `a` INT\n"
		  ")\n"
		  "LIKE `u`" },
	{ "CREATE TABLE t LIKE u",
	  "CREATE TABLE `t`\n"
		  "LIKE `u`" },
	{ "CREATE TABLE t (a INT METADATA VIRTUAL)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INT METADATA VIRTUAL\n"
		  ")" },
	{ "CREATE TABLE t (a METADATA)",
	  "CREATE TABLE `t` (\n"
		  "  `a` `METADATA`\n"
		  ")" },
	{ "INSERT INTO t VALUES (1), (2)", "INSERT INTO `t` VALUES 1, 2" },
	{ "INSERT INTO t (a, b) SELECT 1, 2", "INSERT INTO `t` (`a`, `b`) SELECT 1, 2" },
	{ "INSERT OVERWRITE t PARTITION (a=1, b='x') SELECT 1",
	  "INSERT OVERWRITE `t` PARTITION (`a` = 1, `b` = 'x') SELECT 1" },
	{ "INSERT INTO t PARTITION (a=1) (b) SELECT 1",
	  "INSERT INTO `t` PARTITION (`a` = 1) (`b`) SELECT 1" },
	{ "INSERT INTO t /*+ OPTIONS('a'='b') */ SELECT 1",
	  "INSERT INTO `t` /*+ `OPTIONS`('a' = 'b') */ SELECT 1" },
	{ "INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x",
	  "INSERT INTO `t` WITH `x` AS (SELECT 1) SELECT * FROM `x`" },
	{ "INSERT INTO t TABLE u", "INSERT INTO `t` TABLE `u`" },
	{ "INSERT INTO t (SELECT 1)", "INSERT INTO `t` SELECT 1" },
	{ "UPDATE t SET a = 1 WHERE b = 2", "UPDATE `t` SET `a` = 1 WHERE `b` = 2" },
	{ "DELETE FROM t WHERE a = 1", "DELETE FROM `t` WHERE `a` = 1" },
	{ "DELETE FROM t", "DELETE FROM `t`" },
	{ "TRUNCATE TABLE t", "TRUNCATE TABLE `t`" },
	{ "ANALYZE TABLE t COMPUTE STATISTICS", "ANALYZE TABLE t COMPUTE STATISTICS" },
	{ "CALL p(1)", "CALL p(1)" },
	{ "LOAD MODULE m", "LOAD MODULE m" },
	{ "ADD JAR 'x'", "ADD JAR 'x'" },
	{ "REMOVE JAR 'x'", "REMOVE JAR 'x'" },
	{ "COMPILE PLAN 'x' FOR INSERT INTO t SELECT 1",
	  "COMPILE PLAN 'x' FOR INSERT INTO t SELECT 1" },
	{ "EXECUTE PLAN 'x'", "EXECUTE PLAN 'x'" },
	{ "STOP JOB 'x' WITH SAVEPOINT", "STOP JOB 'x' WITH SAVEPOINT" },
	{ "BEGIN STATEMENT SET; INSERT INTO t SELECT 1; INSERT INTO u SELECT 2; END",
	  "EXECUTE STATEMENT SET BEGIN\n"
		  "INSERT INTO `t` SELECT 1;\n"
		  "INSERT INTO `u` SELECT 2;\n"
		  "END" },
	{ "EXPLAIN AST SELECT 1", "EXPLAIN AST SELECT 1" },
	{ "EXPLAIN PHYSICAL, CHANGELOG_MODE INSERT INTO t SELECT 1",
	  "EXPLAIN CHANGELOG_MODE, PHYSICAL INSERT INTO `t` SELECT 1" },
	{ "SET table.local-time-zone = UTC", "SET 'table.local-time-zone' = 'UTC'" },
	{ "SET 'k' = ''", "SET 'k' = ''" },
	{ "CREATE TABLE `t` (`a``b` INT COMMENT 'it''s') WITH ('x' = 'a''b')",
	  "CREATE TABLE `t` (\n"
		  "  `a``b` INT COMMENT 'it''s'\n"
		  ") WITH (\n"
		  "  'x' = 'a''b'\n"
		  ")" },
	{ "CREATE TABLE t (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f "
		  "FLOAT, g REAL, h DOUBLE PRECISION, i DEC(5), j NUMERIC(10, 2), k DECIMAL)",
	  "CREATE TABLE `t` (\n"
		  "  `a` BOOLEAN,\n"
		  "  `b` TINYINT,\n"
		  "  `c` SMALLINT,\n"
		  "  `d` INT,\n"
		  "  `e` BIGINT,\n"
		  "  `f` FLOAT,\n"
		  "  `g` FLOAT,\n"
		  "  `h` DOUBLE,\n"
		  "  `i` DECIMAL(5),\n"
		  "  `j` DECIMAL(10, 2),\n"
		  "  `k` DECIMAL\n"
		  ")" },
	{ "CREATE TABLE t (a CHAR, b CHAR(3), c VARCHAR, d VARCHAR(5), e STRING, f "
		  "BINARY(2), g VARBINARY(3), h BYTES, i CHARACTER VARYING (4))",
	  "CREATE TABLE `t` (\n"
		  "  `a` CHAR,\n"
		  "  `b` CHAR(3),\n"
		  "  `c` VARCHAR,\n"
		  "  `d` VARCHAR(5),\n"
		  "  `e` STRING,\n"
		  "  `f` BINARY(2),\n"
		  "  `g` VARBINARY(3),\n"
		  "  `h` BYTES,\n"
		  "  `i` VARCHAR(4)\n"
		  ")" },
	{ "CREATE TABLE t (a DATE, b TIME, c TIME(3), d TIMESTAMP, e TIMESTAMP(3) "
		  "WITHOUT TIME ZONE, f TIMESTAMP_LTZ, g TIMESTAMP(9) WITH LOCAL TIME ZONE, h "
		  "TIMESTAMP(0) WITH TIME ZONE)",
	  "CREATE TABLE `t` (\n"
		  "  `a` DATE,\n"
		  "  `b` TIME,\n"
		  "  `c` TIME(3),\n"
		  "  `d` TIMESTAMP,\n"
		  "  `e` TIMESTAMP(3),\n"
		  "  `f` TIMESTAMP_LTZ,\n"
		  "  `g` TIMESTAMP_LTZ(9),\n"
		  "  `h` TIMESTAMP(0) WITH TIME ZONE\n"
		  ")" },
	{ "CREATE TABLE t (a INTERVAL YEAR TO MONTH, b INTERVAL DAY(3) TO SECOND(3), c "
		  "INTERVAL HOUR)",
	  "CREATE TABLE `t` (\n"
		  "  `a` INTERVAL YEAR TO MONTH,\n"
		  "  `b` INTERVAL DAY(3) TO SECOND(3),\n"
		  "  `c` INTERVAL HOUR\n"
		  ")" },
	{ "CREATE TABLE t (a ARRAY<INT NOT NULL> NOT NULL, b MAP<STRING, ROW<x INT, y "
		  "ARRAY<STRING>>>, c MULTISET<INT>, d INT ARRAY, e STRING MULTISET NOT NULL)",
	  "CREATE TABLE `t` (\n"
		  "  `a` ARRAY<INT NOT NULL> NOT NULL,\n"
		  "  `b` MAP<STRING, ROW<`x` INT, `y` ARRAY<STRING>>>,\n"
		  "  `c` MULTISET<INT>,\n"
		  "  `d` ARRAY<INT>,\n"
		  "  `e` MULTISET<STRING> NOT NULL\n"
		  ")" },
	{ "CREATE TABLE t (a ROW<x INT 'first', y ROW(z STRING) NOT NULL>, b foo.bar)",
	  "CREATE TABLE `t` (\n"
		  "  `a` ROW<`x` INT 'first', `y` ROW<`z` STRING> NOT NULL>,\n"
		  "  `b` `foo`.`bar`\n"
		  ")" },
};

START_TEST(prints)
{
	sql_check_prints(cases[_i].text, cases[_i].want);
}
END_TEST

START_TEST(a_script_has_statements)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_script *script =
	        sql_parse(arena, LEAT_STR(";; SELECT 1;\n-- a; b\nUSE `x;y`; SET 'a;b' = ';';"));

	ck_assert_ptr_nonnull(script);
	ck_assert_uint_eq(script->stmts.count, 3);
	ck_assert_int_eq(script->stmts.items[0]->kind, LEAT_AST_STMT_QUERY);
	ck_assert_int_eq(script->stmts.items[1]->kind, LEAT_AST_STMT_USE_DATABASE);
	ck_assert_int_eq(script->stmts.items[2]->kind, LEAT_AST_STMT_SET);
	ck_assert_uint_eq(sql_parse(arena, LEAT_STR(""))->stmts.count, 0);
	leat_arena_free(arena);
}
END_TEST

START_TEST(columns_of_all_kinds)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_stmt *stmt = sql_parse_stmt(
		arena,
		"CREATE TABLE t (a INT NOT NULL PRIMARY KEY NOT ENFORCED COMMENT 'id', b AS a + 1,"
		" c BIGINT METADATA FROM 'offset' VIRTUAL, d INT METADATA,"
		" WATERMARK FOR r.ts AS r.ts, CONSTRAINT pk PRIMARY KEY (a, b) NOT ENFORCED)");
	const struct leat_ast_schema *schema = &stmt->create_table.schema;

	ck_assert_uint_eq(schema->column_count, 4);
	ck_assert_int_eq(schema->columns[0].kind, LEAT_AST_COLUMN_PHYSICAL);
	ck_assert(schema->columns[0].type->not_null);
	ck_assert(schema->columns[0].primary_key);
	ck_assert(!schema->columns[0].enforced);
	ck_assert_int_eq(schema->columns[1].kind, LEAT_AST_COLUMN_COMPUTED);
	ck_assert_int_eq(schema->columns[2].kind, LEAT_AST_COLUMN_METADATA);
	ck_assert(schema->columns[2].is_virtual);
	ck_assert_uint_eq(schema->columns[2].key.value.n, 6);
	ck_assert_ptr_null(schema->columns[3].key.value.p);
	ck_assert_uint_eq(schema->watermark_count, 1);
	ck_assert_uint_eq(schema->watermarks[0].column.count, 2);
	ck_assert_uint_eq(schema->constraint_count, 1);
	ck_assert_uint_eq(schema->constraints[0].columns.count, 2);
	leat_arena_free(arena);
}
END_TEST

START_TEST(single_pieces_parse_alone)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_query *query = NULL;
	const struct leat_ast_expr *e = NULL;
	const struct leat_ast_type *type = NULL;
	struct leat_err err = { 0 };

	ck_assert_int_eq(leat_sql_parse_query(arena, LEAT_STR("SELECT 1"), &query, &err), 0);
	ck_assert_int_eq(query->kind, LEAT_AST_QUERY_SELECT);
	ck_assert_int_eq(leat_sql_parse_type(arena, LEAT_STR("DECIMAL(10, 2)"), &type, &err), 0);
	ck_assert_int_eq(type->kind, LEAT_AST_TYPE_DECIMAL);
	ck_assert_int_eq(type->scale, 2);
	ck_assert_int_eq(leat_sql_parse_query(arena, LEAT_STR("SELECT a b c"), &query, &err),
	                 -LEAT_E_SYNTAX);
	ck_assert_str_eq(err.message, "expected \",\" or \"FROM\", found \"c\"");
	ck_assert_int_eq(leat_sql_parse_expr(arena, LEAT_STR("a; b"), &e, &err), -LEAT_E_SYNTAX);
	ck_assert_str_eq(err.message, "expected the end, found \";\"");
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, prints, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, a_script_has_statements);
	tcase_add_test(tc, columns_of_all_kinds);
	tcase_add_test(tc, single_pieces_parse_alone);
}

int main(void)
{
	return suite_main("parse", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions: how they are read, shown by how they print; the trees of special spellings. */
#include "suite.h"

#include "sql.h"

static const struct sql_case cases[] = {
	{ "a = b IS NULL", "`a` = `b` IS NULL" },
	{ "a IS DISTINCT FROM b + c", "`a` IS DISTINCT FROM `b` + `c`" },
	{ "a || b + c", "`a` || `b` + `c`" },
	{ "- a * b", "-`a` * `b`" },
	{ "NOT a = b", "NOT `a` = `b`" },
	{ "a LIKE b || c", "`a` LIKE `b` || `c`" },
	{ "a = b LIKE c", "`a` = `b` LIKE `c`" },
	{ "a = b BETWEEN c AND d", "`a` = `b` BETWEEN `c` AND `d`" },
	{ "a BETWEEN b AND c AND d", "`a` BETWEEN `b` AND `c` AND `d`" },
	{ "- a[1].b", "-`a`[1].`b`" },
	{ "a + b || c * d", "`a` + `b` || `c` * `d`" },
	{ "x IN (1,2) = true", "`x` IN (1, 2) = TRUE" },
	{ "a = ANY (1, 2)", "`a` = ANY (1, 2)" },
	{ "tumble_start(tumble, interval '1' second)",
	  "TUMBLE_START(`tumble`, INTERVAL '1' SECOND)" },
	{ "INTERVAL a DAY", "INTERVAL `a` DAY" },
	{ "INTERVAL (a + 1) DAY", "INTERVAL (`a` + 1) DAY" },
	{ "INTERVAL -1 DAY", "INTERVAL (-1) DAY" },
	{ "INTERVAL - '1' DAY", "INTERVAL '-1' DAY" },
	{ "1 + INTERVAL '1' DAY * 2", "1 + INTERVAL '1' DAY * 2" },
	{ "a.b.c[1].d", "`a`.`b`.`c`[1].`d`" },
	{ "f(x).y", "F(`x`).`y`" },
	{ "(a).b", "(`a`).`b`" },
	{ "(a,b).c", "ROW(`a`, `b`).`c`" },
	{ "CASE x WHEN 1, 2 THEN 3 END", "CASE `x` WHEN 1, 2 THEN 3 END" },
	{ "TRIM(x)", "TRIM(BOTH ' ' FROM `x`)" },
	{ "TRIM('a' FROM x)", "TRIM(BOTH 'a' FROM `x`)" },
	{ "SUBSTRING(x FROM 1 FOR 2)", "SUBSTRING(`x` FROM 1 FOR 2)" },
	{ "substring(x, 1)", "SUBSTRING(`x` FROM 1)" },
	{ "POSITION('a' IN x)", "POSITION('a' IN `x`)" },
	{ "CEIL(x TO DAY)", "CEIL(`x` TO DAY)" },
	{ "FLOOR(x TO day)", "FLOOR(`x` TO DAY)" },
	{ "EXTRACT(DAY FROM x)", "EXTRACT(DAY FROM `x`)" },
	{ "EXTRACT(EPOCH FROM x)", "EXTRACT(EPOCH FROM `x`)" },
	{ "TIMESTAMPDIFF(DAY, a, b)", "TIMESTAMPDIFF(DAY, `a`, `b`)" },
	{ "TIMESTAMPADD(SQL_TSI_DAY, a, b)", "TIMESTAMPADD(DAY, `a`, `b`)" },
	{ "count(distinct a, b)", "COUNT(DISTINCT `a`, `b`)" },
	{ "x IS JSON", "`x` IS JSON VALUE" },
	{ "x IS NOT JSON OBJECT", "`x` IS NOT JSON OBJECT" },
	{ "JSON_VALUE(x, 'lax $.a' RETURNING INT NULL ON EMPTY DEFAULT 1 ON ERROR)",
	  "JSON_VALUE(`x`, 'lax $.a' RETURNING INT NULL ON EMPTY DEFAULT 1 ON ERROR)" },
	{ "JSON_QUERY(x, '$.a' WITH CONDITIONAL ARRAY WRAPPER EMPTY ARRAY ON EMPTY)",
	  "JSON_QUERY(`x`, '$.a' WITH CONDITIONAL ARRAY WRAPPER EMPTY ARRAY ON EMPTY)" },
	{ "JSON_OBJECT('a': 1, KEY 'b' VALUE 2 NULL ON NULL)",
	  "JSON_OBJECT(KEY 'a' VALUE 1, KEY 'b' VALUE 2 NULL ON NULL)" },
	{ "JSON_OBJECT('a' VALUE 1 ABSENT ON NULL)",
	  "JSON_OBJECT(KEY 'a' VALUE 1 ABSENT ON NULL)" },
	{ "JSON_ARRAY(1, 2 NULL ON NULL)", "JSON_ARRAY(1, 2 NULL ON NULL)" },
	{ "JSON_OBJECTAGG(KEY a VALUE b NULL ON NULL)",
	  "JSON_OBJECTAGG(KEY `a` VALUE `b` NULL ON NULL)" },
	{ "JSON_ARRAYAGG(a ORDER BY b NULL ON NULL)",
	  "JSON_ARRAYAGG(`a` NULL ON NULL) WITHIN GROUP (ORDER BY `b`)" },
	{ "CAST(x AS ROW<a INT, b STRING>)", "CAST(`x` AS ROW<`a` INT, `b` STRING>)" },
	{ "CAST(x AS ROW(a INT NOT NULL))", "CAST(`x` AS ROW<`a` INT NOT NULL>)" },
	{ "CAST(x AS MAP<STRING, INT ARRAY>)", "CAST(`x` AS MAP<STRING, ARRAY<INT>>)" },
	{ "CAST(x AS DOUBLE PRECISION)", "CAST(`x` AS DOUBLE)" },
	{ "TRY_CAST(x AS TIMESTAMP_LTZ(3))", "TRY_CAST(`x` AS TIMESTAMP_LTZ(3))" },
	{ "x'0aff'", "X'0AFF'" },
	{ "U&'d\\0061t'", "'dat'" },
	{ "DATE '2020-01-01'", "DATE '2020-01-01'" },
	{ "PERIOD (a, b) OVERLAPS (c, d)", "ROW(`a`, `b`) OVERLAPS ROW(`c`, `d`)" },
	{ "(a, b) OVERLAPS (c, d)", "ROW(`a`, `b`) OVERLAPS ROW(`c`, `d`)" },
	{ "a % b", "`a` % `b`" },
	{ "MOD(a,b)", "MOD(`a`, `b`)" },
	{ "a MEMBER OF b", "`a` MEMBER OF `b`" },
	{ "LISTAGG(a, ',') WITHIN GROUP (ORDER BY b)",
	  "LISTAGG(`a`, ',') WITHIN GROUP (ORDER BY `b`)" },
	{ "sum(x) FILTER (WHERE a > 1) OVER (PARTITION BY b)",
	  "SUM(`x`) FILTER (WHERE `a` > 1) OVER (PARTITION BY `b`)" },
	{ "lag(x) ignore nulls over (order by t)", "LAG(`x`) IGNORE NULLS OVER (ORDER BY `t`)" },
	{ "lag(x) over (order by t rows between 2 preceding and current row)",
	  "LAG(`x`) OVER (ORDER BY `t` ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)" },
	{ "f(a => 1, b => DEFAULT)", "F(`a` => 1, `b` => DEFAULT)" },
	{ "TRANSLATE(x, 'a', 'b')", "TRANSLATE(`x`, 'a', 'b')" },
	{ "LOCALTIMESTAMP", "LOCALTIMESTAMP" },
	{ "CURRENT_TIMESTAMP(3)", "CURRENT_TIMESTAMP(3)" },
	{ "a <> b != c", "`a` <> `b` <> `c`" },
	{ "'a'", "'a'" },
	{ "'b'", "'b'" },
	{ "1.", "1." },
	{ ".5", ".5" },
	{ "1e3", "1e3" },
	{ "1.5E-3", "1.5E-3" },
	{ "UNKNOWN", "UNKNOWN" },
	{ "a IS NOT UNKNOWN", "`a` IS NOT UNKNOWN" },
	{ "ROW(1,2)", "ROW(1, 2)" },
	{ "(1,2)", "ROW(1, 2)" },
	{ "ARRAY[1,2]", "ARRAY[1, 2]" },
	{ "ARRAY(SELECT 1)", "ARRAY(SELECT 1)" },
	{ "MAP['a',1]", "MAP['a', 1]" },
	{ "MULTISET[1]", "MULTISET[1]" },
	{ "EXISTS (SELECT 1)", "EXISTS (SELECT 1)" },
	{ "(SELECT 1)", "(SELECT 1)" },
	{ "a NOT IN (1)", "`a` NOT IN (1)" },
	{ "a NOT LIKE 'b' ESCAPE 'c'", "`a` NOT LIKE 'b' ESCAPE 'c'" },
	{ "a SIMILAR TO 'b'", "`a` SIMILAR TO 'b'" },
	{ "a RLIKE 'b'", "`a` RLIKE 'b'" },
	{ "a ILIKE 'b'", "`a` ILIKE 'b'" },
	{ "GROUPING(a)", "GROUPING(`a`)" },
	{ "date_format(ts, 'x')", "DATE_FORMAT(`ts`, 'x')" },
	{ "`weird``name`", "`weird``name`" },
	{ "t.*", "`t`.*" },
	{ "*", "*" },
	{ "YEAR(x)", "YEAR(`x`)" },
	{ "second(x)", "SECOND(`x`)" },
	{ "INTERVAL '1' DAYS", "INTERVAL '1' DAY" },
	{ "INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '1-2' YEAR TO MONTH" },
	{ "INTERVAL '1 2:03:04.5' DAY TO SECOND(3)", "INTERVAL '1 2:03:04.5' DAY TO SECOND(3)" },
	{ "INTERVAL '10' DAY(2)", "INTERVAL '10' DAY(2)" },
	{ "INTERVAL '1.5' SECOND(2,3)", "INTERVAL '1.5' SECOND(2, 3)" },
	{ "INTERVAL '1.5' SECOND", "INTERVAL '1.5' SECOND" },
	{ "CAST(x AS ROW<a INT 'c', b INT COMMENT 'd'>)",
	  "CAST(`x` AS ROW<`a` INT 'c', `b` INT 'd'>)" },
	{ "COUNT(*) FILTER (WHERE a) OVER w", "COUNT(*) FILTER (WHERE `a`) OVER `w`" },
	{ "f(TABLE t)", "F(TABLE `t`)" },
	{ "f(TABLE t PARTITION BY a ORDER BY b)", "F(TABLE `t` PARTITION BY `a` ORDER BY (`b`))" },
	{ "f(TABLE (SELECT 1) PARTITION BY a)", "F(TABLE (SELECT 1) PARTITION BY `a`)" },
	{ "f((SELECT 1) PARTITION BY a)", "F(TABLE (SELECT 1) PARTITION BY `a`)" },
	{ "f(SELECT 1)", "F((SELECT 1))" },
	{ "DESCRIPTOR(a, b)", "DESCRIPTOR(`a`, `b`)" },
	{ "DESCRIPTOR(a.b)", "DESCRIPTOR(`a`.`b`)" },
	{ "JSON_OBJECT('a' VALUE JSON_OBJECT('b' VALUE 1) FORMAT JSON)",
	  "JSON_OBJECT(KEY 'a' VALUE JSON(JSON_OBJECT(KEY 'b' VALUE 1)))" },
	{ "JSON_ARRAY(JSON_ARRAY(1) FORMAT JSON)", "JSON_ARRAY(JSON(JSON_ARRAY(1)))" },
	{ "JSON_VALUE(x, '$.a' ERROR ON EMPTY NULL ON ERROR)",
	  "JSON_VALUE(`x`, '$.a' ERROR ON EMPTY NULL ON ERROR)" },
	{ "JSON_VALUE(x, '$.a' NULL ON ERROR ERROR ON EMPTY)",
	  "JSON_VALUE(`x`, '$.a' ERROR ON EMPTY NULL ON ERROR)" },
	{ "JSON_EXISTS(x, '$.a' TRUE ON ERROR)", "JSON_EXISTS(`x`, '$.a' TRUE ON ERROR)" },
	{ "JSON_QUERY(x, '$.a' RETURNING ARRAY<STRING> WITH WRAPPER)",
	  "JSON_QUERY(`x`, '$.a' RETURNING ARRAY<STRING> WITH UNCONDITIONAL ARRAY "
		  "WRAPPER)" },
	{ "JSON_QUERY(x, '$.a' WITHOUT ARRAY WRAPPER NULL ON EMPTY ERROR ON ERROR)",
	  "JSON_QUERY(`x`, '$.a' WITHOUT ARRAY WRAPPER NULL ON EMPTY ERROR ON ERROR)" },
	{ "JSON_QUERY(x, '$.a' WITH UNCONDITIONAL ARRAY WRAPPER EMPTY OBJECT ON ERROR)",
	  "JSON_QUERY(`x`, '$.a' WITH UNCONDITIONAL ARRAY WRAPPER EMPTY OBJECT ON ERROR)" },
	{ "JSON_OBJECTAGG(a: b)", "JSON_OBJECTAGG(KEY `a` VALUE `b`)" },
	{ "JSON_OBJECTAGG(KEY a VALUE b ABSENT ON NULL) FILTER (WHERE c)",
	  "JSON_OBJECTAGG(KEY `a` VALUE `b` ABSENT ON NULL) FILTER (WHERE `c`)" },
	{ "PREV(A.price, 1)", "PREV(`A`.`price`, 1)" },
	{ "FINAL LAST(A.price)", "FINAL LAST(`A`.`price`)" },
	{ "RUNNING LAST(A.price, 1)", "RUNNING LAST(`A`.`price`, 1)" },
	{ "FINAL COUNT(A.price)", "FINAL COUNT(`A`.`price`)" },
	{ "OVERLAY(x PLACING y FROM 1 FOR 2)", "OVERLAY(`x` PLACING `y` FROM 1 FOR 2)" },
	{ "POSITION('a' IN x FROM 2)", "POSITION('a' IN `x` FROM 2)" },
	{ "TRIM(LEADING FROM x)", "TRIM(LEADING ' ' FROM `x`)" },
	{ "TRIM(BOTH x)", "TRIM(BOTH ' ' FROM `x`)" },
	{ "EXTRACT(WEEK FROM x)", "EXTRACT(WEEK FROM `x`)" },
	{ "TIMESTAMPADD(FRAC_SECOND, 1, x)", "TIMESTAMPADD(MICROSECOND, 1, `x`)" },
	{ "TIMESTAMPADD(MICROSECOND, 1, x)", "TIMESTAMPADD(MICROSECOND, 1, `x`)" },
	{ "FLOOR(x TO MILLISECOND)", "FLOOR(`x` TO MILLISECOND)" },
	{ "a.b.f(x)", "`a`.`b`.`f`(`x`)" },
	{ "a[1][2]", "`a`[1][2]" },
	{ "a[b.c].d.e[3]", "`a`[`b`.`c`].`d`.`e`[3]" },
	{ "ROW(1).f", "ROW(1).`f`" },
	{ "LISTAGG(DISTINCT a)", "LISTAGG(DISTINCT `a`)" },
	{ "COUNT(ALL a)", "COUNT(ALL `a`)" },
	{ "x = ALL (SELECT 1)", "`x` = ALL (SELECT 1)" },
	{ "x < SOME (SELECT 1)", "`x` < ANY (SELECT 1)" },
	{ "x > ANY (1, 2)", "`x` > ANY (1, 2)" },
	{ "x = ANY (a)", "`x` = ANY (`a`)" },
	{ "CASE WHEN a THEN b WHEN c THEN d ELSE e END",
	  "CASE WHEN `a` THEN `b` WHEN `c` THEN `d` ELSE `e` END" },
	{ "TIME '1:2:3'", "TIME '1:2:3'" },
	{ "TIMESTAMP '2020-01-01 00:00:00'", "TIMESTAMP '2020-01-01 00:00:00'" },
	{ "a IN ((SELECT 1))", "`a` IN (SELECT 1)" },
	{ "a IN (SELECT 1 UNION SELECT 2)", "`a` IN (SELECT 1 UNION SELECT 2)" },
	{ "a IN ((1,2),(3,4))", "`a` IN (ROW(1, 2), ROW(3, 4))" },
	{ "(a, b) IN (SELECT 1, 2)", "ROW(`a`, `b`) IN (SELECT 1, 2)" },
	{ "(a, b) IN ((1, 2))", "ROW(`a`, `b`) IN (ROW(1, 2))" },
	{ "ROW_NUMBER() OVER ()", "ROW_NUMBER() OVER ()" },
	{ "ROW_NUMBER() OVER (w ORDER BY a)", "ROW_NUMBER() OVER (`w` ORDER BY `a`)" },
	{ "ROW_NUMBER() OVER (PARTITION BY a ORDER BY b RANGE BETWEEN INTERVAL '1' DAY "
		  "PRECEDING AND CURRENT ROW)",
	  "ROW_NUMBER() OVER (PARTITION BY `a` ORDER BY `b` RANGE BETWEEN INTERVAL '1' "
		  "DAY PRECEDING AND CURRENT ROW)" },
	{ "ROW_NUMBER() OVER (ORDER BY b ROWS 2 PRECEDING)",
	  "ROW_NUMBER() OVER (ORDER BY `b` ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)" },
	{ "FIRST_VALUE(a) RESPECT NULLS OVER w", "FIRST_VALUE(`a`) RESPECT NULLS OVER `w`" },
	{ "FIRST_VALUE(a RESPECT NULLS) OVER w", "FIRST_VALUE(`a`) RESPECT NULLS OVER `w`" },
	{ "a IS NOT DISTINCT FROM b AND c", "`a` IS NOT DISTINCT FROM `b` AND `c`" },
	{ "NOT EXISTS (SELECT 1)", "NOT EXISTS (SELECT 1)" },
	{ "- - 1", "-(-1)" },
	{ "+1", "+1" },
	{ "a - -1", "`a` - -1" },
	{ "a NOT BETWEEN SYMMETRIC 1 AND 2", "`a` NOT BETWEEN SYMMETRIC 1 AND 2" },
	{ "'it''s'", "'it''s'" },
	{ "U&'!0061' UESCAPE '!'", "'a'" },
	{ "a = 1 OR NOT b AND c", "`a` = 1 OR NOT `b` AND `c`" },
	{ "a LIKE b ESCAPE c || d", "`a` LIKE `b` ESCAPE `c` || `d`" },
	{ "x SUBMULTISET OF y", "`x` SUBMULTISET OF `y`" },
	{ "x IS A SET", "`x` IS A SET" },
	{ "x IS NOT EMPTY", "`x` IS NOT EMPTY" },
	{ "a = b = c", "`a` = `b` = `c`" },
	{ "a < b < c", "`a` < `b` < `c`" },
	{ "a IS NULL IS NULL", "`a` IS NULL IS NULL" },
	{ "a IS NULL = b", "(`a` IS NULL) = `b`" },
	{ "NOT NOT a", "NOT NOT `a`" },
	{ "NOT a IS NULL", "NOT `a` IS NULL" },
	{ "a + NOT b", "`a` + (NOT `b`)" },
	{ "IF(a, b, c)", "IF(`a`, `b`, `c`)" },
	{ "MAP[]", "MAP[]" },
	{ "ARRAY[]", "ARRAY[]" },
	{ "f(*)", "F(*)" },
	{ "t.a.*", "`t`.`a`.*" },
	{ "(t.a).b", "(`t`.`a`).`b`" },
	{ "PERIOD(a, b)", "ROW(`a`, `b`)" },
	{ "INTERVAL x.y DAY", "INTERVAL `x`.`y` DAY" },
	{ "INTERVAL f(x) DAY", "INTERVAL (F(`x`)) DAY" },
	{ "INTERVAL CAST(x AS INT) DAY", "INTERVAL (CAST(`x` AS INT)) DAY" },
	{ "GROUP_ID()", "GROUP_ID()" },
	{ "CURRENT_DATE + 1", "CURRENT_DATE + 1" },
	{ "f(a, b =>1)", "F(`a`, `b` => 1)" },
	{ "NEXT(A.x)", "NEXT(`A`.`x`)" },
	{ "CAST(x AS INT NOT NULL)", "CAST(`x` AS INT NOT NULL)" },
	{ "CAST(x AS INTERVAL DAY TO SECOND(3))", "CAST(`x` AS INTERVAL DAY TO SECOND(3))" },
	{ "CAST(x AS MAP<INT NOT NULL, STRING> NOT NULL)",
	  "CAST(`x` AS MAP<INT NOT NULL, STRING> NOT NULL)" },
	{ "CAST(x AS foo.bar)", "CAST(`x` AS `foo`.`bar`)" },
	{ "CAST(x AS INT ARRAY ARRAY)", "CAST(`x` AS ARRAY<ARRAY<INT>>)" },
	{ "CAST(x AS TIMESTAMP(3) WITH LOCAL TIME ZONE)", "CAST(`x` AS TIMESTAMP_LTZ(3))" },
	{ "CAST(x AS TIME(0) WITHOUT TIME ZONE)", "CAST(`x` AS TIME(0))" },
	{ "CAST(x AS INTERVAL YEAR)", "CAST(`x` AS INTERVAL YEAR)" },
	{ "TRY_CAST(x AS INT)", "TRY_CAST(`x` AS INT)" },
	{ "SUBSTR(x, 1)", "SUBSTR(`x`, 1)" },
};

START_TEST(prints)
{
	sql_check_expr(cases[_i].text, cases[_i].want);
}
END_TEST

START_TEST(distinct_from_is_a_comparison)
{
	sql_check_expr("a < (b IS DISTINCT FROM c)", "`a` < (`b` IS DISTINCT FROM `c`)");
	sql_check_expr("a < b IS DISTINCT FROM c", "`a` < `b` IS DISTINCT FROM `c`");
}
END_TEST

START_TEST(precedence_makes_the_tree)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_expr *e = sql_parse_expr(arena, "a OR NOT b = 1 + 2 * 3 AND c");

	ck_assert_int_eq(e->kind, LEAT_AST_EXPR_BINARY);
	ck_assert_int_eq(e->binary.op, LEAT_AST_BINARY_OR);
	ck_assert_uint_eq(e->binary.op_span.begin, 2);
	e = e->binary.right;
	ck_assert_int_eq(e->binary.op, LEAT_AST_BINARY_AND);
	e = e->binary.left;
	ck_assert_int_eq(e->kind, LEAT_AST_EXPR_UNARY);
	ck_assert_int_eq(e->unary.op, LEAT_AST_UNARY_NOT);
	e = e->unary.arg;
	ck_assert_int_eq(e->binary.op, LEAT_AST_BINARY_EQ);
	ck_assert_uint_eq(e->span.begin, 9);
	ck_assert_uint_eq(e->span.end, 22);
	ck_assert_int_eq(e->binary.right->binary.op, LEAT_AST_BINARY_ADD);
	leat_arena_free(arena);
}
END_TEST

START_TEST(special_spellings_are_calls)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_expr *e = sql_parse_expr(arena, "TRIM(x)");

	ck_assert_int_eq(e->kind, LEAT_AST_EXPR_CALL);
	ck_assert_uint_eq(e->call.args.count, 3);
	ck_assert_int_eq(e->call.args.items[0]->kind, LEAT_AST_EXPR_SYMBOL);
	ck_assert_int_eq(memcmp(e->call.args.items[0]->symbol.p, "BOTH", 4), 0);
	ck_assert_int_eq(e->call.args.items[1]->literal.kind, LEAT_AST_LITERAL_STRING);
	ck_assert_int_eq(e->call.args.items[2]->kind, LEAT_AST_EXPR_NAME);

	e = sql_parse_expr(arena, "extract(day from ts)");
	ck_assert_uint_eq(e->call.args.count, 2);
	ck_assert_int_eq(memcmp(e->call.args.items[0]->symbol.p, "DAY", 3), 0);

	e = sql_parse_expr(arena, "JSON_OBJECT('a': 1, KEY 'b' VALUE 2)");
	ck_assert_uint_eq(e->call.args.count, 4);
	ck_assert_ptr_nonnull(e->call.json);

	e = sql_parse_expr(arena, "CURRENT_TIMESTAMP");
	ck_assert(e->call.bare);
	ck_assert_uint_eq(e->call.args.count, 0);
	leat_arena_free(arena);
}
END_TEST

START_TEST(table_arguments)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_expr *e = sql_parse_expr(
	        arena, "SESSION(DATA => TABLE t PARTITION BY (a, b), TIMECOL => DESCRIPTOR(ts))");
	const struct leat_ast_expr *arg = e->call.args.items[0];

	ck_assert_int_eq(arg->kind, LEAT_AST_EXPR_NAMED_ARG);
	ck_assert_int_eq(arg->named.arg->kind, LEAT_AST_EXPR_TABLE_ARG);
	ck_assert_int_eq(arg->named.arg->table.query->kind, LEAT_AST_QUERY_TABLE);
	ck_assert_uint_eq(arg->named.arg->table.partition_by.count, 2);
	arg = e->call.args.items[1]->named.arg;
	ck_assert_int_eq(arg->kind, LEAT_AST_EXPR_DESCRIPTOR);
	ck_assert_uint_eq(arg->columns.count, 1);
	leat_arena_free(arena);
}
END_TEST

static const struct {
	const char *text;
	int64_t value;
	bool months;
} intervals[] = {
	{ "INTERVAL '1' DAY", INT64_C(86400000000), false },
	{ "INTERVAL -'1' DAY", -INT64_C(86400000000), false },
	{ "INTERVAL '-1' DAY", -INT64_C(86400000000), false },
	{ "INTERVAL -'-1' DAY", INT64_C(86400000000), false },
	{ "INTERVAL '5.5' SECOND", 5500000, false },
	{ "INTERVAL '0.0015' SECOND", 1000, false },
	{ "INTERVAL '1:02' HOUR TO MINUTE", INT64_C(3720000000), false },
	{ "INTERVAL '1 2:03:04.567' DAY TO SECOND", INT64_C(93784567000), false },
	{ "INTERVAL '600' SECOND(3)", 600000000, false },
	{ "INTERVAL '1-2' YEAR TO MONTH", 14, true },
	{ "INTERVAL '-3' YEARS", -36, true },
	{ "DURATION '1s'", 1000000, false },
	{ "DURATION '90 min'", INT64_C(5400000000), false },
	{ "DURATION '500 ms'", 500000, false },
};

START_TEST(interval_values)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_expr *e = sql_parse_expr(arena, intervals[_i].text);

	ck_assert_int_eq(e->literal.kind, LEAT_AST_LITERAL_INTERVAL);
	ck_assert_int_eq(e->literal.value, intervals[_i].value);
	ck_assert_int_eq(leat_ast_interval_is_months(&e->literal.interval), intervals[_i].months);
	leat_arena_free(arena);
}
END_TEST

START_TEST(durations_print_as_intervals)
{
	sql_check_expr("DURATION '1s'", "INTERVAL '1' SECOND");
	sql_check_expr("DURATION '90 min'", "INTERVAL '90' MINUTE");
	sql_check_expr("DURATION '2 h'", "INTERVAL '2' HOUR");
	sql_check_expr("DURATION '200 d'", "INTERVAL '200' DAY(3)");
	sql_check_expr("DURATION '1500 ms'", "INTERVAL '1.500' SECOND");
}
END_TEST

START_TEST(strings)
{
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_expr *e = sql_parse_expr(arena, "U&'\\00e9\\d83d\\de00''\\\\'");

	ck_assert_uint_eq(e->literal.text.n, 8);
	ck_assert_int_eq(memcmp(e->literal.text.p, "\xc3\xa9\xf0\x9f\x98\x80'\\", 8), 0);
	e = sql_parse_expr(arena, "x'00ff'");
	ck_assert_uint_eq(e->literal.text.n, 2);
	ck_assert_int_eq(memcmp(e->literal.text.p, "\0\xff", 2), 0);
	leat_arena_free(arena);
}
END_TEST

/* What is nested or chained too much is an error, never a crash. */
START_TEST(limits)
{
	static const char *const openers[] = { "(", "- ", "NOT ", "f(", "CASE WHEN ", "a[", "(SELECT " };
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_expr *e;
	struct leat_err err;
	struct leat_buf text;

	leat_buf_init(&text, 1 << 20);
	for (size_t i = 0; i < LEAT_COUNT(openers); i++) {
		leat_buf_clear(&text);
		for (int n = 0; n < 50000; n++)
			leat_buf_text(&text, openers[i]);
		ck_assert_int_eq(leat_sql_parse_expr(arena, leat_buf_view(&text), &e, &err),
		                 -LEAT_E_LIMIT);
	}
	leat_buf_clear(&text);
	leat_buf_text(&text, "1");
	for (int n = 0; n < 100000; n++)
		leat_buf_text(&text, " + 1");
	ck_assert_int_eq(leat_sql_parse_expr(arena, leat_buf_view(&text), &e, &err), -LEAT_E_LIMIT);
	leat_buf_done(&text);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, prints, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, precedence_makes_the_tree);
	tcase_add_test(tc, distinct_from_is_a_comparison);
	tcase_add_test(tc, special_spellings_are_calls);
	tcase_add_test(tc, table_arguments);
	tcase_add_loop_test(tc, interval_values, 0, (int)LEAT_COUNT(intervals));
	tcase_add_test(tc, durations_print_as_intervals);
	tcase_add_test(tc, strings);
	tcase_add_test(tc, limits);
}

int main(void)
{
	return suite_main("parse_expr", add);
}

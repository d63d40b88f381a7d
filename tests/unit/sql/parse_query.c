/* SPDX-License-Identifier: Apache-2.0 */
/* Queries: how they are read, shown by how they print. */
#include "suite.h"

#include "sql.h"

static const struct sql_case cases[] = {
	{ "WITH x AS (SELECT 1) SELECT * FROM x", "WITH `x` AS (SELECT 1) SELECT * FROM `x`" },
	{ "VALUES 1, 2", "VALUES 1, 2" },
	{ "VALUES (1, 2), (3, 4)", "VALUES (1, 2), (3, 4)" },
	{ "TABLE t", "TABLE `t`" },
	{ "(SELECT 1) UNION ALL (SELECT 2)", "SELECT 1 UNION ALL SELECT 2" },
	{ "SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4",
	  "SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4" },
	{ "SELECT * FROM t AS x (a, b)", "SELECT * FROM `t` AS `x` (`a`, `b`)" },
	{ "SELECT * FROM t /*+ OPTIONS('a'='b') */ AS x",
	  "SELECT * FROM `t` /*+ `OPTIONS`('a' = 'b') */ AS `x`" },
	{ "SELECT /*+ BROADCAST(t), LOOKUP('table'='t', 'async'='true') */ * FROM t",
	  "SELECT /*+ `BROADCAST`('t'), `LOOKUP`('table' = 't', 'async' = 'true') */ * "
		  "FROM `t`" },
	{ "SELECT /*+ STATE_TTL('t'='1d') */ * FROM t",
	  "SELECT /*+ `STATE_TTL`('t' = '1d') */ * FROM `t`" },
	{ "SELECT /*+ A(1, b, 'c') */ * FROM t", "SELECT /*+ `A`('1', 'b', 'c') */ * FROM `t`" },
	{ "SELECT * FROM t FOR SYSTEM_TIME AS OF o.ts AS x",
	  "SELECT * FROM `t` FOR SYSTEM_TIME AS OF `o`.`ts` AS `x`" },
	{ "SELECT * FROM o JOIN t FOR SYSTEM_TIME AS OF o.ts x ON o.a = x.a",
	  "SELECT * FROM `o` JOIN `t` FOR SYSTEM_TIME AS OF `o`.`ts` AS `x` ON `o`.`a` = "
		  "`x`.`a`" },
	{ "SELECT * FROM a, b JOIN c ON a.x = c.x",
	  "SELECT * FROM `a`, `b` JOIN `c` ON `a`.`x` = `c`.`x`" },
	{ "SELECT * FROM a CROSS JOIN UNNEST(a.b) WITH ORDINALITY AS t (x, y)",
	  "SELECT * FROM `a` CROSS JOIN UNNEST(`a`.`b`) WITH ORDINALITY AS `t` (`x`, `y`)" },
	{ "SELECT * FROM a LEFT JOIN LATERAL TABLE(f(a.b)) AS t (x) ON TRUE",
	  "SELECT * FROM `a` LEFT JOIN LATERAL TABLE(F(`a`.`b`)) AS `t` (`x`) ON TRUE" },
	{ "SELECT * FROM a, LATERAL TABLE(f(b)) AS t(x)",
	  "SELECT * FROM `a`, LATERAL TABLE(F(`b`)) AS `t` (`x`)" },
	{ "SELECT * FROM a, LATERAL (SELECT * FROM b LIMIT 1)",
	  "SELECT * FROM `a`, LATERAL (SELECT * FROM `b` LIMIT 1)" },
	{ "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(c), INTERVAL '1' DAY))",
	  "SELECT * FROM TABLE(TUMBLE(TABLE `t`, DESCRIPTOR(`c`), INTERVAL '1' DAY))" },
	{ "SELECT * FROM TABLE(TUMBLE(DATA => TABLE t, TIMECOL => DESCRIPTOR(c), SIZE => "
		  "INTERVAL '1' DAY))",
	  "SELECT * FROM TABLE(TUMBLE(`DATA` => TABLE `t`, `TIMECOL` => DESCRIPTOR(`c`), "
		  "`SIZE` => INTERVAL '1' DAY))" },
	{ "SELECT * FROM (VALUES (1, 2)) AS t (a, b)",
	  "SELECT * FROM (VALUES (1, 2)) AS `t` (`a`, `b`)" },
	{ "SELECT * FROM ((SELECT 1) AS x CROSS JOIN y)",
	  "SELECT * FROM (SELECT 1) AS `x` CROSS JOIN `y`" },
	{ "SELECT * FROM (a JOIN b ON TRUE) JOIN c USING (d)",
	  "SELECT * FROM `a` JOIN `b` ON TRUE JOIN `c` USING (`d`)" },
	{ "SELECT * FROM (a)", "SELECT * FROM `a`" },
	{ "SELECT * FROM a NATURAL LEFT JOIN b", "SELECT * FROM `a` NATURAL LEFT JOIN `b`" },
	{ "SELECT a FROM t ORDER BY a DESC NULLS LAST, b LIMIT 10 OFFSET 5",
	  "SELECT `a` FROM `t` ORDER BY `a` DESC NULLS LAST, `b` LIMIT 10 OFFSET 5" },
	{ "SELECT a FROM t LIMIT 5, 10", "SELECT `a` FROM `t` LIMIT 10 OFFSET 5" },
	{ "SELECT a FROM t OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY",
	  "SELECT `a` FROM `t` LIMIT 10 OFFSET 5" },
	{ "SELECT a FROM t OFFSET 5 LIMIT 5", "SELECT `a` FROM `t` LIMIT 5 OFFSET 5" },
	{ "SELECT a FROM t LIMIT ALL", "SELECT `a` FROM `t`" },
	{ "SELECT a FROM t GROUP BY ()", "SELECT `a` FROM `t` GROUP BY ()" },
	{ "SELECT a FROM t GROUP BY GROUPING SETS ((a, b), (a), ())",
	  "SELECT `a` FROM `t` GROUP BY GROUPING SETS ((`a`, `b`), `a`, ())" },
	{ "SELECT a FROM t GROUP BY ROLLUP(a, (b, c)), CUBE(d)",
	  "SELECT `a` FROM `t` GROUP BY ROLLUP(`a`, (`b`, `c`)), CUBE(`d`)" },
	{ "SELECT a FROM t GROUP BY DISTINCT a", "SELECT `a` FROM `t` GROUP BY DISTINCT `a`" },
	{ "SELECT a FROM t WINDOW w AS (PARTITION BY a), x AS (w ORDER BY b)",
	  "SELECT `a` FROM `t` WINDOW `w` AS (PARTITION BY `a`), `x` AS (`w` ORDER BY "
		  "`b`)" },
	{ "SELECT a AS name, b type FROM t", "SELECT `a` AS `name`, `b` AS `type` FROM `t`" },
	{ "SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b MEASURES A.x AS y "
		  "ONE ROW PER MATCH AFTER MATCH SKIP TO NEXT ROW PATTERN (A B+ C{2,3}? D*?) "
		  "WITHIN INTERVAL '1' HOUR DEFINE A AS A.x > 1) AS m",
	  "SELECT * FROM `t` MATCH_RECOGNIZE (PARTITION BY `a` ORDER BY `b` MEASURES "
		  "`A`.`x` AS `y` ONE ROW PER MATCH AFTER MATCH SKIP TO NEXT ROW PATTERN (`A` "
		  "`B`+ `C`{2,3}? `D`*?) WITHIN INTERVAL '1' HOUR DEFINE `A` AS `A`.`x` > 1) AS "
		  "`m`" },
	{ "SELECT * FROM t MATCH_RECOGNIZE (ORDER BY b PATTERN (^A | (B C)$) SUBSET U = "
		  "(A, B) DEFINE A AS TRUE)",
	  "SELECT * FROM `t` MATCH_RECOGNIZE (ORDER BY `b` ONE ROW PER MATCH PATTERN (^ "
		  "`A` | `B` `C` $) SUBSET `U` = (`A`, `B`) DEFINE `A` AS TRUE)" },
	{ "SELECT * FROM t x MATCH_RECOGNIZE (ORDER BY b PATTERN (A {- B -} PERMUTE(C, "
		  "D)) DEFINE A AS TRUE) m",
	  "SELECT * FROM `t` AS `x` MATCH_RECOGNIZE (ORDER BY `b` ONE ROW PER MATCH "
		  "PATTERN (`A` {- `B` -} PERMUTE(`C`, `D`)) DEFINE `A` AS TRUE) AS `m`" },
	{ "SELECT * FROM t MATCH_RECOGNIZE (ORDER BY b AFTER MATCH SKIP TO A PATTERN (A) "
		  "DEFINE A AS TRUE)",
	  "SELECT * FROM `t` MATCH_RECOGNIZE (ORDER BY `b` ONE ROW PER MATCH AFTER MATCH "
		  "SKIP TO LAST `A` PATTERN (`A`) DEFINE `A` AS TRUE)" },
	{ "SELECT a FROM t AS x, u y WHERE a IN (SELECT 1) ORDER BY 1",
	  "SELECT `a` FROM `t` AS `x`, `u` AS `y` WHERE `a` IN (SELECT 1) ORDER BY 1" },
	{ "SELECT (SELECT 1) UNION SELECT 2", "SELECT (SELECT 1) UNION SELECT 2" },
	{ "SELECT a FROM t WHERE x = (SELECT 1) ORDER BY a",
	  "SELECT `a` FROM `t` WHERE `x` = (SELECT 1) ORDER BY `a`" },
	{ "SELECT t.* , 1 FROM t", "SELECT `t`.*, 1 FROM `t`" },
	{ "SELECT a.b.* FROM t", "SELECT `a`.`b`.* FROM `t`" },
	{ "SELECT 1 -- x", "SELECT 1" },
	{ "SELECT ALL a FROM t", "SELECT `a` FROM `t`" },
	{ "SELECT a FROM t LEFT JOIN u", "SELECT `a` FROM `t` LEFT JOIN `u`" },
	{ "SELECT a FROM t JOIN u", "SELECT `a` FROM `t` JOIN `u`" },
};

START_TEST(prints)
{
	sql_check_prints(cases[_i].text, cases[_i].want);
}
END_TEST

START_TEST(a_nested_query_keeps_its_clauses)
{
	sql_check_prints("(SELECT a FROM t ORDER BY a LIMIT 3) ORDER BY b",
	                 "(SELECT `a` FROM `t` ORDER BY `a` LIMIT 3) ORDER BY `b`");
	sql_check_prints("(SELECT a FROM t LIMIT 3) UNION ALL SELECT b FROM u LIMIT 4",
	                 "(SELECT `a` FROM `t` LIMIT 3) UNION ALL SELECT `b` FROM `u` LIMIT 4");
	sql_check_prints("SELECT 1 EXCEPT (SELECT 2 EXCEPT SELECT 3)",
	                 "SELECT 1 EXCEPT (SELECT 2 EXCEPT SELECT 3)");
	sql_check_prints("(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3",
	                 "(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3");
}
END_TEST

START_TEST(a_scalar_query_does_not_take_what_follows)
{
	sql_check_prints("SELECT a FROM t WHERE a = (SELECT 1) UNION SELECT 2",
	                 "SELECT `a` FROM `t` WHERE `a` = (SELECT 1) UNION SELECT 2");
	sql_check_prints("SELECT ((SELECT 1) + 1), ((SELECT 2) UNION (SELECT 3))",
	                 "SELECT (SELECT 1) + 1, (SELECT 2 UNION SELECT 3)");
	sql_check_prints("SELECT a IN ((SELECT 1), 2), b IN ((SELECT 1))",
	                 "SELECT `a` IN ((SELECT 1), 2), `b` IN (SELECT 1)");
}
END_TEST

START_TEST(soft_words_are_names)
{
	sql_check_prints(
		"SELECT name, type t, path AS key FROM source AS map JOIN zone first ON TRUE",
		"SELECT `name`, `type` AS `t`, `path` AS `key` FROM `source` AS `map` "
		"JOIN `zone` AS `first` ON TRUE");
	sql_check_prints("SELECT tumble, hop, session, if, json, final FROM t",
	                 "SELECT `tumble`, `hop`, `session`, `if`, `json`, `final` FROM `t`");
}
END_TEST

START_TEST(spans_lead_to_the_text)
{
	static const char text[] = "SELECT a FROM (SELECT b FROM t) AS x WHERE c";
	struct leat_arena *arena = leat_arena_new(0);
	const struct leat_ast_stmt *stmt = sql_parse_stmt(arena, text);
	const struct leat_ast_select *select = &stmt->query->select;

	ck_assert_uint_eq(stmt->span.begin, 0);
	ck_assert_uint_eq(stmt->span.end, sizeof(text) - 1);
	ck_assert_uint_eq(select->items[0].expr->span.begin, 7);
	ck_assert_uint_eq(select->from->span.begin, 14);
	ck_assert_uint_eq(select->from->span.end, 36);
	ck_assert_uint_eq(select->from->query->span.begin, 15);
	ck_assert_uint_eq(select->from->query->span.end, 30);
	ck_assert_uint_eq(select->where->span.begin, 43);
	leat_arena_free(arena);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, prints, 0, (int)LEAT_COUNT(cases));
	tcase_add_test(tc, a_nested_query_keeps_its_clauses);
	tcase_add_test(tc, a_scalar_query_does_not_take_what_follows);
	tcase_add_test(tc, soft_words_are_names);
	tcase_add_test(tc, spans_lead_to_the_text);
}

int main(void)
{
	return suite_main("parse_query", add);
}

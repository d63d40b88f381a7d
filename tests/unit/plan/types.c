/* SPDX-License-Identifier: Apache-2.0 */
/* Names and types of results, as Flink derives them. */
#include "suite.h"

#include "script.h"

static const struct {
	const char *sql;
	const char *columns;
} cases[] = {
	{ "SELECT 1, 1.50, 'ab', 1e0, TRUE, NULL AS n",
	  "EXPR$0 INT NOT NULL, EXPR$1 DECIMAL(3, 2) NOT NULL, "
	  "EXPR$2 CHAR(2) NOT NULL, EXPR$3 DOUBLE NOT NULL, EXPR$4 BOOLEAN NOT NULL, n NULL" },
	{ "SELECT 0.908 AS d, 2147483648 AS b", "d DECIMAL(4, 3) NOT NULL, b BIGINT NOT NULL" },
	{ "SELECT id, id, id + 1, r.x, a[1], m['k'] FROM t",
	  "id INT, id0 INT, EXPR$2 INT, x INT, EXPR$4 INT, "
	  "EXPR$5 INT" },
	{ "SELECT ts, ts AS u, CAST(ts AS TIMESTAMP(3)) AS v, pt FROM t",
	  "ts TIMESTAMP(3) *ROWTIME*, "
	  "u TIMESTAMP(3) *ROWTIME*, v TIMESTAMP(3), pt TIMESTAMP_LTZ(3) NOT NULL *PROCTIME*" },
	{ "SELECT ts + INTERVAL '1' SECOND AS x, COALESCE(ts, ts) AS y FROM t",
	  "x TIMESTAMP(3), y TIMESTAMP(3)" },
	{ "SELECT q.* FROM (SELECT id AS i FROM t) AS q", "i INT" },
	{ "SELECT * FROM (VALUES (1, 'a'), (2, 'bcd')) AS v(n, s)",
	  "n INT NOT NULL, s VARCHAR(3) NOT NULL" },
	{ "WITH w (x) AS (SELECT name FROM t) SELECT x FROM w", "x STRING" },
	{ "SELECT COUNT(*) AS c, SUM(id) AS s, AVG(price) AS a, MAX(big) AS m FROM t",
	  "c BIGINT NOT NULL, s INT, a DECIMAL(38, 6), m BIGINT" },
	{ "SELECT ok, MAX(big) AS m, SUM(big) FILTER (WHERE ok) AS f FROM t GROUP BY ok",
	  "ok BOOLEAN, m BIGINT NOT NULL, f BIGINT" },
	{ "SELECT UPPER(name) AS u, COUNT(*) AS c FROM t GROUP BY UPPER(name) HAVING COUNT(*) > 1",
	  "u STRING, c BIGINT NOT NULL" },
	{ "SELECT DISTINCT ts, name FROM t", "ts TIMESTAMP(3), name STRING" },
	{ "SELECT id FROM t UNION ALL SELECT big FROM t", "id BIGINT" },
	{ "SELECT ts FROM t UNION ALL SELECT ts FROM t", "ts TIMESTAMP(3) *ROWTIME*" },
	{ "SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE) AS s, TUMBLE_ROWTIME(ts, INTERVAL '1' MINUTE) AS r "
	  "FROM t GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)",
	  "s TIMESTAMP(3) NOT NULL, r TIMESTAMP(3) *ROWTIME*" },
	{ "SELECT window_start, window_time FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
	  "window_start TIMESTAMP(3) NOT NULL, window_time TIMESTAMP(3) NOT NULL *ROWTIME*" },
	{ "SELECT window_end, COUNT(*) AS c FROM TABLE(TUMBLE(DATA => TABLE t, TIMECOL => DESCRIPTOR(pt), "
	  "SIZE => INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
	  "window_end TIMESTAMP(3) NOT NULL, c BIGINT NOT NULL" },
	{ "SELECT name FROM t ORDER BY ts, price LIMIT 3 OFFSET 1", "name STRING" },
	{ "CREATE VIEW v (a, b) AS SELECT id, ts FROM t; SELECT * FROM v",
	  "a INT, b TIMESTAMP(3) *ROWTIME*" },
	{ "TABLE k", "id INT, name STRING" },
	{ "SELECT x.name FROM default_catalog.default_database.t AS x", "name STRING" },
	{ "SELECT default_database.t.name FROM t", "name STRING" },
};

START_TEST(columns_are)
{
	struct script s;

	script_plan_with_tables(&s, cases[_i].sql);
	ck_assert_str_eq(script_columns(&s), cases[_i].columns);
	ck_assert_int_eq(script_last(&s)->kind, LEAT_RESULT_QUERY);
	script_done(&s);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, columns_are, 0, (int)LEAT_COUNT(cases));
}

int main(void)
{
	return suite_main("types", add);
}

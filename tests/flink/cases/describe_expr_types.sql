-- case: describe_expr_types
-- category: catalog
-- compare: error
-- error-kind: invalid

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
CREATE VIEW v AS SELECT i + bi AS a, i / d AS b, de * de AS c, de + i AS e, ti % si AS f, f + d AS g, s || s AS h, SUBSTRING(s, 1, 2) AS k, dt + INTERVAL '1' DAY AS l, ts - ts AS m, arr[1] AS n, m['a'] AS o, r.y AS p, CASE WHEN b THEN i ELSE bi END AS q FROM t;
DESCRIBE v;

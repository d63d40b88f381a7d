-- case: arith_types
-- category: arithmetic
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT ti + ti AS a, ti * si AS b, si / ti AS c, i - bi AS d, f * 2 AS e, f + i AS g, d / 3 AS h, de + de38 AS k, de * 3 AS l, de / 3 AS m, de38 * de38 AS n, de - 1.5 AS o, i % 7 AS p, -de AS q, +i AS r FROM t WHERE id IN (1, 4);

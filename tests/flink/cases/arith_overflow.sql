-- case: arith_overflow
-- category: arithmetic
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT ti + CAST(1 AS TINYINT) AS a, si + CAST(1 AS SMALLINT) AS b, i + 1 AS c, bi + 1 AS d, i * 2 AS e, bi * 2 AS g, -i AS h, ABS(i) AS k, de + 0.01 AS l FROM t WHERE id IN (2, 3);

-- case: arith_round_int
-- category: arithmetic
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, ROUND(d, 1) AS a, ROUND(i, -2) AS e, FLOOR(de) AS f, CEIL(de) AS g, FLOOR(d) AS h, CEIL(f) AS k, FLOOR(i) AS l, TRUNCATE(d, 2) AS n, ROUND(f, 1) AS o FROM t WHERE id IN (1, 5, 6);

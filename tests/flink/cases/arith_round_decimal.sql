-- case: arith_round_decimal
-- category: arithmetic
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, ROUND(de, 1) AS b, ROUND(de, -1) AS c, ROUND(de) AS d, TRUNCATE(de, 1) AS m, ROUND(de38, 3) AS n, TRUNCATE(de38) AS o FROM t WHERE id IN (1, 4, 5, 6);

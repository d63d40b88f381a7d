-- case: arith_float_special
-- category: arithmetic
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, f * 1e38 AS e, SQRT(-d) AS g, LN(d) AS h, POWER(d, 2) AS k, d * 1e300 AS l, d - d * 1e300 AS m FROM t;

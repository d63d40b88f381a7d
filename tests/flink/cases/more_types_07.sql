-- case: more_types_07
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  IF(b, d, f) AS c1,
  f IN (d) AS c2,
  f = d AS c3,
  f < d AS c4,
  f * i AS c5,
  COALESCE(i, f) AS c6,
  COALESCE(bi, f) AS c7,
  COALESCE(f, de) AS c8,
  f + de AS c9,
  NULLIF(f, d) AS c10,
  CAST(`by` AS VARBINARY(2)) AS c11,
  CAST(`by` AS VARBINARY(3)) AS c12 FROM t;

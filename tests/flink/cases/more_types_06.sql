-- case: more_types_06
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  f + d AS c1,
  d + f AS c2,
  COALESCE(f, d) AS c3,
  COALESCE(d, f) AS c4,
  CASE WHEN b THEN f ELSE d END AS c5,
  CASE WHEN b THEN d ELSE f END AS c6,
  LEAST(f, d) AS c7,
  LEAST(d, f) AS c8,
  GREATEST(f, i) AS c9,
  ARRAY[f, d] AS c10,
  ARRAY[d, f] AS c11,
  IF(b, f, d) AS c12 FROM t;

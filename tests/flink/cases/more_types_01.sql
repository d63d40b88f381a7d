-- case: more_types_01
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  b = 'true' AS c1,
  b = 'false' AS c2,
  b <> 'true' AS c3,
  'true' = b AS c4,
  b IN ('true') AS c5,
  s = b AS c6,
  b IS DISTINCT FROM 'true' AS c7,
  b = CAST('true' AS VARCHAR(10)) AS c8,
  CAST(ts AS DATE) AS c9,
  CAST(ltz AS DATE) AS c10,
  CAST(ltz AS TIME) AS c11,
  CAST(ts AS TIMESTAMP(0)) AS c12 FROM t;

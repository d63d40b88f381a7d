-- case: more_types_05
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  b NOT IN ('true') AS c1,
  b < 'true' AS c2,
  b >= 'false' AS c3,
  b BETWEEN 'false' AND 'true' AS c4,
  CASE b WHEN 'true' THEN 1 ELSE 0 END AS c5,
  CASE b WHEN 'TRUE' THEN 1 ELSE 0 END AS c6,
  NULLIF(b, 'true') AS c7,
  CAST(`by` AS STRING) AS c8,
  CAST(arr AS STRING) AS c9,
  CAST(m AS STRING) AS c10,
  CAST(r AS STRING) AS c11,
  CAST(s AS CHAR(15)) AS c12 FROM t;

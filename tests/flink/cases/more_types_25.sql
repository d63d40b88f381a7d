-- case: more_types_25
-- category: cast
-- compare: ordered

SET 'table.exec.legacy-cast-behaviour'='enabled';
CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  CAST(f AS STRING) AS c1,
  CAST(de AS STRING) AS c2,
  CAST(dt AS STRING) AS c3,
  CAST(tm AS STRING) AS c4,
  CAST(ts AS STRING) AS c5,
  CAST(ltz AS STRING) AS c6,
  CAST(`by` AS STRING) AS c7,
  CAST(s AS DATE) AS c8,
  CAST(s AS DECIMAL(5,2)) AS c9,
  CAST(s AS DOUBLE) AS c10,
  CAST(s AS TIMESTAMP(3)) AS c11,
  CAST(d AS INT) AS c12 FROM t;

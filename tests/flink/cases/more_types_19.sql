-- case: more_types_19
-- category: temporal
-- compare: ordered

SET 'table.local-time-zone'='America/New_York';
CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  FLOOR(ltz TO DAY) AS c1,
  CEIL(ltz TO YEAR) AS c2,
  FLOOR(ltz TO YEAR) AS c3,
  FLOOR(ltz TO WEEK) AS c4,
  CAST(ltz AS DATE) AS c5,
  CAST(ltz AS TIME) AS c6,
  CAST(ltz AS TIMESTAMP(3)) AS c7,
  CAST(ts AS TIMESTAMP_LTZ(3)) AS c8,
  CAST(dt AS TIMESTAMP_LTZ(3)) AS c9,
  EXTRACT(HOUR FROM ltz) AS c10,
  EXTRACT(DAY FROM ltz) AS c11,
  EXTRACT(EPOCH FROM ltz) AS c12 FROM t;

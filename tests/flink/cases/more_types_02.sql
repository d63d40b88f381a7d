-- case: more_types_02
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  CAST(ts AS TIMESTAMP(1)) AS c1,
  CAST(ts AS TIMESTAMP(2)) AS c2,
  CAST(ltz AS TIMESTAMP(0)) AS c3,
  CAST(ts AS TIMESTAMP_LTZ(0)) AS c4,
  CAST(ltz AS TIMESTAMP_LTZ(0)) AS c5,
  CAST(CAST(ts AS TIMESTAMP(6)) AS TIMESTAMP(2)) AS c6,
  CAST(CAST(ts AS TIMESTAMP(6)) AS TIMESTAMP(5)) AS c7,
  EXTRACT(EPOCH FROM ts) AS c8,
  EXTRACT(SECOND FROM ts) AS c9,
  EXTRACT(MILLISECOND FROM ts) AS c10,
  EXTRACT(MICROSECOND FROM ts) AS c11,
  EXTRACT(HOUR FROM ts) AS c12 FROM t;

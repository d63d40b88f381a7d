-- case: more_types_04
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  EXTRACT(MINUTE FROM tm) AS c1,
  EXTRACT(SECOND FROM tm) AS c2,
  EXTRACT(HOUR FROM dt) AS c3,
  EXTRACT(EPOCH FROM dt) AS c4,
  b = 'TRUE' AS c5,
  b <> 'TRUE' AS c6,
  'FALSE' = b AS c7,
  b = 'yes' AS c8,
  b = UPPER('true') AS c9,
  b = UPPER(s) AS c10,
  b IS DISTINCT FROM 'TRUE' AS c11,
  b IN ('true', 'false') AS c12 FROM t;

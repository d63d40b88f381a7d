-- case: more_types_08
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  CAST(CAST(`by` AS BINARY(4)) AS VARBINARY(2)) AS c1,
  CAST(CAST(`by` AS VARBINARY(3)) AS VARBINARY(5)) AS c2,
  CAST(s AS VARBINARY(4)) AS c3,
  CAST(s AS BINARY(4)) AS c4,
  MAP_ENTRIES(m) AS c5 FROM t;

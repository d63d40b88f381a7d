-- case: cast_nested
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, CAST(arr AS ARRAY<STRING>) AS a, CAST(m AS MAP<STRING, DOUBLE>) AS b, CAST(r AS ROW<p STRING, q STRING>) AS c, CAST(arr AS ARRAY<BIGINT>) AS d FROM t;

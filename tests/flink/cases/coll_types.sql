-- case: coll_types
-- category: collection
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT ARRAY[1, 2.5] AS a, ARRAY[ti, bi] AS b, ARRAY[CAST(NULL AS INT), 1] AS c, MAP[1, ARRAY['a']] AS d, ROW(1, 'x', 2.5) AS e, ARRAY[ROW(1, 'a')] AS f, ARRAY[ARRAY[1]] AS g, r.y || 'z' AS h, arr[2] + 1 AS k, CAST(ROW(1, 'a') AS ROW<p BIGINT, q STRING>) AS l FROM t WHERE id = 1;

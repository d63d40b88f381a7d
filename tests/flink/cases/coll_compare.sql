-- case: coll_compare
-- category: collection
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, arr = ARRAY[3, 1, 2] AS a, m = MAP['a', 1, 'b', 2] AS b, r = ROW(1, 'one') AS c, arr <> ARRAY[1] AS d, arr IS NULL AS e FROM t;

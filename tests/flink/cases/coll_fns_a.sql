-- case: coll_fns_a
-- category: collection
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, ARRAY_CONTAINS(arr, 5) AS a, ARRAY_DISTINCT(arr) AS b, ARRAY_POSITION(arr, 2) AS c, ARRAY_REMOVE(arr, 5) AS d, ARRAY_REVERSE(arr) AS e, ARRAY_SLICE(arr, 1, 2) AS f, ARRAY_UNION(arr, ARRAY[1]) AS g FROM t WHERE id <> 3;

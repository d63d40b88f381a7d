-- case: coll_fns_b
-- category: collection
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, ARRAY_CONCAT(arr, ARRAY[9]) AS h, ARRAY_MAX(arr) AS k, ARRAY_MIN(arr) AS l, ARRAY_JOIN(ARRAY['a', s], ',') AS m, ARRAY_APPEND(arr, 1) AS n, ARRAY_PREPEND(arr, 1) AS o FROM t WHERE id <> 3;

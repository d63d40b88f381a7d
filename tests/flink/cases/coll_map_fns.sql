-- case: coll_map_fns
-- category: collection
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, MAP_KEYS(m) AS a, MAP_VALUES(m) AS b, MAP_ENTRIES(m) AS c, MAP_UNION(m, MAP['z', 1]) AS d, MAP_FROM_ARRAYS(ARRAY['x'], ARRAY[1]) AS e, ELEMENT(ARRAY[id]) AS f FROM t WHERE id IN (1, 2, 4, 6);

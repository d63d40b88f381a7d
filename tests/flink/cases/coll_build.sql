-- case: coll_build
-- category: collection
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, ARRAY[i, id] AS a, MAP['k', s, 'l', 'x'] AS b, ROW(id, s) AS c, arr[1] AS d, m['a'] AS e, r.x AS f, CARDINALITY(arr) AS g, CARDINALITY(m) AS h, r AS k FROM t;

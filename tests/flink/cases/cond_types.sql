-- case: cond_types
-- category: conditional
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT COALESCE(de, 1) AS a, COALESCE(ti, bi) AS b, CASE WHEN b THEN 'a' ELSE 'abc' END AS c, CASE WHEN b THEN CAST('a' AS VARCHAR(3)) ELSE 'abcdef' END AS d, COALESCE(dt, DATE '2000-01-01') AS e, COALESCE(i, f) AS g, COALESCE(de, d) AS h, IF(b, de, de38) AS k, NULLIF(s, '') AS l FROM t;

-- case: cond_mix
-- category: conditional
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, COALESCE(i, 0) AS a, IFNULL(s, 'none') AS b, NULLIF(i, 0) AS c, IF(b, 'y', 'n') AS d, IF(i > 0, i, bi) AS e, CASE id WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS f, CASE WHEN d > 1 THEN 1.5 ELSE i END AS g, GREATEST(ti, si) AS h, LEAST(f, d) AS k FROM t;

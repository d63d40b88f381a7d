-- case: agg_types_int
-- category: aggregate
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT SUM(ti) AS a, SUM(si) AS b, SUM(i) AS c, SUM(bi) AS d, AVG(ti) AS e, AVG(si) AS f, MIN(ti) AS g, MAX(si) AS h, COUNT(ti) AS k FROM t WHERE id IN (1, 5, 6) GROUP BY id;

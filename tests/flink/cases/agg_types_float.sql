-- case: agg_types_float
-- category: aggregate
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT SUM(f) AS a, AVG(f) AS b, SUM(d) AS c, AVG(d) AS e, MIN(f) AS g, MAX(d) AS h FROM t WHERE id IN (1, 5, 6) GROUP BY id;

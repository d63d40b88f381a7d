-- case: cond_between
-- category: conditional
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, i BETWEEN 0 AND 70000 AS a, i NOT BETWEEN 0 AND 70000 AS b, i BETWEEN SYMMETRIC 70000 AND 0 AS c, i BETWEEN ASYMMETRIC 70000 AND 0 AS d, s BETWEEN 'A' AND 'I' AS e, dt BETWEEN DATE '1970-01-01' AND DATE '2024-12-31' AS f FROM t;

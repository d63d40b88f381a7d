-- case: cmp_mixed
-- category: comparison
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, ti = bi AS a, i < d AS b, f = d AS c, de = d AS e, de > i AS g, s = 'Hello World' AS h, s > 'I' AS k, `by` = x'ff' AS l, ts = ltz AS m, tm > TIME '12:00:00' AS n FROM t;

-- case: time_arith
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, dt + INTERVAL '1' MONTH AS a, ts - INTERVAL '1 12' DAY TO HOUR AS b, TIMESTAMPADD(QUARTER, 1, ts) AS c, TIMESTAMPADD(SECOND, -1, ts) AS d, TIMESTAMPDIFF(HOUR, TIMESTAMP '2000-01-01 00:00:00', ts) AS e, TIMESTAMPDIFF(MONTH, dt, DATE '2024-03-31') AS f, TIMESTAMPDIFF(SECOND, ltz, ltz) AS g, tm + INTERVAL '90' MINUTE AS h, TIMESTAMPDIFF(DAY, ts, dt) AS k FROM t WHERE id <> 3;

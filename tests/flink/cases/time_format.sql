-- case: time_format
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, DATE_FORMAT(ts, 'yyyy-MM-dd HH:mm:ss.SSS') AS a, DATE_FORMAT(ts, 'EEE, d MMM yyyy h:mm a') AS b, DATE_FORMAT(ltz, 'yyyyMMdd') AS c, FROM_UNIXTIME(id * 1000000) AS d, FROM_UNIXTIME(id, 'HH:mm') AS e, UNIX_TIMESTAMP(CAST(ts AS STRING)) AS f, TO_DATE(CAST(dt AS STRING)) AS g, TO_TIMESTAMP('2024-01-0' || CAST(id AS STRING), 'yyyy-MM-dd') AS h FROM t WHERE id <> 3;

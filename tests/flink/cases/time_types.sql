-- case: time_types
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT dt + INTERVAL '1' HOUR AS a, ts + INTERVAL '1' YEAR AS b, ltz + INTERVAL '1' DAY AS c, TO_TIMESTAMP_LTZ(bi, 3) AS d, TO_TIMESTAMP('x') AS e, TO_DATE('2024-13-01') AS f, CAST(ts AS TIMESTAMP_LTZ(3)) AS g, CAST(ltz AS TIMESTAMP(6)) AS h, FLOOR(ts TO HOUR) AS k, CEIL(dt TO MONTH) AS l, CONVERT_TZ('2024-01-01 00:00:00', 'UTC', 'Asia/Tokyo') AS m FROM t WHERE id = 1;

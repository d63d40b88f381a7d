-- case: time_parts
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, YEAR(ts) AS a, QUARTER(dt) AS b, MONTH(ts) AS c, WEEK(dt) AS d, DAYOFYEAR(ts) AS e, DAYOFMONTH(dt) AS f, DAYOFWEEK(ts) AS g, HOUR(ts) AS h, MINUTE(tm) AS k, SECOND(ts) AS l, EXTRACT(DOW FROM dt) AS m FROM t;

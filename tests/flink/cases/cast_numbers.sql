-- case: cast_numbers
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, CAST(i AS TINYINT) AS a, CAST(bi AS INT) AS b, CAST(d AS INT) AS c, CAST(d AS BIGINT) AS e, CAST(f AS DECIMAL(10,3)) AS g, CAST(de AS INT) AS h, CAST(i AS BOOLEAN) AS k, CAST(b AS INT) AS l, CAST(de AS DECIMAL(5,1)) AS m, CAST(d AS FLOAT) AS n, CAST(de38 AS DOUBLE) AS o FROM t;

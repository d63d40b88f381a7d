-- case: cast_to_text
-- category: cast
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, CAST(f AS STRING) AS a, CAST(d AS VARCHAR(4)) AS b, CAST(de AS STRING) AS c, CAST(b AS CHAR(3)) AS e, CAST(arr AS STRING) AS g, CAST(m AS STRING) AS h, CAST(r AS STRING) AS k, CAST(`by` AS STRING) AS l, CAST(ltz AS STRING) AS n, CAST(INTERVAL '1' DAY AS STRING) AS o FROM t;

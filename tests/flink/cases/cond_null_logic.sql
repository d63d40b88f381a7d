-- case: cond_null_logic
-- category: conditional
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT id, b AND CAST(NULL AS BOOLEAN) AS a, b OR CAST(NULL AS BOOLEAN) AS c, NOT b AS d, b IS TRUE AS e, b IS NOT TRUE AS f, b IS FALSE AS g, b IS NOT FALSE AS h, (i > 0) IS UNKNOWN AS k, i IN (0, CAST(NULL AS INT)) AS l, i NOT IN (1, CAST(NULL AS INT)) AS m FROM t;

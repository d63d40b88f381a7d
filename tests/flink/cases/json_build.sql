-- case: json_build
-- category: json
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT JSON_OBJECT('id' VALUE id, 's' VALUE s, 'd' VALUE d NULL ON NULL) AS a, JSON_ARRAY(id, s, b) AS b, JSON_STRING(i) AS c, JSON_OBJECT(KEY 'k' VALUE JSON_ARRAY(1, 2) ABSENT ON NULL) AS d, JSON_ARRAY(s, i NULL ON NULL) AS e FROM t;

-- case: more_types_03
-- category: temporal
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT
  id,
  EXTRACT(DAY FROM ts) AS c1,
  EXTRACT(WEEK FROM ts) AS c2,
  EXTRACT(DOW FROM ts) AS c3,
  EXTRACT(ISODOW FROM ts) AS c4,
  EXTRACT(DOY FROM ts) AS c5,
  EXTRACT(ISOYEAR FROM ts) AS c6,
  EXTRACT(DECADE FROM ts) AS c7,
  EXTRACT(CENTURY FROM ts) AS c8,
  EXTRACT(MILLENNIUM FROM ts) AS c9,
  EXTRACT(QUARTER FROM ts) AS c10,
  EXTRACT(YEAR FROM dt) AS c11,
  EXTRACT(HOUR FROM tm) AS c12 FROM t;

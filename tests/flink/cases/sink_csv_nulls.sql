-- case: sink_csv_nulls
-- category: sink
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
CREATE TABLE o (a INT, b STRING, c BOOLEAN, d DATE, e TIMESTAMP(3), f DECIMAL(10,2), g ARRAY<INT>) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='csv', 'csv.null-literal'='N/A', 'csv.field-delimiter'=';', 'csv.array-element-delimiter'='|');
INSERT INTO o SELECT i, s, b, dt, ts, de, arr FROM t;

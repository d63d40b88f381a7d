-- case: sink_csv_row
-- category: sink
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
CREATE TABLE o (a ROW<x INT, y STRING>, b TIME, c TIMESTAMP_LTZ(3), d BYTES, e DOUBLE) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='csv');
INSERT INTO o SELECT r, tm, ltz, `by`, d FROM t WHERE id <> 4;

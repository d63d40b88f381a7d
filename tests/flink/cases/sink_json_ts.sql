-- case: sink_json_ts
-- category: sink
-- compare: ordered

CREATE TABLE t (
  id INT, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, de DECIMAL(10,2), de38 DECIMAL(38,10),
  s STRING, b BOOLEAN, dt DATE, tm TIME, ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(3), `by` BYTES,
  arr ARRAY<INT>, m MAP<STRING,INT>, r ROW<x INT, y STRING>
) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
CREATE TABLE o (a TIMESTAMP(6), b TIMESTAMP_LTZ(3), c DATE, d BYTES, e BIGINT) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='json');
INSERT INTO o SELECT ts, ltz, dt, `by`, bi FROM t;

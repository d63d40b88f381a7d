-- Counts per name and 10 seconds of event time, into an index of their own.
-- The record's own timestamp is the event time; a row may come 2 seconds late.
CREATE TABLE source_table (
  id INT, name STRING, age INT,
  ts TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL,
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'test', 'scan.startup.mode' = 'earliest-offset',
  'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json');

CREATE TABLE counts (
  name STRING, window_start TIMESTAMP(3), window_end TIMESTAMP(3), n BIGINT,
  PRIMARY KEY (name, window_start) NOT ENFORCED
) WITH ('connector' = 'elasticsearch', 'index' = 'counts');

INSERT INTO counts
SELECT name, window_start, window_end, COUNT(*)
FROM TABLE(TUMBLE(TABLE source_table, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY name, window_start, window_end;

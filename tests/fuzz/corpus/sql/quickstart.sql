CREATE TABLE source_table (id INT, name STRING, age INT) WITH (
  'connector' = 'kafka', 'topic' = 'test', 'startup-mode' = 'earliest-offset',
  'properties.bootstrap.servers' = 'localhost:9092');
CREATE TABLE result_table (id INT, name STRING, age INT, indexed_at TIMESTAMP) WITH (
  'connector' = 'elasticsearch', 'table-name' = 'result', 'properties.index.refresh_interval' = '1s',
  'properties.index.number_of_shards' = '1', 'properties.index.number_of_replicas' = '0');
INSERT INTO result_table
SELECT id, name, age, TUMBLE_START(tumble, DURATION '1s') AS indexed_at FROM source_table;

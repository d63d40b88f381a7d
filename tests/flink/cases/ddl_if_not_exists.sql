-- case: ddl_if_not_exists
-- category: ddl
-- compare: ordered

CREATE TABLE a (x INT) WITH ('connector'='blackhole');
CREATE TABLE IF NOT EXISTS a (y STRING) WITH ('connector'='blackhole');
DESCRIBE a;
DROP TABLE IF EXISTS nosuch;
DROP TABLE a;
SHOW TABLES;

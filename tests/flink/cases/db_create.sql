-- case: db_create
-- category: catalog
-- compare: ordered

CREATE DATABASE d1;
USE d1;
CREATE TABLE a (x INT) WITH ('connector'='blackhole');
SHOW TABLES;
SHOW CURRENT DATABASE;
USE default_database;
SHOW TABLES;
SHOW TABLES IN d1;
DROP DATABASE d1 CASCADE;
SHOW DATABASES;

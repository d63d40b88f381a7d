-- case: db_drop_restrict
-- category: catalog
-- compare: error
-- error-kind: invalid

CREATE DATABASE d1;
CREATE TABLE d1.a (x INT) WITH ('connector'='blackhole');
DROP DATABASE d1;

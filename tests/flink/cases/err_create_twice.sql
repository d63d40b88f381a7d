-- case: err_create_twice
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT) WITH ('connector'='blackhole');
CREATE TABLE a (x INT) WITH ('connector'='blackhole');

-- case: err_create_dup_col
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT, x STRING) WITH ('connector'='blackhole');

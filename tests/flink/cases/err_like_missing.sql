-- case: err_like_missing
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE b (x INT) WITH ('connector'='blackhole') LIKE nosuch;

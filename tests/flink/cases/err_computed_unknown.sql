-- case: err_computed_unknown
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT, y AS z + 1) WITH ('connector'='blackhole');

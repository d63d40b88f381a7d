-- case: err_drop_view_is_table
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT) WITH ('connector'='blackhole');
DROP VIEW a;

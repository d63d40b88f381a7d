-- case: err_wm_type
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT, WATERMARK FOR x AS x) WITH ('connector'='blackhole');

-- case: err_wm_unknown
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT, WATERMARK FOR y AS y) WITH ('connector'='blackhole');

-- case: err_wm_precision
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x TIMESTAMP(6), WATERMARK FOR x AS x) WITH ('connector'='blackhole');

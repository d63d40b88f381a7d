-- case: err_drop_missing
-- category: error
-- compare: error
-- error-kind: invalid

DROP TABLE nosuch;

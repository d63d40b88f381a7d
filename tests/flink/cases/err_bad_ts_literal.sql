-- case: err_bad_ts_literal
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TIMESTAMP '2024-01-01 25:00:00';

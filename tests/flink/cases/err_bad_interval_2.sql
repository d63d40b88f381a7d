-- case: err_bad_interval_2
-- category: error
-- compare: error
-- error-kind: invalid

SELECT INTERVAL 'abc' DAY;

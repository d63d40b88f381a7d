-- case: err_interval_range
-- category: error
-- compare: error
-- error-kind: invalid

SELECT INTERVAL '1:70' HOUR TO MINUTE;

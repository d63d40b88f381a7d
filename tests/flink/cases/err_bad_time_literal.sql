-- case: err_bad_time_literal
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TIME '12:60:00';

-- case: err_arguments_72
-- category: error
-- compare: error
-- error-kind: invalid

SELECT INTERVAL '1' DAY * 1.5 AS c;

-- case: err_arguments_69
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TIMESTAMP '2020-01-01 00:00:00' = 5 AS c;

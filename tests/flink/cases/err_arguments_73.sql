-- case: err_arguments_73
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TIMESTAMP '2020-01-01 00:00:00' - TIMESTAMP '2019-01-01 00:00:00' AS c;

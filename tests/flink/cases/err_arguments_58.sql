-- case: err_arguments_58
-- category: error
-- compare: error
-- error-kind: invalid

SELECT YEAR('2020-01-01') AS c;

-- case: err_arguments_05
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TRIM(5) AS c;

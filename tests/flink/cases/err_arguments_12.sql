-- case: err_arguments_12
-- category: error
-- compare: error
-- error-kind: invalid

SELECT REPEAT(5, 2) AS c;

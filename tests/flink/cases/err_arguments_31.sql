-- case: err_arguments_31
-- category: error
-- compare: error
-- error-kind: invalid

SELECT '5' LIKE 5 AS c;

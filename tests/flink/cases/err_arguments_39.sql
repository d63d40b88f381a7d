-- case: err_arguments_39
-- category: error
-- compare: error
-- error-kind: invalid

SELECT '5' * 3 AS c;

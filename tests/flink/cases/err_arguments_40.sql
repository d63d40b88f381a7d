-- case: err_arguments_40
-- category: error
-- compare: error
-- error-kind: invalid

SELECT '6' / 3 AS c;

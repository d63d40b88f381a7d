-- case: err_arguments_66
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 = '1' AS c;

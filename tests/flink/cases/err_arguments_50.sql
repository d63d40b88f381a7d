-- case: err_arguments_50
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 AND TRUE AS c;

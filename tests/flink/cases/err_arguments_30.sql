-- case: err_arguments_30
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 5 || 6 AS c;

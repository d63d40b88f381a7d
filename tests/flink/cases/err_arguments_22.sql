-- case: err_arguments_22
-- category: error
-- compare: error
-- error-kind: invalid

SELECT STR_TO_MAP(5) AS c;

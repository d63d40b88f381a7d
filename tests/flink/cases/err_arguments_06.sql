-- case: err_arguments_06
-- category: error
-- compare: error
-- error-kind: invalid

SELECT RTRIM(5) AS c;

-- case: err_arguments_21
-- category: error
-- compare: error
-- error-kind: invalid

SELECT REGEXP_EXTRACT('123', '2', '0') AS c;

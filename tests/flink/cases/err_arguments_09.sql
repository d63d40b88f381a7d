-- case: err_arguments_09
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CONCAT(5, 6) AS c;

-- case: err_arguments_15
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SUBSTR(12345, 2) AS c;

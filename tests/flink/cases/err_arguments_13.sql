-- case: err_arguments_13
-- category: error
-- compare: error
-- error-kind: invalid

SELECT REVERSE(5) AS c;

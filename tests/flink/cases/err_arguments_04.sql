-- case: err_arguments_04
-- category: error
-- compare: error
-- error-kind: invalid

SELECT UPPER(5) AS c;

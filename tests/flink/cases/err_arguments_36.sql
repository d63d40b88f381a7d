-- case: err_arguments_36
-- category: error
-- compare: error
-- error-kind: invalid

SELECT ROUND(2.567, '2') AS c;

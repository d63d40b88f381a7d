-- case: err_arguments_11
-- category: error
-- compare: error
-- error-kind: invalid

SELECT RPAD('5', 3, 0) AS c;

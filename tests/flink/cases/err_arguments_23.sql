-- case: err_arguments_23
-- category: error
-- compare: error
-- error-kind: invalid

SELECT ASCII(5) AS c;

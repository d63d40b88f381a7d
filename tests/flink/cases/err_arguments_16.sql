-- case: err_arguments_16
-- category: error
-- compare: error
-- error-kind: invalid

SELECT RIGHT(123, 2) AS c;

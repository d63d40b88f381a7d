-- case: err_arguments_46
-- category: error
-- compare: error
-- error-kind: invalid

SELECT IF(TRUE, 1, 'a') AS c;

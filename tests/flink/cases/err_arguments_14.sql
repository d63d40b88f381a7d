-- case: err_arguments_14
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SUBSTRING('12345', '2') AS c;

-- case: err_arguments_17
-- category: error
-- compare: error
-- error-kind: invalid

SELECT LOCATE('2', 123) AS c;

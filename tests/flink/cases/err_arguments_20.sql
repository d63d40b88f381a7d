-- case: err_arguments_20
-- category: error
-- compare: error
-- error-kind: invalid

SELECT REGEXP(123, '2') AS c;

-- case: err_arguments_64
-- category: error
-- compare: error
-- error-kind: invalid

SELECT JSON_VALUE(5, '$') AS c;

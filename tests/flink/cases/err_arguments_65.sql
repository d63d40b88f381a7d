-- case: err_arguments_65
-- category: error
-- compare: error
-- error-kind: invalid

SELECT JSON_OBJECT(5 VALUE 1) AS c;

-- case: err_arguments_47
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CASE WHEN TRUE THEN 1 ELSE 'a' END AS c;

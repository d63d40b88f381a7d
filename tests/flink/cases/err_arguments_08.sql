-- case: err_arguments_08
-- category: error
-- compare: error
-- error-kind: invalid

SELECT INITCAP(5) AS c;

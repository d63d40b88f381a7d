-- case: err_arguments_32
-- category: error
-- compare: error
-- error-kind: invalid

SELECT UPPER(TRUE) AS c;

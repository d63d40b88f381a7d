-- case: err_arguments_33
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CHAR_LENGTH(TRUE) AS c;

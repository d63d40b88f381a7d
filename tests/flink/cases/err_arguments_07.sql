-- case: err_arguments_07
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CHARACTER_LENGTH(5) AS c;

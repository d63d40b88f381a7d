-- case: err_arguments_25
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SHA1(5) AS c;

-- case: err_arguments_24
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CHR(65.5) AS c;

-- case: err_arguments_48
-- category: error
-- compare: error
-- error-kind: invalid

SELECT NULLIF(1, '1') AS c;

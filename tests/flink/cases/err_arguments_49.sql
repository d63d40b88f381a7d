-- case: err_arguments_49
-- category: error
-- compare: error
-- error-kind: invalid

SELECT NOT 'true' AS c;

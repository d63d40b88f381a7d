-- case: err_arguments_43
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SIN('0') AS c;

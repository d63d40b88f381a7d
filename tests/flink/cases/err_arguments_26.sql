-- case: err_arguments_26
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SHA2('a', '256') AS c;

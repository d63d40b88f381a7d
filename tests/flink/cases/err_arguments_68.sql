-- case: err_arguments_68
-- category: error
-- compare: error
-- error-kind: invalid

SELECT DATE '2020-01-01' > 'abc' AS c;

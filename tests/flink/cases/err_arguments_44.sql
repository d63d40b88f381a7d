-- case: err_arguments_44
-- category: error
-- compare: error
-- error-kind: invalid

SELECT RAND_INTEGER('10') AS c;

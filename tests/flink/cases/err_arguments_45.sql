-- case: err_arguments_45
-- category: error
-- compare: error
-- error-kind: invalid

SELECT GREATEST(1, '2') AS c;

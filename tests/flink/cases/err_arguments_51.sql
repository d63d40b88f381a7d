-- case: err_arguments_51
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 IS TRUE AS c;

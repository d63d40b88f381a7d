-- case: err_arguments_70
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TRUE = 1 AS c;

-- case: err_arguments_42
-- category: error
-- compare: error
-- error-kind: invalid

SELECT EXP('1') AS c;

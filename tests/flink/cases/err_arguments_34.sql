-- case: err_arguments_34
-- category: error
-- compare: error
-- error-kind: invalid

SELECT ABS('5') AS c;

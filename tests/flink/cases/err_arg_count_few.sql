-- case: err_arg_count_few
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SUBSTRING('a');

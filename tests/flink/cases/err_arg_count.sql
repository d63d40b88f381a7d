-- case: err_arg_count
-- category: error
-- compare: error
-- error-kind: invalid

SELECT UPPER('a', 'b');

-- case: err_arguments_19
-- category: error
-- compare: error
-- error-kind: invalid

SELECT SPLIT_INDEX(123, '2', 0) AS c;

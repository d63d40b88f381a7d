-- case: err_arguments_62
-- category: error
-- compare: error
-- error-kind: invalid

SELECT ARRAY[1,2]['1'] AS c;

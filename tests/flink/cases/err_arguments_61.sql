-- case: err_arguments_61
-- category: error
-- compare: error
-- error-kind: invalid

SELECT MAP[1, 'a', 'b', 'c'] AS c;

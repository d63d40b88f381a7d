-- case: err_arguments_10
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CONCAT_WS(5, 'a', 'b') AS c;

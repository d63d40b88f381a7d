-- case: err_arguments_28
-- category: error
-- compare: error
-- error-kind: invalid

SELECT HEX(5.5) AS c;

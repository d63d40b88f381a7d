-- case: err_arguments_27
-- category: error
-- compare: error
-- error-kind: invalid

SELECT FROM_BASE64(5) AS c;

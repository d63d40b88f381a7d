-- case: err_arguments_52
-- category: error
-- compare: error
-- error-kind: invalid

SELECT DATE_FORMAT(DATE '2020-01-01', 'yyyy') AS c;

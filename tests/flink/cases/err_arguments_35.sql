-- case: err_arguments_35
-- category: error
-- compare: error
-- error-kind: invalid

SELECT POWER('2', 2) AS c;

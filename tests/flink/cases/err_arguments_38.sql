-- case: err_arguments_38
-- category: error
-- compare: error
-- error-kind: invalid

SELECT MOD(CAST(5 AS DOUBLE), 3) AS c;

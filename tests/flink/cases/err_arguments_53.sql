-- case: err_arguments_53
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TO_DATE(20200101) AS c;

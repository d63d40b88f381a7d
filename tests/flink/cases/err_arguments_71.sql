-- case: err_arguments_71
-- category: error
-- compare: error
-- error-kind: invalid

SELECT INTERVAL '1' MONTH > INTERVAL '1' DAY AS c;

-- case: err_arguments_54
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TO_TIMESTAMP_LTZ('1', 3) AS c;

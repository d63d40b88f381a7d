-- case: err_arguments_59
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CONVERT_TZ(5, 'UTC', 'Asia/Shanghai') AS c;

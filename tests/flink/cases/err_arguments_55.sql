-- case: err_arguments_55
-- category: error
-- compare: error
-- error-kind: invalid

SELECT FROM_UNIXTIME(1.5) AS c;

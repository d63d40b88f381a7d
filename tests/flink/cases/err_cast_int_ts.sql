-- case: err_cast_int_ts
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CAST(1 AS TIMESTAMP(3));

-- case: err_cast_bool_date
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CAST(TRUE AS DATE);

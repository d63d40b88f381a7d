-- case: err_decimal_scale
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CAST(1 AS DECIMAL(5, 6));

-- case: err_cast_date_int
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CAST(DATE '2024-01-01' AS INT);

-- case: err_cast_row
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CAST(ROW(1, 2) AS INT);

-- case: err_case_types
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CASE WHEN TRUE THEN 1 ELSE DATE '2024-01-01' END;

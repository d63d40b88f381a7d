-- case: err_coalesce_types
-- category: error
-- compare: error
-- error-kind: invalid

SELECT COALESCE(1, DATE '2024-01-01');

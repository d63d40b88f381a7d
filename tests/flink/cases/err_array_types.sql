-- case: err_array_types
-- category: error
-- compare: error
-- error-kind: invalid

SELECT ARRAY[1, DATE '2024-01-01'];

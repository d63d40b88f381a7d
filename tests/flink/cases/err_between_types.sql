-- case: err_between_types
-- category: error
-- compare: error
-- error-kind: invalid

SELECT DATE '2024-01-01' BETWEEN 1 AND 2;

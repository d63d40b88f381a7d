-- case: err_and_int
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 AND 2;

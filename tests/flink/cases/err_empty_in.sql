-- case: err_empty_in
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 IN ();

-- case: err_trailing
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 FROM;

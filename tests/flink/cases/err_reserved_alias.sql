-- case: err_reserved_alias
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 1 AS select;

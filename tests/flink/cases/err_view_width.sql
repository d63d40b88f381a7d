-- case: err_view_width
-- category: error
-- compare: error
-- error-kind: invalid

CREATE VIEW v (a, b) AS SELECT 1;

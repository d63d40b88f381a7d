-- case: err_values_width
-- category: error
-- compare: error
-- error-kind: invalid

VALUES (1, 2), (3);

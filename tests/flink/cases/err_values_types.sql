-- case: err_values_types
-- category: error
-- compare: error
-- error-kind: invalid

VALUES (1), ('a');

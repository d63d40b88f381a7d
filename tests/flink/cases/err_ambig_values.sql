-- case: err_ambig_values
-- category: error
-- compare: error
-- error-kind: invalid

SELECT a FROM (VALUES (1, 2)) AS t(a);

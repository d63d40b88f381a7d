-- case: err_map_odd
-- category: error
-- compare: error
-- error-kind: invalid

SELECT MAP['a'];

-- case: err_unclosed
-- category: error
-- compare: error
-- error-kind: invalid

SELECT (1 + 2;

-- case: err_unclosed_string
-- category: error
-- compare: error
-- error-kind: invalid

SELECT 'abc;

-- case: err_not_text
-- category: error
-- compare: error
-- error-kind: invalid

SELECT NOT 'a';

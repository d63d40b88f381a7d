-- case: err_unknown_fn
-- category: error
-- compare: error
-- error-kind: invalid

SELECT NOSUCHFN(1);

-- case: err_arguments_63
-- category: error
-- compare: error
-- error-kind: invalid

SELECT MAP['a',1][1] AS c;

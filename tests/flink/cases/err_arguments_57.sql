-- case: err_arguments_57
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TIMESTAMPDIFF(DAY, '2020-01-01', DATE '2020-02-01') AS c;

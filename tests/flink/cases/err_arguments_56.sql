-- case: err_arguments_56
-- category: error
-- compare: error
-- error-kind: invalid

SELECT TIMESTAMPADD(DAY, '1', DATE '2020-01-01') AS c;

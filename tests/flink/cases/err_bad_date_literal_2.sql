-- case: err_bad_date_literal_2
-- category: error
-- compare: error
-- error-kind: invalid

SELECT DATE '2024-02-30';

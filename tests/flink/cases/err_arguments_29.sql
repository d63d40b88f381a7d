-- case: err_arguments_29
-- category: error
-- compare: error
-- error-kind: invalid

SELECT OVERLAY(12345 PLACING 'x' FROM 2) AS c;

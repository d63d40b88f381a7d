-- case: err_arguments_37
-- category: error
-- compare: error
-- error-kind: invalid

SELECT CEIL('2.5') AS c;

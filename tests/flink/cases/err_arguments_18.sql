-- case: err_arguments_18
-- category: error
-- compare: error
-- error-kind: invalid

SELECT INSTR(123, '2') AS c;

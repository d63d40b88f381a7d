-- case: err_arguments_60
-- category: error
-- compare: error
-- error-kind: invalid

SELECT ELEMENT('a') AS c;

-- case: err_no_path
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT) WITH ('connector'='filesystem', 'format'='json');
SELECT * FROM a;

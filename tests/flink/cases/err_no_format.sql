-- case: err_no_format
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json');
SELECT * FROM a;

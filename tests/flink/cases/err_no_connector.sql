-- case: err_no_connector
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT) WITH ('format'='json');
SELECT * FROM a;

-- case: err_arguments_02
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, s LIKE 'x' ESCAPE 'ab' AS c FROM t;

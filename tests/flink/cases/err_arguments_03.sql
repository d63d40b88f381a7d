-- case: err_arguments_03
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, s LIKE '%x!' ESCAPE '!' AS c FROM t;

-- case: str_search
-- category: string
-- compare: error
-- error-kind: invalid

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, POSITION('o' IN s) AS a, LOCATE('a', s, 2) AS b, INSTR(s, 'e') AS c, STRPOS(s, 'e') AS d FROM t;

-- case: str_concat_2
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, s || '!' AS a, CONCAT(s, '-', s) AS b, CONCAT_WS('/', s, 'x', CAST(NULL AS STRING)) AS c, REPLACE(s, 'e', '_') AS d, REVERSE(s) AS e, REPEAT(s, 2) AS f, LEFT(s, 4) AS g, RIGHT(s, 4) AS h, SUBSTRING(s, -3) AS k, SUBSTRING(s, 0, 3) AS l, SUBSTRING(s, 3, 100) AS m FROM t;

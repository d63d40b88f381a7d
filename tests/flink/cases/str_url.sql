-- case: str_url
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, PARSE_URL(s, 'HOST') AS a, PARSE_URL(s, 'PATH') AS b, PARSE_URL(s, 'QUERY') AS c, PARSE_URL(s, 'QUERY', 'x') AS d, PARSE_URL(s, 'REF') AS e, PARSE_URL(s, 'PROTOCOL') AS f, PARSE_URL(s, 'AUTHORITY') AS g, PARSE_URL(s, 'USERINFO') AS h, PARSE_URL(s, 'FILE') AS k FROM t WHERE id IN (1, 4, 17);

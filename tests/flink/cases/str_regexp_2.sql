-- case: str_regexp_2
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, REGEXP(s, '[0-9]+') AS a, REGEXP_REPLACE(s, '[aeiou]', '*') AS b, REGEXP_EXTRACT(s, '([a-z]+)@([a-z]+)', 2) AS c, REGEXP_EXTRACT(s, '[0-9]+') AS d, s SIMILAR TO '%[0-9]%' AS e, SPLIT_INDEX(s, ',', 1) AS f, STR_TO_MAP(s, '&', '=')['key1'] AS g FROM t;

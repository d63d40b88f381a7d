-- case: str_case_trim
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, UPPER(s) AS a, LOWER(s) AS b, INITCAP(s) AS c, TRIM(s) AS d, TRIM(LEADING ' ' FROM s) AS e, TRIM(TRAILING 'x' FROM s) AS f, LTRIM(s) AS g, RTRIM(s) AS h, OVERLAY(s PLACING 'XX' FROM 2) AS k, OVERLAY(s PLACING 'XX' FROM 2 FOR 4) AS l FROM t;

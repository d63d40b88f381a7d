-- case: more_text_20
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT
  id,
  s LIKE '' AS c1,
  s NOT LIKE '' AS c2,
  s LIKE '' ESCAPE '!' AS c3,
  s LIKE '%%' AS c4,
  s LIKE '_%' AS c5,
  s LIKE '%_' AS c6,
  s LIKE 'a%c' AS c7,
  s LIKE '%a%b%' AS c8,
  s LIKE 'The%fox' AS c9,
  s LIKE 'The%%fox' AS c10,
  s LIKE CAST('' AS VARCHAR(3)) AS c11,
  s LIKE UPPER('') AS c12 FROM t;

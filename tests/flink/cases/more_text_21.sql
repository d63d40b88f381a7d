-- case: more_text_21
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT
  id,
  s LIKE s AS c1,
  s LIKE '%\_%' AS c2,
  s LIKE '%!%%' ESCAPE '!' AS c3,
  s LIKE '%!%\_%' ESCAPE '!' AS c4,
  s LIKE '!%%' ESCAPE '!' AS c5,
  s LIKE '%%' ESCAPE '%' AS c6,
  s SIMILAR TO '%(a|b)%' AS c7,
  s SIMILAR TO '' AS c8,
  '' LIKE s AS c9,
  LPAD(s, 12, '') AS c10,
  LPAD(s, -1, 'x') AS c11,
  SUBSTRING(s, 7, 1) AS c12 FROM t;

-- case: more_text_23
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT
  id,
  SPLIT_INDEX(s, 32, 1) AS c1,
  REGEXP_EXTRACT(s, '(.) end', 1) AS c2,
  UPPER(s) AS c3,
  LOWER(s) AS c4,
  TRIM(s) AS c5,
  TRIM(BOTH ' eT' FROM s) AS c6,
  LTRIM(s, ' T') AS c7,
  RTRIM(s, 'x ') AS c8,
  REPEAT(s, 2) AS c9 FROM t;

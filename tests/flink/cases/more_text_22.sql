-- case: more_text_22
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT
  id,
  SUBSTRING(s FROM 7 FOR 2) AS c1,
  LEFT(s, 7) AS c2,
  RIGHT(s, 5) AS c3,
  CHAR_LENGTH(s) AS c4,
  REVERSE(s) AS c5,
  POSITION('end' IN s) AS c6,
  INSTR(s, 'end') AS c7,
  LOCATE('end', s) AS c8,
  LOCATE('e', s, 3) AS c9,
  INITCAP(s) AS c10,
  ASCII(s) AS c11,
  SPLIT_INDEX(s, ' ', 1) AS c12 FROM t;

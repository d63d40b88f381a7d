-- case: more_constants_16
-- category: arithmetic
-- compare: ordered

SELECT
  MAP['a', 1, 'b', 2.5] AS c1,
  JSON_STRING(TRUE) AS c2,
  IS_ALPHA(5) AS c3,
  IS_DIGIT(5) AS c4,
  IS_DECIMAL(5) AS c5,
  1 > '0' AS c6,
  1 BETWEEN '0' AND '2' AS c7,
  1 IN ('1', '2') AS c8,
  '1' IN (1, 2) AS c9,
  1 IN (1, 2.5) AS c10,
  'a' = 'a ' AS c11,
  CAST('a' AS CHAR(3)) = 'a' AS c12;

-- case: more_constants_17
-- category: arithmetic
-- compare: ordered

SELECT
  CAST('a' AS CHAR(3)) = CAST('a' AS VARCHAR) AS c1,
  DATE '2020-01-01' = '2020-01-01' AS c2,
  TIME '10:00:00' = '10:00:00' AS c3,
  TRUE > FALSE AS c4,
  ARRAY[1] = ARRAY[1] AS c5,
  MAP['a',1] = MAP['a',1] AS c6,
  ROW(1,'a') = ROW(1,'a') AS c7,
  x'61' = x'61' AS c8,
  x'61' < x'62' AS c9,
  INTERVAL '1' DAY = INTERVAL '24' HOUR AS c10,
  INTERVAL '1' DAY + INTERVAL '1' HOUR AS c11,
  INTERVAL '1' DAY * 2 AS c12;

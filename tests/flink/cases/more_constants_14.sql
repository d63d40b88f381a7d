-- case: more_constants_14
-- category: arithmetic
-- compare: ordered

SELECT
  MOD(5.5, 3) AS c1,
  MOD(5, 3.2) AS c2,
  5 % 3 AS c3,
  TRUNCATE(42.324, 2) AS c4,
  TRUNCATE(42.324) AS c5,
  TRUNCATE(CAST(42.324 AS FLOAT), 1) AS c6,
  GREATEST(1, 2.5) AS c7,
  LEAST('a', 'b') AS c8,
  TRUE IS TRUE AS c9,
  DATE_FORMAT('2020-01-01 00:00:00', 'yyyy') AS c10,
  TO_DATE('20200101', 'yyyyMMdd') AS c11,
  TO_TIMESTAMP('2020-01-01 00:00:00') AS c12;

-- case: arith_decimal_div
-- category: arithmetic
-- compare: ordered

SELECT 10.0 / 3 AS a, CAST(10 AS DECIMAL(20,5)) / CAST(3 AS DECIMAL(20,5)) AS b, 1 / 3.0 AS c, CAST(1 AS DECIMAL(38,0)) / 3 AS d, CAST(1 AS DECIMAL(38,18)) * CAST(2 AS DECIMAL(38,18)) AS e, 1.23 + 4.567 AS f, 9.99 - 10 AS g, 100 * 1.1 AS k;

-- case: arith_literals
-- category: arithmetic
-- compare: ordered

SELECT 1 AS a, 2147483648 AS b, 9223372036854775807 AS c, 1.0 AS d, 1e0 AS e, 1.5e3 AS f, .5 AS g, 5. AS h, -1 AS k, - -1 AS l, 007 AS m;

-- case: lit_null
-- category: literal
-- compare: ordered

SELECT CAST(NULL AS INT) AS a, CAST(NULL AS STRING) || 'x' AS b, CAST(NULL AS DATE) + INTERVAL '1' DAY AS c, CAST(NULL AS ARRAY<INT>) AS d, CAST(NULL AS ROW<a INT>) AS e, CAST(NULL AS MAP<STRING,INT>) AS f;

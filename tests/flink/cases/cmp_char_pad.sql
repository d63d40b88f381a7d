-- case: cmp_char_pad
-- category: comparison
-- compare: ordered

SELECT CAST('a' AS CHAR(3)) = 'a' AS a, 'a ' = 'a' AS b, CAST('ab' AS CHAR(5)) || '|' AS c, CHAR_LENGTH(CAST('ab' AS CHAR(5))) AS d, CAST('abc' AS CHAR(2)) AS e, CAST('abc' AS VARCHAR(2)) AS f, 'B' > 'a' AS g;

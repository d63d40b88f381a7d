-- case: str_lit
-- category: literal
-- compare: error
-- error-kind: invalid

SELECT 'it''s' AS a, 'a' 'b' AS b, _UTF16'x' AS c, U&'\00e9' AS d, x'0aFF' AS e, '' AS f, 'a\nb' AS g, N'n' AS h;

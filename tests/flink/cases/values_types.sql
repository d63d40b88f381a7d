-- case: values_types
-- category: values
-- compare: ordered

SELECT * FROM (VALUES (1, 'a', 1.5), (22, 'bcd', 10.25)) AS t(a, b, c);

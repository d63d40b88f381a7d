-- case: values_null
-- category: values
-- compare: ordered

SELECT * FROM (VALUES (1, CAST(NULL AS STRING)), (2, 'x')) AS t(a, b);

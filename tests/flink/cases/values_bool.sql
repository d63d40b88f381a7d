-- case: values_bool
-- category: values
-- compare: ordered

SELECT a AND b AS x, a OR b AS y, NOT a AS z, a IS UNKNOWN AS u FROM (VALUES (TRUE, CAST(NULL AS BOOLEAN)), (FALSE, CAST(NULL AS BOOLEAN)), (TRUE, FALSE)) AS t(a, b);

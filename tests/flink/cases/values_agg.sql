-- case: values_agg
-- category: values
-- compare: ordered

SELECT a, SUM(b) AS s FROM (VALUES ('x', 1), ('y', 2), ('x', 3)) AS t(a, b) GROUP BY a;

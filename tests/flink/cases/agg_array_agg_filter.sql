-- case: agg_array_agg_filter
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, ARRAY_AGG(i) FILTER (WHERE i > 0) AS a FROM n WHERE id <= 6 GROUP BY g;

-- case: agg_sum0
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, SUM(i) + 1 AS a, COALESCE(SUM(i), 0) AS b, NULLIF(COUNT(*), 1) AS c FROM n WHERE id <= 6 GROUP BY g;

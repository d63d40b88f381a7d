-- case: agg_filter_many
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, COUNT(*) FILTER (WHERE b) AS c1, SUM(i) FILTER (WHERE i > 0) AS c2, COUNT(DISTINCT h) FILTER (WHERE d > 0) AS c3 FROM n WHERE id <= 12 GROUP BY g;

-- case: agg_case_inside
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, SUM(CASE WHEN b THEN 1 ELSE 0 END) AS t, SUM(CASE WHEN i > 0 THEN i END) AS p, COUNT(CASE WHEN i > 0 THEN 1 END) AS c FROM n WHERE id <= 9 GROUP BY g;

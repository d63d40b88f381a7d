-- case: agg_distinct_multi
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT COUNT(DISTINCT g) AS a, COUNT(DISTINCT h) AS b, SUM(DISTINCT h) AS c, AVG(DISTINCT h) AS d FROM n WHERE id <= 8;

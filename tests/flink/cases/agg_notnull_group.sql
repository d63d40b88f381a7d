-- case: agg_notnull_group
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT k, SUM(x) AS a, AVG(x) AS b, MIN(x) AS c, MAX(x) AS d FROM (SELECT id, 1 AS x, 'k' AS k FROM n WHERE id <= 2) GROUP BY k;

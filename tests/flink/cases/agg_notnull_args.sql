-- case: agg_notnull_args
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT SUM(x) AS a, AVG(x) AS b, MIN(x) AS c, MAX(x) AS d, COUNT(x) AS e FROM (SELECT 1 AS x FROM n WHERE id <= 3);

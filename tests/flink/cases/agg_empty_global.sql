-- case: agg_empty_global
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT COUNT(*) AS c, SUM(i) AS s, AVG(i) AS a, MIN(i) AS mi, MAX(i) AS ma FROM n WHERE id < 0;

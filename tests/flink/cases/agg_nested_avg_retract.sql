-- case: agg_nested_avg_retract
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT AVG(s) AS t, AVG(c) AS c FROM (SELECT g, SUM(d) AS s, COUNT(*) AS c FROM n WHERE id <= 10 GROUP BY g);

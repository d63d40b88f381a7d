-- case: agg_nested_sum_retract
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT SUM(s) AS t, COUNT(*) AS c, MIN(s) AS mi, MAX(s) AS ma FROM (SELECT g, SUM(i) AS s FROM n WHERE id <= 10 GROUP BY g);

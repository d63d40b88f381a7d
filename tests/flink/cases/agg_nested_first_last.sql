-- case: agg_nested_first_last
-- category: aggregate
-- compare: changelog

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT FIRST_VALUE(s) AS f, LAST_VALUE(s) AS l FROM (SELECT g, SUM(i) AS s FROM n WHERE id <= 8 GROUP BY g);

-- case: agg_nested_filter
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT c, COUNT(*) AS n FROM (SELECT g, COUNT(*) AS c FROM n WHERE id <= 12 GROUP BY g) WHERE c > 1 GROUP BY c;

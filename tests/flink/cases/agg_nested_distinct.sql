-- case: agg_nested_distinct
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT COUNT(DISTINCT c) AS dc, SUM(DISTINCT c) AS sc FROM (SELECT g, COUNT(*) AS c FROM n WHERE id <= 12 GROUP BY g);

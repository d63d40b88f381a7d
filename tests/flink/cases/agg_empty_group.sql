-- case: agg_empty_group
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, COUNT(*) AS c FROM n WHERE id < 0 GROUP BY g;

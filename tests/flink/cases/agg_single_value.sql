-- case: agg_single_value
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT MAX(i) - MIN(i) AS r, MAX(s) || MIN(s) AS m FROM n WHERE id <= 6;

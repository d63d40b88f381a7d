-- case: agg_group_null_key
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT b, COUNT(*) AS c, COUNT(b) AS cb FROM n WHERE id <= 10 GROUP BY b;

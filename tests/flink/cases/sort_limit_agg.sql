-- case: sort_limit_agg
-- category: sort
-- compare: changelog

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, COUNT(*) AS c FROM n GROUP BY g ORDER BY c DESC LIMIT 2;

-- case: distinct_limit
-- category: sort
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT DISTINCT g FROM n LIMIT 2;

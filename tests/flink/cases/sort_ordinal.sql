-- case: sort_ordinal
-- category: sort
-- compare: changelog

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT id, i FROM n ORDER BY 2 DESC LIMIT 3;

-- case: sort_limit_offset
-- category: sort
-- compare: net

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT id, i FROM n ORDER BY i DESC LIMIT 3 OFFSET 2;

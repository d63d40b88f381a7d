-- case: where_alias
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT id + 1 AS x FROM n WHERE x > 1;

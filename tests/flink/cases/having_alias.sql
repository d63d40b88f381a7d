-- case: having_alias
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, COUNT(*) AS c FROM n GROUP BY g HAVING c > 1;

-- case: view_columns
-- category: cte_view
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE TEMPORARY VIEW v (a, b) AS SELECT id, g FROM n WHERE id < 4;
SELECT b, a FROM v;
DESCRIBE v;

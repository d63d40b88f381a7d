-- case: cte_shadow
-- category: cte_view
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
WITH n AS (SELECT 1 AS id) SELECT * FROM n;

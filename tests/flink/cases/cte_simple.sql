-- case: cte_simple
-- category: cte_view
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
WITH a AS (SELECT g, SUM(i) AS s FROM n GROUP BY g), b (k, t) AS (SELECT g, s * 2 FROM a) SELECT k, t FROM b WHERE t > 0;

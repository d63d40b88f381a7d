-- case: union_view
-- category: cte_view
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE VIEW v AS SELECT id FROM n WHERE id < 3 UNION ALL SELECT h FROM n WHERE id = 9;
SELECT id * 2 AS d FROM v;

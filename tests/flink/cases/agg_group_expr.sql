-- case: agg_group_expr
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT h + 1 AS hh, UPPER(g) AS gg, COUNT(*) AS c FROM n WHERE id <= 10 GROUP BY h + 1, UPPER(g);

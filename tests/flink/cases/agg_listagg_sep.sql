-- case: agg_listagg_sep
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT g, LISTAGG(s) AS a, LISTAGG(s, '-') AS b, LISTAGG(DISTINCT s) AS c FROM n WHERE id <= 9 GROUP BY g;

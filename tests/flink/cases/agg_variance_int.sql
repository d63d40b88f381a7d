-- case: agg_variance_int
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT STDDEV_POP(i) AS a, STDDEV_SAMP(i) AS b, VAR_POP(i) AS c, VAR_SAMP(i) AS e FROM n WHERE id <= 5;

-- case: agg_variance
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT STDDEV_POP(d) AS a, STDDEV_SAMP(d) AS b, VAR_POP(d) AS c, VAR_SAMP(d) AS e, VARIANCE(d) AS f, STDDEV(d) AS g FROM n WHERE id <= 5;

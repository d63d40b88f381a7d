-- case: agg_variance_decimal
-- category: aggregate
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT STDDEV_POP(`de`) AS a, STDDEV_SAMP(`de`) AS b, VAR_POP(`de`) AS c, VAR_SAMP(`de`) AS e FROM n WHERE id <= 5;

-- case: agg_avg_text
-- category: aggregate
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT AVG(s) FROM n;

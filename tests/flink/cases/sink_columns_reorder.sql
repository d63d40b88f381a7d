-- case: sink_columns_reorder
-- category: sink
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE TABLE o (a INT, b STRING, c DOUBLE) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='json');
INSERT INTO o (b, a) SELECT g, id FROM n WHERE id <= 2;

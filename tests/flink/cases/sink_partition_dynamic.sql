-- case: sink_partition_dynamic
-- category: sink
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE TABLE o (id INT, g STRING, h INT) PARTITIONED BY (g, h) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='csv');
INSERT INTO o SELECT id, g, h FROM n WHERE id <= 6;

-- case: sink_not_null_drop
-- category: sink
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SET 'table.exec.sink.not-null-enforcer'='DROP';
CREATE TABLE o (id INT, a BOOLEAN NOT NULL) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='json');
INSERT INTO o SELECT id, b FROM n WHERE id <= 6;

-- case: sink_not_null
-- category: sink
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE TABLE o (a BOOLEAN NOT NULL) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='json');
INSERT INTO o SELECT b FROM n;

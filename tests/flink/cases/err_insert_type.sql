-- case: err_insert_type
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE TABLE o (a INT, b TIMESTAMP(3)) WITH ('connector'='blackhole');
INSERT INTO o SELECT id, id FROM n;

-- case: err_insert_updates_file
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE TABLE o (g STRING, c BIGINT) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='csv');
INSERT INTO o SELECT g, COUNT(*) FROM n GROUP BY g;

-- case: sink_two_inserts
-- category: sink
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT 1 AS x;
CREATE TABLE o1 (a INT) WITH ('connector'='filesystem', 'path'='${OUT}/o1', 'format'='csv');
CREATE TABLE o2 (a INT, g STRING) WITH ('connector'='filesystem', 'path'='${OUT}/o2', 'format'='json');
EXECUTE STATEMENT SET BEGIN
INSERT INTO o1 SELECT id FROM n WHERE id <= 2;
INSERT INTO o2 SELECT id, g FROM n WHERE id BETWEEN 3 AND 5;
END;

-- case: show_all
-- category: catalog
-- compare: ordered

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
CREATE VIEW v AS SELECT id FROM n;
SHOW TABLES;
SHOW VIEWS;
SHOW DATABASES;
SHOW CATALOGS;
SHOW CURRENT CATALOG;
SHOW CURRENT DATABASE;

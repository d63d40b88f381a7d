-- case: alter_columns
-- category: catalog
-- compare: ordered

CREATE TABLE a (x INT, y STRING) WITH ('connector'='blackhole');
ALTER TABLE a ADD (z BIGINT FIRST, w AS x + 1);
DESCRIBE a;
ALTER TABLE a MODIFY z INT COMMENT 'zz';
ALTER TABLE a RENAME y TO yy;
ALTER TABLE a DROP w;
DESCRIBE a;

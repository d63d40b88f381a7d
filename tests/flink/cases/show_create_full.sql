-- case: show_create_full
-- category: catalog
-- compare: ordered

CREATE TABLE a (x INT NOT NULL COMMENT 'the x', y AS x + 1, z TIMESTAMP(3) METADATA FROM 'file.modification-time' VIRTUAL, PRIMARY KEY (x) NOT ENFORCED) COMMENT 'a table' PARTITIONED BY (x) WITH ('connector'='filesystem', 'path'='/tmp/x', 'format'='json');
SHOW CREATE TABLE a;
DESC a;

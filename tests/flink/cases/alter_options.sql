-- case: alter_options
-- category: catalog
-- compare: ordered

CREATE TABLE a (x INT) WITH ('connector'='print', 'print-identifier'='p');
ALTER TABLE a SET ('print-identifier'='q', 'sink.parallelism'='1');
SHOW CREATE TABLE a;
ALTER TABLE a RESET ('print-identifier');
SHOW CREATE TABLE a;

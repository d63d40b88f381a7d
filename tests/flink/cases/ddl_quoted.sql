-- case: ddl_quoted
-- category: ddl
-- compare: ordered

CREATE TABLE `my table` (`a b` INT, `select` STRING, `x``y` INT) WITH ('connector'='blackhole');
DESCRIBE `my table`;
SHOW CREATE TABLE `my table`;

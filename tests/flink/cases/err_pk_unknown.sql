-- case: err_pk_unknown
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT, PRIMARY KEY (y) NOT ENFORCED) WITH ('connector'='blackhole');

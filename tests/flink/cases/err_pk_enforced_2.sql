-- case: err_pk_enforced_2
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT, PRIMARY KEY (x)) WITH ('connector'='blackhole');

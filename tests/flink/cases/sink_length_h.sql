-- case: sink_length_h
-- category: sink
-- compare: ordered

CREATE TABLE o (d VARCHAR(2), e CHAR(2)) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='json');
INSERT INTO o VALUES ('abc', 'abc');

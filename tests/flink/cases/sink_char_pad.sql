-- case: sink_char_pad
-- category: sink
-- compare: error
-- error-kind: invalid

SET 'table.exec.sink.type-length-enforcer'='TRIM_PAD';
CREATE TABLE o (a CHAR(3), b VARCHAR(3), c BINARY(2)) WITH ('connector'='filesystem', 'path'='${OUT}/o', 'format'='json');
INSERT INTO o VALUES ('a', 'abcdef', x'010203'), ('abcdef', 'ab', x'01');

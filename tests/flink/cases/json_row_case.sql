-- case: json_row_case
-- category: format_json
-- compare: ordered

CREATE TABLE t (id INT, R ROW<x INT>, r ROW<y STRING, x BIGINT>) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT * FROM t WHERE id <> 4;

-- case: json_types_as_string
-- category: format_json
-- compare: ordered

CREATE TABLE t (id INT, arr STRING, m STRING, r STRING, d STRING, b STRING, de38 STRING, ts STRING) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json');
SELECT * FROM t;

-- case: json_coerce_types
-- category: format_json
-- compare: ordered

CREATE TABLE t (a INT, b BIGINT, c DOUBLE, d DECIMAL(5,2), e BOOLEAN, f STRING) WITH ('connector'='filesystem', 'path'='${DATA}/coerce.json', 'format'='json', 'json.ignore-parse-errors'='true');
SELECT * FROM t;

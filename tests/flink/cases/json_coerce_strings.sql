-- case: json_coerce_strings
-- category: format_json
-- compare: ordered

CREATE TABLE t (a STRING, b STRING, c STRING, d STRING, e STRING, f STRING) WITH ('connector'='filesystem', 'path'='${DATA}/coerce.json', 'format'='json', 'json.ignore-parse-errors'='true');
SELECT * FROM t;

-- case: json_bad_ignored
-- category: format_json
-- compare: ordered

CREATE TABLE t (id INT, a STRING, b INT) WITH ('connector'='filesystem', 'path'='${DATA}/bad2.json', 'format'='json', 'json.ignore-parse-errors'='true');
SELECT * FROM t;

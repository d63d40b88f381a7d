-- case: json_iso_micro
-- category: format_json
-- compare: ordered

CREATE TABLE t (id INT, t TIMESTAMP(6), z TIMESTAMP_LTZ(3), d DATE, tm TIME) WITH ('connector'='filesystem', 'path'='${DATA}/iso.json', 'format'='json', 'json.timestamp-format.standard'='ISO-8601');
SELECT * FROM t;

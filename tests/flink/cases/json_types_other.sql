-- case: json_types_other
-- category: format_json
-- compare: ordered

CREATE TABLE t (id BIGINT, ti DOUBLE, f DECIMAL(10,3), d FLOAT, de DOUBLE, i DECIMAL(12,0), ts TIMESTAMP(0), ltz TIMESTAMP_LTZ(0), dt STRING) WITH ('connector'='filesystem', 'path'='${DATA}/types.json', 'format'='json', 'json.ignore-parse-errors'='true');
SELECT * FROM t;

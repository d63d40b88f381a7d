-- case: err_bad_bool_option
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE a (x INT) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json', 'json.ignore-parse-errors'='maybe');
SELECT * FROM a;

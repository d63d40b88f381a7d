-- case: agg_max_array
-- category: aggregate
-- compare: error
-- error-kind: invalid

CREATE TABLE users (name STRING, city STRING, age INT, tags ARRAY<STRING>, attrs MAP<STRING,STRING>) WITH ('connector'='filesystem', 'path'='${DATA}/users.json', 'format'='json');
SELECT MAX(tags) FROM users;

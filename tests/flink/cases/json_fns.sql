-- case: json_fns
-- category: json
-- compare: ordered

CREATE TABLE j (id INT, j STRING) WITH ('connector'='filesystem', 'path'='${DATA}/jsonstr.json', 'format'='json');
SELECT id, JSON_VALUE(j, '$.name') AS a, JSON_QUERY(j, '$.tags') AS c, JSON_EXISTS(j, '$.addr.city') AS d, JSON_VALUE(j, '$.tags[0]') AS e, j IS JSON AS f, j IS JSON OBJECT AS g, JSON_QUERY(j, '$.addr' WITH WRAPPER) AS h FROM j;

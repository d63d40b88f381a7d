-- case: str_encode
-- category: string
-- compare: ordered

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, DECODE(ENCODE(s, 'UTF-16'), 'UTF-16') AS b, CHR(id + 64) AS c, BIN(id) AS d, HEX(id) AS e, UUID() IS NOT NULL AS f FROM t WHERE id <= 8;

-- case: str_hash
-- category: string
-- compare: error
-- error-kind: invalid

CREATE TABLE t (id INT, s STRING) WITH ('connector'='filesystem', 'path'='${DATA}/text.json', 'format'='json');
SELECT id, MD5(s) AS a, SHA1(s) AS b, SHA224(s) AS c, SHA2(s, 256) AS d, TO_BASE64(s) AS e, FROM_BASE64(TO_BASE64(s)) AS f, HEX(s) AS g, ASCII(s) AS h, CHAR_LENGTH(s) AS k, OCTET_LENGTH(s) AS l FROM t WHERE id <= 9;

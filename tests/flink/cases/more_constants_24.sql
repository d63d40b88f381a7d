-- case: more_constants_24
-- category: arithmetic
-- compare: ordered

SET 'table.exec.legacy-cast-behaviour'='enabled';
SELECT
  CAST(TRUE AS STRING) AS c1,
  CAST(300 AS TINYINT) AS c2,
  CAST(INTERVAL '1' DAY AS STRING) AS c3,
  TRY_CAST('x' AS INT) AS c4;

-- case: err_arguments_74
-- category: error
-- compare: error
-- error-kind: invalid

SET 'table.exec.legacy-cast-behaviour'='enabled';
SELECT CAST(b AS INT) FROM (VALUES (TRUE)) AS v(b) AS c;

-- case: err_arguments_75
-- category: error
-- compare: error
-- error-kind: invalid

SET 'table.exec.legacy-cast-behaviour'='enabled';
SELECT CAST(s AS BINARY(4)) FROM (VALUES ('ab')) AS v(s) AS c;

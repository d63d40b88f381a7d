-- case: wl_session_key
-- category: window_legacy
-- compare: changelog

CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/late.json', 'format'='json');
SELECT k, SESSION_START(ts, INTERVAL '3' SECOND) AS a, SESSION_END(ts, INTERVAL '3' SECOND) AS b, SESSION_ROWTIME(ts, INTERVAL '3' SECOND) AS c, COUNT(*) AS n FROM ev GROUP BY k, SESSION(ts, INTERVAL '3' SECOND);

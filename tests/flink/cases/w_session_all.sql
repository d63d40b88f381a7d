-- case: w_session_all
-- category: window_tvf
-- compare: ordered

CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/late.json', 'format'='json');
SELECT window_start, window_end, COUNT(*) AS c FROM TABLE(SESSION(TABLE ev, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY window_start, window_end;

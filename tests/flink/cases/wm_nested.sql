-- case: wm_nested
-- category: watermark
-- compare: ordered

CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), r AS ROW(ts, v), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/late.json', 'format'='json');
SELECT id, r FROM ev WHERE id <= 3;

-- case: wm_computed
-- category: watermark
-- compare: changelog

CREATE TABLE ev (id INT, k STRING, v INT, ts STRING, rt AS TO_TIMESTAMP(ts), WATERMARK FOR rt AS rt - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/late.json', 'format'='json');
SELECT window_start, k, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(rt), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;

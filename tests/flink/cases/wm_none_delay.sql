-- case: wm_none_delay
-- category: watermark
-- compare: ordered

CREATE TABLE ev (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector'='filesystem', 'path'='${DATA}/late.json', 'format'='json');
SELECT id, CURRENT_WATERMARK(ts) AS w FROM ev;

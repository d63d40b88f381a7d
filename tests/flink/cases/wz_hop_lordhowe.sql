-- case: wz_hop_lordhowe
-- category: window_tz
-- compare: ordered

CREATE TABLE ez (id INT, ms BIGINT, v INT, t AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR t AS t - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/dst.json', 'format'='json');
SET 'table.local-time-zone'='Australia/Lord_Howe';
SELECT window_start, window_end, COUNT(*) AS c FROM TABLE(HOP(TABLE ez, DESCRIPTOR(t), INTERVAL '12' HOUR, INTERVAL '1' DAY)) GROUP BY window_start, window_end;

-- case: wz_tumble_hour_ny
-- category: window_tz
-- compare: ordered

CREATE TABLE ez (id INT, ms BIGINT, v INT, t AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR t AS t - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/dst.json', 'format'='json');
SET 'table.local-time-zone'='America/New_York';
SELECT window_start, window_end, window_time, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE ez, DESCRIPTOR(t), INTERVAL '6' HOUR)) GROUP BY window_start, window_end, window_time;

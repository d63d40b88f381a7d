-- case: wz_legacy_hour_kolkata
-- category: window_tz
-- compare: ordered

CREATE TABLE ez (id INT, ms BIGINT, v INT, t AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR t AS t - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/dst.json', 'format'='json');
SET 'table.local-time-zone'='Asia/Kolkata';
SELECT TUMBLE_START(t, INTERVAL '6' HOUR) AS ws, TUMBLE_ROWTIME(t, INTERVAL '6' HOUR) AS rt, SUM(v) AS s FROM ez GROUP BY TUMBLE(t, INTERVAL '6' HOUR);

-- case: wz_session_ny
-- category: window_tz
-- compare: ordered

CREATE TABLE ez (id INT, ms BIGINT, v INT, t AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR t AS t - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/dst.json', 'format'='json');
SET 'table.local-time-zone'='America/New_York';
SELECT window_start, window_end, COUNT(*) AS c FROM TABLE(SESSION(TABLE ez, DESCRIPTOR(t), INTERVAL '30' MINUTE)) GROUP BY window_start, window_end;

-- case: wz_offset_zone
-- category: window_tz
-- compare: ordered

CREATE TABLE ez (id INT, ms BIGINT, v INT, t AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR t AS t - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/dst.json', 'format'='json');
SET 'table.local-time-zone'='GMT+05:30';
SELECT t, CAST(t AS TIMESTAMP(3)) AS l, CAST(t AS DATE) AS d, DATE_FORMAT(t, 'yyyy-MM-dd HH:mm') AS f FROM ez WHERE id <= 3;

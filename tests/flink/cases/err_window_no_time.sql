-- case: err_window_no_time
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE n (id INT, g STRING, h INT, i INT, d DOUBLE, `de` DECIMAL(10,2), s STRING, b BOOLEAN) WITH ('connector'='filesystem', 'path'='${DATA}/nums.json', 'format'='json');
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE n, DESCRIPTOR(id), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;

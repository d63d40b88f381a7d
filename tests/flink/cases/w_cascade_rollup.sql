-- case: w_cascade_rollup
-- category: window_tvf
-- compare: error
-- error-kind: invalid

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
CREATE TEMPORARY VIEW one AS SELECT window_time AS rt, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time;
SELECT window_start, window_end, SUM(c) AS s FROM TABLE(TUMBLE(TABLE one, DESCRIPTOR(rt), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end;

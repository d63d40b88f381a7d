-- case: w_tumble_offset_neg
-- category: window_tvf
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT window_start, window_end, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '-20' SECOND)) GROUP BY window_start, window_end;

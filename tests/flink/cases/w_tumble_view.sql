-- case: w_tumble_view
-- category: window_tvf
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
CREATE TEMPORARY VIEW big AS SELECT * FROM orders WHERE amount > 10;
SELECT window_start, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE big, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end;

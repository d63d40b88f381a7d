-- case: agg_rowtime_max_window
-- category: window_tvf
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT window_start, MAX(ts) AS a, MIN(ts) AS b, MAX(window_time) AS d, MAX(ts) + INTERVAL '1' SECOND AS e FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end;

-- case: w_tumble_time_of_agg
-- category: window_tvf
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT window_start AS ws, window_time AS wt, CAST(window_end AS STRING) AS we, SUM(amount) * 2 AS d FROM TABLE(TUMBLE(DATA => TABLE orders, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '90' SECOND)) GROUP BY window_start, window_end, window_time;

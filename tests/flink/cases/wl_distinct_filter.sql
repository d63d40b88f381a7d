-- case: wl_distinct_filter
-- category: window_legacy
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT TUMBLE_START(ts, INTERVAL '2' MINUTE) AS ws, COUNT(DISTINCT user_name) FILTER (WHERE amount > 5) AS u, AVG(amount) AS a FROM orders GROUP BY TUMBLE(ts, INTERVAL '2' MINUTE);

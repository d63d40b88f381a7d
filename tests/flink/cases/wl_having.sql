-- case: wl_having
-- category: window_legacy
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT TUMBLE_END(ts, INTERVAL '1' MINUTE) AS we, COUNT(*) AS c FROM orders GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE) HAVING COUNT(*) >= 5;

-- case: wl_tumble_key
-- category: window_legacy
-- compare: changelog

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT product, TUMBLE_START(ts, INTERVAL '2' MINUTE) AS ws, TUMBLE_END(ts, INTERVAL '2' MINUTE) AS we, COUNT(*) AS c, MAX(price) AS m FROM orders GROUP BY product, TUMBLE(ts, INTERVAL '2' MINUTE);

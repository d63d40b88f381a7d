-- case: wl_no_aux
-- category: window_legacy
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT COUNT(*) AS c FROM orders GROUP BY TUMBLE(ts, INTERVAL '2' MINUTE);

-- case: w_tumble_key_types
-- category: window_tvf
-- compare: changelog

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT window_start, window_end, product, COUNT(*) AS c, SUM(price) AS s, AVG(price) AS a, MIN(amount) AS mi, MAX(ts) AS mt FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end, product;

-- case: agg_rowtime_max_legacy
-- category: window_legacy
-- compare: error
-- error-kind: invalid

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT MAX(ts) AS a, MIN(ts) AS b, MAX(TUMBLE_ROWTIME(ts, INTERVAL '2' MINUTE)) AS d FROM orders GROUP BY TUMBLE(ts, INTERVAL '2' MINUTE);

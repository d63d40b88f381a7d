-- case: agg_rowtime_max_group
-- category: aggregate
-- compare: ordered

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT product, MAX(ts) AS a FROM orders WHERE order_id <= 8 GROUP BY product;

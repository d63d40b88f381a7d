-- case: err_window_bad_col
-- category: error
-- compare: error
-- error-kind: invalid

CREATE TABLE orders (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector'='filesystem', 'path'='${DATA}/orders.json', 'format'='json');
SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(nosuch), INTERVAL '1' MINUTE));

-- case: csv_basic
-- category: format_csv
-- compare: ordered

CREATE TABLE t (order_id INT, user_name STRING, product STRING, amount INT, price DECIMAL(10,2), ts TIMESTAMP(3)) WITH ('connector'='filesystem', 'path'='${DATA}/orders.csv', 'format'='csv', 'csv.ignore-parse-errors'='true');
SELECT * FROM t;

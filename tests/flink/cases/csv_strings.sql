-- case: csv_strings
-- category: format_csv
-- compare: ordered

CREATE TABLE t (order_id STRING, user_name STRING, product CHAR(5), amount DOUBLE, price FLOAT, ts STRING) WITH ('connector'='filesystem', 'path'='${DATA}/orders.csv', 'format'='csv', 'csv.ignore-parse-errors'='true');
SELECT * FROM t;

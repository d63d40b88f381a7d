-- case: csv_fewer_columns
-- category: format_csv
-- compare: ordered

CREATE TABLE t (order_id INT, user_name STRING) WITH ('connector'='filesystem', 'path'='${DATA}/orders.csv', 'format'='csv', 'csv.ignore-parse-errors'='true');
SELECT * FROM t LIMIT 3;

-- case: csv_more_columns
-- category: format_csv
-- compare: ordered

CREATE TABLE t (a INT, b STRING, c DOUBLE, d STRING) WITH ('connector'='filesystem', 'path'='${DATA}/quoted.csv', 'format'='csv', 'csv.ignore-parse-errors'='true');
SELECT * FROM t;

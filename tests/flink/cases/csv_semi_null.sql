-- case: csv_semi_null
-- category: format_csv
-- compare: ordered

CREATE TABLE t (a INT, b STRING, c INT) WITH ('connector'='filesystem', 'path'='${DATA}/semi.csv', 'format'='csv', 'csv.field-delimiter'=';', 'csv.null-literal'='NULL', 'csv.ignore-parse-errors'='true');
SELECT * FROM t;

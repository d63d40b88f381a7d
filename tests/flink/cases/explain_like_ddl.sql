-- case: explain_like_ddl
-- category: ddl
-- compare: ordered

CREATE TABLE base (a INT NOT NULL, b AS a * 2, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND, PRIMARY KEY (a) NOT ENFORCED) WITH ('connector'='blackhole');
CREATE TABLE d1 (c INT) LIKE base;
DESCRIBE d1;
CREATE TABLE d2 (c INT) WITH ('property-version'='1') LIKE base (EXCLUDING WATERMARKS EXCLUDING GENERATED);
DESCRIBE d2;

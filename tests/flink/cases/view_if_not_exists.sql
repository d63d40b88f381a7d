-- case: view_if_not_exists
-- category: cte_view
-- compare: ordered

CREATE VIEW v AS SELECT 1 AS x;
CREATE VIEW IF NOT EXISTS v AS SELECT 2 AS x;
SELECT * FROM v;
DROP VIEW IF EXISTS v;
SHOW VIEWS;

-- case: show_functions_like
-- category: catalog
-- compare: ordered

SHOW FUNCTIONS LIKE 'json_%';

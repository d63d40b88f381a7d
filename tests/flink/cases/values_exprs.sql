-- case: values_exprs
-- category: values
-- compare: ordered

VALUES (1 + 1, UPPER('a')), (3 * 2, LOWER('B'));

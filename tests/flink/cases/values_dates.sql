-- case: values_dates
-- category: values
-- compare: ordered

VALUES (DATE '2024-01-01', TIME '10:00:00', TIMESTAMP '2024-01-01 00:00:00.5'), (DATE '2024-01-02', TIME '11:00:00', TIMESTAMP '2024-01-01 00:00:00.25');

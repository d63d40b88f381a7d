/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and times as Flink's json and csv formats write and read them: other rules than CAST's. */
#pragma once

#include "leat/type.h"

enum time_standard {
	TIME_SQL, /* "2024-01-31 12:34:56.789", with 'Z' behind when it is an instant. */
	TIME_ISO, /* "2024-01-31T12:34:56.789", seconds optional when read. */
};

enum {
	TIME_TEXT_MAX = 40, /* Bytes that the printers stay within. */
};

/* Remembers the date read or printed last: records follow each other in time. */
struct time_text {
	char read[10];         /* "2024-01-31" */
	int64_t read_days;     /* Its number; valid when read[0] is not 0. */
	int64_t second;        /* Printed last. */
	char printed[2][19];   /* As printed, per enum time_standard; valid when [0] is not 0. */
	bool is_sql_printed;   /* printed[TIME_SQL] is of `second`. */
	bool is_iso_printed;   /* printed[TIME_ISO] is of `second`. */
};

/* "2024-01-31" of an existing day. */
bool leat_time_text_date(struct leat_str text, int64_t *ret_days);

/* "12:34:56" with up to 9 digits of fraction, which are dropped as Flink does. */
bool leat_time_text_time(struct leat_str text, int64_t *ret_us);

/* A timestamp of type TIMESTAMP or TIMESTAMP_LTZ (then 'Z' must end it), cut to its precision. */
bool leat_time_text_timestamp(struct time_text *cache, struct leat_str text,
                              enum time_standard standard, const struct leat_type *type,
                              int64_t *ret);

/* Print "12:34:56"; returns the bytes. */
uint32_t leat_time_text_print_time(int64_t us, char out[TIME_TEXT_MAX]);

/* Print a timestamp with as many digits of fraction as it needs, and 'Z' for an instant. */
uint32_t leat_time_text_print(struct time_text *cache, int64_t value, enum time_standard standard,
                              const struct leat_type *type, char out[TIME_TEXT_MAX]);

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows on standard output: JSON lines for programs, a table for people. */
#pragma once

#include "leat/batch.h"

struct leat_tz;

/** A printer of one result after the other. */
struct leat_rows {
	const struct leat_schema *schema; /**< Of the result that is printed. */
	const struct leat_tz *zone;       /**< For TIMESTAMP_LTZ. */
	bool as_json;                     /**< Else a table. */
	uint64_t row_count;               /**< Rows of this result. */
	struct leat_buf out;              /**< Scratch. */
};

/** Set up; ended by leat_rows_done(). */
void leat_rows_init(struct leat_rows *rows, bool as_json);
/** Free the scratch. */
void leat_rows_done(struct leat_rows *rows);

/** Begin a result: its columns. */
void leat_rows_begin(struct leat_rows *rows, const struct leat_schema *schema,
                     const struct leat_tz *zone);
/** Print the selected rows of a batch. */
void leat_rows_print(struct leat_rows *rows, const struct leat_batch *batch);
/** End of the result. */
void leat_rows_end(struct leat_rows *rows);

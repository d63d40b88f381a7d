/* SPDX-License-Identifier: Apache-2.0 */
/* One cast being carried out: what its kernels see. */
#pragma once

#include "types/cast.h"

/** A cast of one column. */
struct leat_cast {
	struct leat_arena *arena;    /**< Memory of the result. */
	const struct leat_tz *tz;    /**< Never NULL. */
	const struct leat_col *from; /**< The values. */
	const struct leat_type *to;  /**< What they become. */
	uint32_t row_count;          /**< Rows of the columns. */
	uint8_t *nulls;              /**< Of the result; NULL while no row is. */
	uint8_t *failed;             /**< 1 for rows that cannot be cast; NULL while there is none. */
	struct leat_buf *scratch;    /**< For texts on their way to the arena. */
	union {                      /**< Values of the result, zeroed. */
		void *data;
		uint8_t *boolean;
		int64_t *i64;
		double *f64;
		leat_i128 *i128;
		struct leat_str *bytes;
	} out;
};

/** Cast the value at @p row, which is not NULL; false when that is impossible. */
typedef bool (*leat_cast_fn)(struct leat_cast *cast, uint32_t row);

/** Make row @p row of the result NULL. */
void leat_cast_null(struct leat_cast *cast, uint32_t row);

/* The kernel of a pair of scalar types, or NULL when this family has none. */
leat_cast_fn leat_cast_number(const struct leat_type *from, const struct leat_type *to);
leat_cast_fn leat_cast_time(const struct leat_type *from, const struct leat_type *to);
leat_cast_fn leat_cast_text(const struct leat_type *from, const struct leat_type *to);

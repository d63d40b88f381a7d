/* SPDX-License-Identifier: Apache-2.0 */
/* Values as JSON text, as Flink's SQL/JSON functions write them. */
#pragma once

#include "leat/batch.h"

struct leat_tz;

/** Append row @p row of @p col: keys of maps and rows sorted, times in ISO 8601, bytes in base 64,
 * DECIMALs without trailing zeros. */
void leat_json_put_value(const struct leat_col *col, uint32_t row, struct leat_buf *out);

/** A key and a place of a value, to be sorted. */
struct leat_json_member {
	struct leat_str key;        /**< Characters of the key. */
	const struct leat_col *col; /**< Where the value is, .. */
	uint32_t row;               /**< .. and in which row. */
	bool raw;                   /**< The value is text that is JSON already. */
};

/** Append an object of @p count members, which are sorted by key; of equal keys the last one counts. */
void leat_json_put_object(struct leat_json_member *members, uint32_t count, struct leat_buf *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* The grouping keys of a batch as bytes, with their hashes. */
#pragma once

#include "exec/op.h"
#include "state/table.h"

struct leat_keys {
	uint32_t col_count;                    /**< Key columns; 0: one key for all rows. */
	const uint32_t *indices;               /**< Of the key columns in the input. */
	const struct leat_col **cols;          /**< Those of the batch. */
	struct leat_buf bytes;                 /**< All keys, one after the other. */
	uint32_t offsets[LEAT_BATCH_ROWS + 1]; /**< Where key i begins and ends. */
	uint64_t hashes[LEAT_BATCH_ROWS];      /**< leat_state_table_hash() of key i. */
};

/** Keys made of the columns @p indices. */
void leat_keys_init(struct leat_keys *keys, struct leat_arena *arena, uint32_t col_count,
                    const uint32_t *indices);

/** Free the bytes. */
void leat_keys_done(struct leat_keys *keys);

/** Make the keys of the selected rows of @p batch; key i is that of selected row i. */
void leat_keys_make(struct leat_keys *keys, const struct leat_batch *batch);

/** Key @p i; valid until the next batch. */
static inline struct leat_str leat_keys_at(const struct leat_keys *keys, uint32_t i)
{
	return (struct leat_str){ keys->bytes.data + keys->offsets[i],
		                  keys->offsets[i + 1] - keys->offsets[i] };
}

/** Is @p key one of the columns 0 .. @p col_count - 1 of @p schema?  For keys of a snapshot. */
bool leat_keys_is_valid(struct leat_str key, const struct leat_schema *schema, uint32_t col_count);

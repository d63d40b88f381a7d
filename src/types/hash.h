/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes: 64 bits of rows, for tables in memory; 128 bits of bytes, for ids that last.
 *
 * leat_hash_rows() may change between versions; leat_hash_bytes() and leat_hash128() never do. */
#pragma once

#include "leat/batch.h"

/** XXH3, 64 bits. */
uint64_t leat_hash_bytes(const void *bytes, size_t n);

/** 128 bits. */
struct leat_hash128 {
	uint64_t high; /**< First 16 hex digits. */
	uint64_t low;  /**< Last 16 hex digits. */
};

/** XXH3, 128 bits. */
struct leat_hash128 leat_hash128(const void *bytes, size_t n);

/** Print 32 lower-case hex digits, not terminated. */
void leat_hash128_print(struct leat_hash128 hash, char out[32]);

/** Hash the selected rows of @p count columns: ret[row], for each selected row number.  Rows that
 * leat_col_equal() finds equal have equal hashes. */
void leat_hash_rows(const struct leat_col *const *cols, uint32_t count, struct leat_sel sel,
                    uint64_t *ret);

/** The hash of one row, as above. */
uint64_t leat_hash_row(const struct leat_col *const *cols, uint32_t count, uint32_t row);

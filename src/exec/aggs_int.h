/* SPDX-License-Identifier: Apache-2.0 */
/* The aggregates of one operator: their states side by side in one block per group.
 *
 *   block   [ int64 rows, when retracting ] [ state of aggs[0] ] [ state of aggs[1] ] ..
 *
 * Each state is aligned to 16 bytes. */
#pragma once

#include "exec/op.h"

struct leat_aggs {
	const struct leat_spec_agg *specs; /**< count of them. */
	uint32_t count;                    /**< Aggregates. */
	size_t *offsets;                   /**< Of each state in the block. */
	size_t block_bytes;                /**< Of one group. */
	struct leat_col **args;            /**< Per aggregate: its argument columns of this batch. */
	const uint8_t **filters;           /**< Per aggregate: bytes of FILTER, or NULL; see bind. */
	struct leat_arena *scratch;        /**< Of the batch in work. */
	void **states;                     /**< Room for LEAT_BATCH_ROWS pointers. */
	uint16_t *rows;                    /**< Room for LEAT_BATCH_ROWS row numbers. */
};

/** Lay out the blocks, with @p head_bytes of the operator's own in front. */
void leat_aggs_init(struct leat_aggs *aggs, struct leat_arena *arena, uint32_t count,
                    const struct leat_spec_agg *specs, size_t head_bytes);

/** Free the scratch memory. */
void leat_aggs_done(struct leat_aggs *aggs);

/** Make the states in the zeroed @p block, and free what they own. */
void leat_aggs_open_block(const struct leat_aggs *aggs, void *block);
void leat_aggs_close_block(const struct leat_aggs *aggs, void *block);

/** The rows to come are those of @p batch. */
void leat_aggs_bind(struct leat_aggs *aggs, const struct leat_batch *batch);

/** Row sel[i] of the bound batch belongs to blocks[i]; add it, or take it back. */
void leat_aggs_add(struct leat_aggs *aggs, void *const *blocks, struct leat_sel sel);
void leat_aggs_retract(struct leat_aggs *aggs, void *const *blocks, struct leat_sel sel);

/** Add the groups of @p from to @p into; every aggregate must be able to merge. */
void leat_aggs_merge(const struct leat_aggs *aggs, void *into, const void *from);

/** Append the results to columns @p first_col and on of @p emit's rows. */
struct leat_emit;
int leat_aggs_emit(const struct leat_aggs *aggs, const void *block, struct leat_emit *emit,
                   uint32_t first_col, struct leat_err *err) LEAT_MUSTCHECK;

/** Append the states to a snapshot. */
void leat_aggs_save(const struct leat_aggs *aggs, const void *block, struct leat_buf *out);

/** Load the states of an opened block from the front of *@p in; false when it is damaged. */
bool leat_aggs_load(const struct leat_aggs *aggs, void *block, struct leat_str *in);

/* SPDX-License-Identifier: Apache-2.0 */
/* What the machine can do at best: the same work written by hand for one record type, without checks.
 * The benchmarks are measured against these, in the same run, as absolute rates mean little on a
 * machine that is shared. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** Records of Nexmark's bids, one after the other, with room behind the last. */
struct bids {
	char *bytes;       /**< All records. */
	uint32_t *offset;  /**< Of each record. */
	uint32_t *length;  /**< Of each record. */
	uint32_t count;    /**< How many. */
	uint64_t total;    /**< Bytes of all. */
};

/** Make @p count bids; @p shuffled: with their keys in another order each time. */
struct bids bids_new(uint32_t count, int shuffled);
void bids_free(struct bids *bids);

enum { FILTER_PRICE_MIN = 1000000 }; /* About nine in ten are above. */

/** Learned order of keys, three fields; returns a checksum. */
uint64_t kernel_decode(const struct bids *bids);

/** Four fields, a filter on the price, a document each into @p body (@p capacity bytes, used again
 * and again); returns the bytes written. */
uint64_t kernel_bulk(const struct bids *bids, char *body, size_t capacity);

/** Three fields, count and sum by auction in windows of 10 s; returns a checksum. */
uint64_t kernel_count(const struct bids *bids);

/** One document of four fields, without decoding, for each of @p count rows; returns the bytes. */
uint64_t kernel_encode(const int64_t *auction, const int64_t *price, const char *const *channel,
                       const int64_t *time_ms, uint32_t count, char *body, size_t capacity);

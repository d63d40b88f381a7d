/* SPDX-License-Identifier: Apache-2.0 */
/* Keyed state: a hash table from the bytes of a key to a block of fixed size.
 *
 *   slots    { hash, entry + 1 }              open addressing, linear probing, at most half full
 *   chunks   256 entries each                 { key length, key, block }, never moved
 *
 * Keys of up to 24 bytes lie in the entry, longer ones on the heap.  Entries are visited in the
 * order they were added, as long as none is removed; blocks stay where they are until removed.
 * What a block owns is the caller's business. */
#pragma once

#include "leat/def.h"

struct leat_state_table;

/** An empty table whose blocks have @p block_bytes bytes, aligned to 16.  It has slots for
 * @p expected_count entries at once (0: few). */
struct leat_state_table *leat_state_table_new(size_t block_bytes, uint32_t expected_count);

/** Free the table and the keys.  NULL is allowed.  Returns NULL. */
struct leat_state_table *leat_state_table_free(struct leat_state_table *table);

/** The hash that the functions below want. */
uint64_t leat_state_table_hash(struct leat_str key);

/** The hashes of @p count keys that lie from offsets[i] to offsets[i + 1] of @p bytes. */
void leat_state_table_hash_all(const char *bytes, const uint32_t *offsets, uint32_t count,
                               uint64_t *ret);

/** Bring the slots of these hashes into the cache, then their entries. */
void leat_state_table_prefetch(const struct leat_state_table *table, const uint64_t *hashes,
                               uint32_t count);

/** The block of @p key, or NULL. */
void *leat_state_table_find(const struct leat_state_table *table, struct leat_str key,
                            uint64_t hash);

/** The block of @p key; when it is new it is zeroed and *@p ret_is_new set.  The key is copied. */
void *leat_state_table_put(struct leat_state_table *table, struct leat_str key, uint64_t hash,
                           bool *ret_is_new);

/** Keys of a batch, one behind the other. */
struct leat_state_keys {
	const char *bytes;       /**< Of all keys. */
	const uint32_t *offsets; /**< Key i lies from offsets[i] to offsets[i + 1]. */
	const uint64_t *hashes;  /**< leat_state_table_hash() of each. */
};

/** The blocks of the keys indices[0 .. @p count - 1], as leat_state_table_put() for each; for who
 * has many.  Returns how many are new, and their places in @p ret_blocks in ret_new. */
uint32_t leat_state_table_put_all(struct leat_state_table *table, const struct leat_state_keys *keys,
                                  const uint16_t *indices, uint32_t count, void **ret_blocks,
                                  uint16_t *ret_new);

/** The key of @p block, which must be in the table. */
struct leat_str leat_state_table_key(const void *block);

/** Remove the entry of @p block, which must be in the table. */
void leat_state_table_remove(struct leat_state_table *table, void *block);

/** The next block after position *@p position (start with 0), and its key; NULL at the end.  The
 * visited entry may be removed meanwhile. */
void *leat_state_table_next(const struct leat_state_table *table, uint32_t *position,
                            struct leat_str *ret_key);

/** Entries. */
uint32_t leat_state_table_count(const struct leat_state_table *table);

/** Bytes of slots, entries and long keys. */
size_t leat_state_table_bytes(const struct leat_state_table *table);

/* SPDX-License-Identifier: Apache-2.0 */
/* A sorted list of rows that knows ranks: for ORDER BY and Top-N.
 *
 * An entry is a key, compared byte by byte, and the bytes of a row; entries of equal keys stand in
 * the order they came.  They lie in chunks of sorted pointers, so that adding and removing move
 * little memory. */
#pragma once

#include "leat/def.h"

struct leat_sorted;

/** One row. */
struct leat_sorted_entry {
	uint32_t key_bytes; /**< Of the key. */
	uint32_t row_bytes; /**< Of the row. */
	char bytes[];       /**< The key, then the row. */
};

/** The two parts; they live as long as the entry. */
static inline struct leat_str leat_sorted_key(const struct leat_sorted_entry *entry)
{
	return (struct leat_str){ entry->bytes, entry->key_bytes };
}
static inline struct leat_str leat_sorted_row(const struct leat_sorted_entry *entry)
{
	return (struct leat_str){ entry->bytes + entry->key_bytes, entry->row_bytes };
}

/** An empty list. */
struct leat_sorted *leat_sorted_new(void);

/** Free the list and its entries.  NULL is allowed.  Returns NULL. */
struct leat_sorted *leat_sorted_free(struct leat_sorted *sorted);

/** A new entry that is in no list; free() it. */
struct leat_sorted_entry *leat_sorted_entry_new(struct leat_str key, struct leat_str row);

/** The rank at which an entry of @p key would be added: behind the equal ones. */
uint64_t leat_sorted_rank(const struct leat_sorted *sorted, struct leat_str key);

/** Rank of the first entry with this key and row; UINT64_MAX: there is none. */
uint64_t leat_sorted_find(const struct leat_sorted *sorted, struct leat_str key,
                          struct leat_str row);

/** Put @p entry at @p rank, which its key must allow.  The list owns it. */
void leat_sorted_insert(struct leat_sorted *sorted, uint64_t rank, struct leat_sorted_entry *entry);

/** Take the entry at @p rank out; the caller frees it. */
struct leat_sorted_entry *leat_sorted_take(struct leat_sorted *sorted, uint64_t rank);

/** The entry at @p rank, which must be below the count. */
struct leat_sorted_entry *leat_sorted_at(const struct leat_sorted *sorted, uint64_t rank);

/** Entries. */
uint64_t leat_sorted_count(const struct leat_sorted *sorted);

/** Bytes held. */
size_t leat_sorted_bytes(const struct leat_sorted *sorted);

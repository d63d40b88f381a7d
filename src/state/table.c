/* SPDX-License-Identifier: Apache-2.0 */
/* Keyed state in memory. */
#include "state/table.h"

#include <stdlib.h>
#include <string.h>

/* The same function as types/hash.h, in line: half of the cost of a short key is the call. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/mem.h"

enum {
	CHUNK_SHIFT = 8,
	CHUNK_ENTRIES = 1 << CHUNK_SHIFT,
	INLINE_KEY_BYTES = 24,
	SLOTS_MIN = 16,
	LOOKUP_KEYS = 64, /* On their way into the cache at once. */
};

/* Length of the key of an entry that was removed. */
#define KEY_REMOVED UINT32_MAX

/* The head of an entry; the block follows. */
struct entry {
	uint32_t key_bytes;
	uint32_t next_free; /* KEY_REMOVED: index + 1 of the next removed one. */
	union {
		char inline_key[INLINE_KEY_BYTES];
		char *long_key;
	};
};

_Static_assert(sizeof(struct entry) % 16 == 0, "blocks are aligned to 16");

struct slot {
	uint32_t hash;  /* The upper half; the lower one told the place. */
	uint32_t index; /* Of the entry, + 1; 0: free. */
};

struct leat_state_table {
	size_t entry_bytes;   /* Head and block. */
	struct slot *slots;   /* A power of two of them. */
	uint32_t slot_count;
	uint32_t count;       /* Live entries. */
	uint32_t entry_count; /* Entries ever used, the removed ones included. */
	uint32_t first_free;  /* Index + 1 of a removed one, 0: none. */
	char **chunks;
	uint32_t chunk_count, chunk_capacity;
	size_t long_key_bytes;
};

struct leat_state_table *leat_state_table_new(size_t block_bytes, uint32_t expected_count)
{
	struct leat_state_table *table = leat_zalloc(sizeof(*table));

	table->entry_bytes = sizeof(struct entry) + (block_bytes + 15) / 16 * 16;
	table->slot_count = SLOTS_MIN;
	while (table->slot_count / 2 < expected_count && table->slot_count < UINT32_MAX / 4)
		table->slot_count *= 2;
	table->slots = leat_zalloc((size_t)table->slot_count * sizeof(struct slot));
	return table;
}

static struct entry *entry_at(const struct leat_state_table *table, uint32_t index)
{
	return (struct entry *)(table->chunks[index >> CHUNK_SHIFT] +
	                        (index & (CHUNK_ENTRIES - 1)) * table->entry_bytes);
}

static void *block_of(struct entry *entry)
{
	return entry + 1;
}

static const char *key_of(const struct entry *entry)
{
	return entry->key_bytes <= INLINE_KEY_BYTES ? entry->inline_key : entry->long_key;
}

struct leat_state_table *leat_state_table_free(struct leat_state_table *table)
{
	if (!table)
		return NULL;
	if (table->long_key_bytes)
		for (uint32_t i = 0; i < table->entry_count; i++) {
			struct entry *entry = entry_at(table, i);
			if (entry->key_bytes != KEY_REMOVED && entry->key_bytes > INLINE_KEY_BYTES)
				free(entry->long_key);
		}
	for (uint32_t i = 0; i < table->chunk_count; i++)
		free(table->chunks[i]);
	free(table->chunks);
	free(table->slots);
	free(table);
	return NULL;
}

uint64_t leat_state_table_hash(struct leat_str key)
{
	return XXH3_64bits(key.p, key.n);
}

void leat_state_table_hash_all(const char *bytes, const uint32_t *offsets, uint32_t count,
                               uint64_t *ret)
{
	for (uint32_t i = 0; i < count; i++)
		ret[i] = XXH3_64bits(bytes + offsets[i], offsets[i + 1] - offsets[i]);
}

static uint32_t home_of(const struct leat_state_table *table, uint64_t hash)
{
	return (uint32_t)(hash >> 32) & (table->slot_count - 1);
}

void leat_state_table_prefetch(const struct leat_state_table *table, const uint64_t *hashes,
                               uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		__builtin_prefetch(&table->slots[home_of(table, hashes[i])]);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t index = table->slots[home_of(table, hashes[i])].index;
		if (!index)
			continue;
		const char *entry = (const char *)entry_at(table, index - 1);
		__builtin_prefetch(entry);
		__builtin_prefetch(entry + sizeof(struct entry));
	}
}

static inline uint64_t load(const char *p, size_t width)
{
	uint64_t value = 0;

	memcpy(&value, p, width);
	return value;
}

/* Compare the first and the last @p width bytes, which together are all @p n. */
static inline bool are_ends_equal(const char *a, const char *b, uint32_t n, size_t width)
{
	return ((load(a, width) ^ load(b, width)) |
	        (load(a + n - width, width) ^ load(b + n - width, width))) == 0;
}

/* Compare keys of equal length; short ones without a call. */
static inline bool is_equal(const char *a, const char *b, uint32_t n)
{
	if (n > 16)
		return !memcmp(a, b, n);
	if (n >= 8)
		return are_ends_equal(a, b, n, 8);
	if (n >= 4)
		return are_ends_equal(a, b, n, 4);
	if (n >= 2)
		return are_ends_equal(a, b, n, 2);
	return n == 0 || *a == *b;
}

/* The slot of @p key, or the free slot where it would go. */
static inline struct slot *locate(const struct leat_state_table *table, struct leat_str key,
                                  uint64_t hash)
{
	uint32_t mask = table->slot_count - 1;
	uint32_t tag = (uint32_t)(hash >> 32);

	for (uint32_t i = home_of(table, hash);; i = (i + 1) & mask) {
		struct slot *slot = &table->slots[i];
		if (!slot->index)
			return slot;
		if (slot->hash != tag)
			continue;
		const struct entry *entry = entry_at(table, slot->index - 1);
		if (entry->key_bytes == key.n && is_equal(key_of(entry), key.p, key.n))
			return slot;
	}
}

void *leat_state_table_find(const struct leat_state_table *table, struct leat_str key,
                            uint64_t hash)
{
	struct slot *slot = locate(table, key, hash);

	return slot->index ? block_of(entry_at(table, slot->index - 1)) : NULL;
}

static void grow_slots(struct leat_state_table *table)
{
	uint32_t old_count = table->slot_count;
	struct slot *old = table->slots;

	leat_assert(old_count <= UINT32_MAX / 4);
	table->slot_count = old_count * 2;
	table->slots = leat_zalloc((size_t)table->slot_count * sizeof(struct slot));
	uint32_t mask = table->slot_count - 1;
	for (uint32_t i = 0; i < old_count; i++) {
		if (!old[i].index)
			continue;
		uint32_t at = old[i].hash & mask;
		while (table->slots[at].index)
			at = (at + 1) & mask;
		table->slots[at] = old[i];
	}
	free(old);
}

/* Index of an unused entry. */
static uint32_t new_entry(struct leat_state_table *table)
{
	if (table->first_free) {
		uint32_t index = table->first_free - 1;
		table->first_free = entry_at(table, index)->next_free;
		return index;
	}
	uint32_t index = table->entry_count++;
	if (index >> CHUNK_SHIFT < table->chunk_count)
		return index;
	if (table->chunk_count == table->chunk_capacity) {
		table->chunk_capacity = table->chunk_capacity ? table->chunk_capacity * 2 : 4;
		table->chunks =
			leat_realloc(table->chunks, table->chunk_capacity * sizeof(*table->chunks));
	}
	table->chunks[table->chunk_count++] = leat_malloc(CHUNK_ENTRIES * table->entry_bytes);
	return index;
}

/* Add @p key, which is not there; @p slot is where it goes. */
static void *add_key(struct leat_state_table *table, struct leat_str key, uint64_t hash,
                     struct slot *slot)
{
	leat_assert(key.n < KEY_REMOVED);
	if ((table->count + 1) * 2 > table->slot_count) {
		grow_slots(table);
		slot = locate(table, key, hash);
	}
	uint32_t index = new_entry(table);
	struct entry *entry = entry_at(table, index);
	memset(entry, 0, table->entry_bytes);
	entry->key_bytes = key.n;
	if (key.n > INLINE_KEY_BYTES) {
		entry->long_key = leat_malloc(key.n);
		table->long_key_bytes += key.n;
	}
	if (key.n)
		memcpy((char *)key_of(entry), key.p, key.n);
	*slot = (struct slot){ (uint32_t)(hash >> 32), index + 1 };
	table->count++;
	return block_of(entry);
}

void *leat_state_table_put(struct leat_state_table *table, struct leat_str key, uint64_t hash,
                           bool *ret_is_new)
{
	struct slot *slot = locate(table, key, hash);

	*ret_is_new = !slot->index;
	if (slot->index)
		return block_of(entry_at(table, slot->index - 1));
	return add_key(table, key, hash, slot);
}

/* As leat_state_table_put_all(), for keys that are in the cache together. */
static uint32_t put_some(struct leat_state_table *table, const struct leat_state_keys *keys,
                         const uint16_t *indices, uint32_t count, void **ret_blocks,
                         uint16_t first, uint16_t *ret_new)
{
	uint32_t new_count = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = indices[i];
		struct leat_str key = { keys->bytes + keys->offsets[at],
			                keys->offsets[at + 1] - keys->offsets[at] };
		struct slot *slot = locate(table, key, keys->hashes[at]);
		if (LEAT_LIKELY(slot->index)) {
			ret_blocks[i] = block_of(entry_at(table, slot->index - 1));
			continue;
		}
		ret_blocks[i] = add_key(table, key, keys->hashes[at], slot);
		ret_new[new_count++] = (uint16_t)(first + i);
	}
	return new_count;
}

uint32_t leat_state_table_put_all(struct leat_state_table *table,
                                  const struct leat_state_keys *keys, const uint16_t *indices,
                                  uint32_t count, void **ret_blocks, uint16_t *ret_new)
{
	uint64_t hashes[LOOKUP_KEYS];
	uint32_t new_count = 0;

	for (uint32_t begin = 0; begin < count; begin += LOOKUP_KEYS) {
		uint32_t n = count - begin < LOOKUP_KEYS ? count - begin : LOOKUP_KEYS;
		for (uint32_t i = 0; i < n; i++)
			hashes[i] = keys->hashes[indices[begin + i]];
		leat_state_table_prefetch(table, hashes, n);
		new_count += put_some(table, keys, indices + begin, n, ret_blocks + begin,
		                      (uint16_t)begin, ret_new + new_count);
	}
	return new_count;
}

struct leat_str leat_state_table_key(const void *block)
{
	const struct entry *entry = (const struct entry *)block - 1;

	return (struct leat_str){ key_of(entry), entry->key_bytes };
}

/* Free slot @p hole and close the gap, so that every entry is reached from its home. */
static void close_gap(struct leat_state_table *table, uint32_t hole)
{
	uint32_t mask = table->slot_count - 1;

	for (uint32_t i = (hole + 1) & mask; table->slots[i].index; i = (i + 1) & mask) {
		uint32_t home = table->slots[i].hash & mask;
		/* It may move to the hole when its home is not between the two. */
		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		table->slots[hole] = table->slots[i];
		hole = i;
	}
	table->slots[hole] = (struct slot){ 0, 0 };
}

void leat_state_table_remove(struct leat_state_table *table, void *block)
{
	struct entry *entry = (struct entry *)block - 1;
	struct leat_str key = leat_state_table_key(block);
	struct slot *slot = locate(table, key, leat_state_table_hash(key));

	leat_assert(slot->index && entry_at(table, slot->index - 1) == entry);
	uint32_t index = slot->index - 1;
	close_gap(table, (uint32_t)(slot - table->slots));
	if (entry->key_bytes > INLINE_KEY_BYTES) {
		table->long_key_bytes -= entry->key_bytes;
		free(entry->long_key);
	}
	entry->key_bytes = KEY_REMOVED;
	entry->next_free = table->first_free;
	table->first_free = index + 1;
	table->count--;
}

void *leat_state_table_next(const struct leat_state_table *table, uint32_t *position,
                            struct leat_str *ret_key)
{
	while (*position < table->entry_count) {
		struct entry *entry = entry_at(table, (*position)++);
		if (entry->key_bytes == KEY_REMOVED)
			continue;
		*ret_key = (struct leat_str){ key_of(entry), entry->key_bytes };
		return block_of(entry);
	}
	return NULL;
}

uint32_t leat_state_table_count(const struct leat_state_table *table)
{
	return table->count;
}

size_t leat_state_table_bytes(const struct leat_state_table *table)
{
	return table->slot_count * sizeof(struct slot) +
	       table->chunk_count * CHUNK_ENTRIES * table->entry_bytes + table->long_key_bytes;
}

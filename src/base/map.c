/* SPDX-License-Identifier: Apache-2.0 */
/* Hash maps with open addressing.
 *
 * The text map keeps its entries in an array in order of insertion, and a table of indexes into it;
 * a removed entry stays in both, without a key, until the next growth drops it. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { SLOT_COUNT_MIN = 8 };

static void *take(struct leat_arena *arena, size_t bytes)
{
	return arena ? leat_arena_zalloc(arena, bytes) : leat_zalloc(bytes);
}

static void give(struct leat_arena *arena, void *ptr)
{
	if (!arena)
		free(ptr);
}

/* The finalizer of MurmurHash3: every bit of the number reaches every bit of the result. */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= UINT64_C(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64_C(0xc4ceb9fe1a85ec53);
	return x ^ x >> 33;
}

uint64_t leat_map_hash(const void *bytes, size_t n)
{
	const char *p = bytes;
	uint64_t hash = UINT64_C(0x9e3779b97f4a7c15) ^ n;
	uint64_t word;

	for (; n >= sizeof(word); p += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		hash = mix(hash ^ word);
	}
	word = 0;
	if (n)
		memcpy(&word, p, n);
	return mix(hash ^ word);
}

/* ---- text ---- */

void leat_map_init(struct leat_map *map, struct leat_arena *arena)
{
	*map = (struct leat_map){ .arena = arena };
}

void leat_map_done(struct leat_map *map)
{
	if (!map->arena) {
		for (uint32_t i = 0; i < map->entry_count; i++)
			free((char *)map->entries[i].key.p);
		free(map->entries);
		free(map->slots);
	}
	*map = (struct leat_map){ .arena = map->arena };
}

/* Index of the entry of @p key, or UINT32_MAX. */
static uint32_t find(const struct leat_map *map, struct leat_str key, uint64_t hash)
{
	if (map->slot_count == 0)
		return UINT32_MAX;
	for (uint32_t at = (uint32_t)hash & (map->slot_count - 1);;
	     at = (at + 1) & (map->slot_count - 1)) {
		if (map->slots[at] == 0)
			return UINT32_MAX;
		const struct leat_map_entry *e = &map->entries[map->slots[at] - 1];
		if (e->key.p && e->hash == hash && e->key.n == key.n &&
		    (key.n == 0 || memcmp(e->key.p, key.p, key.n) == 0))
			return map->slots[at] - 1;
	}
}

static void fill_slot(struct leat_map *map, uint32_t entry)
{
	uint32_t at = (uint32_t)map->entries[entry].hash & (map->slot_count - 1);

	while (map->slots[at])
		at = (at + 1) & (map->slot_count - 1);
	map->slots[at] = entry + 1;
}

/* At most half of the slots are used; entries holds that half. */
static void grow(struct leat_map *map)
{
	uint32_t slot_count = SLOT_COUNT_MIN;

	while (slot_count / 2 <= map->count)
		slot_count *= 2;
	struct leat_map_entry *entries = take(map->arena, slot_count / 2 * sizeof(*entries));
	uint32_t count = 0;
	for (uint32_t i = 0; i < map->entry_count; i++)
		if (map->entries[i].key.p)
			entries[count++] = map->entries[i];
	give(map->arena, map->entries);
	give(map->arena, map->slots);
	map->entries = entries;
	map->entry_count = count;
	map->slots = take(map->arena, slot_count * sizeof(*map->slots));
	map->slot_count = slot_count;
	for (uint32_t i = 0; i < count; i++)
		fill_slot(map, i);
}

void *leat_map_get(const struct leat_map *map, struct leat_str key)
{
	uint32_t i = find(map, key, leat_map_hash(key.p, key.n));

	return i == UINT32_MAX ? NULL : map->entries[i].value;
}

bool leat_map_has(const struct leat_map *map, struct leat_str key)
{
	return find(map, key, leat_map_hash(key.p, key.n)) != UINT32_MAX;
}

void *leat_map_set(struct leat_map *map, struct leat_str key, void *value)
{
	uint64_t hash = leat_map_hash(key.p, key.n);
	uint32_t i = find(map, key, hash);

	if (i != UINT32_MAX) {
		void *old = map->entries[i].value;
		map->entries[i].value = value;
		return old;
	}
	if (map->entry_count == map->slot_count / 2)
		grow(map);
	const char *copy = map->arena ? leat_arena_dup(map->arena, key.p, key.n)
	                              : leat_strndup(key.p, key.n);
	map->entries[map->entry_count] = (struct leat_map_entry){ { copy, key.n }, hash, value };
	fill_slot(map, map->entry_count);
	map->entry_count++;
	map->count++;
	return NULL;
}

void *leat_map_remove(struct leat_map *map, struct leat_str key)
{
	uint32_t i = find(map, key, leat_map_hash(key.p, key.n));

	if (i == UINT32_MAX)
		return NULL;
	struct leat_map_entry *e = &map->entries[i];
	give(map->arena, (char *)e->key.p);
	e->key = (struct leat_str){ NULL, 0 };
	map->count--;
	return e->value;
}

const struct leat_map_entry *leat_map_next(const struct leat_map *map, uint32_t *position)
{
	while (*position < map->entry_count) {
		const struct leat_map_entry *e = &map->entries[(*position)++];
		if (e->key.p)
			return e;
	}
	return NULL;
}

/* ---- numbers ---- */

void leat_u64_map_init(struct leat_u64_map *map, struct leat_arena *arena)
{
	*map = (struct leat_u64_map){ .arena = arena };
}

void leat_u64_map_done(struct leat_u64_map *map)
{
	give(map->arena, map->slots);
	*map = (struct leat_u64_map){ .arena = map->arena };
}

/* The slot of @p key, or the free one where it would go. */
static struct leat_u64_slot *slot_of(const struct leat_u64_map *map, uint64_t key)
{
	uint32_t at = (uint32_t)mix(key) & (map->slot_count - 1);

	while (map->slots[at].used && map->slots[at].key != key)
		at = (at + 1) & (map->slot_count - 1);
	return &map->slots[at];
}

uint64_t *leat_u64_map_get(const struct leat_u64_map *map, uint64_t key)
{
	if (map->count == 0)
		return NULL;
	struct leat_u64_slot *slot = slot_of(map, key);
	return slot->used ? &slot->value : NULL;
}

static void grow_u64(struct leat_u64_map *map)
{
	struct leat_u64_slot *old = map->slots;
	uint32_t old_count = map->slot_count;

	map->slot_count = old_count ? old_count * 2 : SLOT_COUNT_MIN;
	map->slots = take(map->arena, map->slot_count * sizeof(*map->slots));
	for (uint32_t i = 0; i < old_count; i++)
		if (old[i].used)
			*slot_of(map, old[i].key) = old[i];
	give(map->arena, old);
}

uint64_t *leat_u64_map_put(struct leat_u64_map *map, uint64_t key)
{
	/* Room for one more first: growing moves the slots. */
	if (map->count + 1 > map->slot_count / 4 * 3)
		grow_u64(map);
	struct leat_u64_slot *slot = slot_of(map, key);
	if (!slot->used) {
		*slot = (struct leat_u64_slot){ .key = key, .used = true };
		map->count++;
	}
	return &slot->value;
}

bool leat_u64_map_remove(struct leat_u64_map *map, uint64_t key)
{
	if (map->count == 0)
		return false;
	struct leat_u64_slot *hole = slot_of(map, key);
	if (!hole->used)
		return false;
	/* Move back what was pushed beyond the hole, so that no search ends at it too early. */
	uint32_t mask = map->slot_count - 1;
	uint32_t free_at = (uint32_t)(hole - map->slots);
	for (uint32_t at = (free_at + 1) & mask; map->slots[at].used; at = (at + 1) & mask) {
		uint32_t home = (uint32_t)mix(map->slots[at].key) & mask;
		if (((at - home) & mask) < ((at - free_at) & mask))
			continue;
		map->slots[free_at] = map->slots[at];
		free_at = at;
	}
	map->slots[free_at].used = false;
	map->count--;
	return true;
}

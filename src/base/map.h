/* SPDX-License-Identifier: Apache-2.0 */
/* Hash maps: from text to a pointer, in the order of insertion, and from a number to a number.
 *
 * With an arena everything lives in it and _done is not needed; with NULL it is on the heap. */
#pragma once

#include "leat/arena.h"

/** An entry of a map; key.p is NULL when it was removed. */
struct leat_map_entry {
	struct leat_str key; /**< The map's own copy, NUL-terminated. */
	uint64_t hash;       /**< Of the key. */
	void *value;         /**< What was set. */
};

/** A map from text to a pointer. */
struct leat_map {
	struct leat_arena *arena;       /**< Where memory comes from; NULL: the heap. */
	struct leat_map_entry *entries; /**< In order of insertion, removed ones included. */
	uint32_t *slots;                /**< Index in entries + 1, 0 when free. */
	uint32_t entry_count;           /**< Entries in use, removed ones included. */
	uint32_t count;                 /**< Keys in the map. */
	uint32_t slot_count;            /**< A power of two, or 0. */
};

/** An empty map. */
void leat_map_init(struct leat_map *map, struct leat_arena *arena);

/** Free a map on the heap (not its values); it is empty afterwards. */
void leat_map_done(struct leat_map *map);

/** The value of @p key, or NULL. */
void *leat_map_get(const struct leat_map *map, struct leat_str key);

/** True when @p key is in the map, with whatever value. */
bool leat_map_has(const struct leat_map *map, struct leat_str key);

/** Set the value of @p key and return the one it had, or NULL.  The key is copied. */
void *leat_map_set(struct leat_map *map, struct leat_str key, void *value);

/** Remove @p key and return its value, or NULL when there is none. */
void *leat_map_remove(struct leat_map *map, struct leat_str key);

/** The next entry in order of insertion; start with *@p position = 0; NULL at the end.  Setting
 * values of present keys and removing are allowed meanwhile. */
const struct leat_map_entry *leat_map_next(const struct leat_map *map, uint32_t *position);

/** A slot of a number map. */
struct leat_u64_slot {
	uint64_t key;   /**< Any number. */
	uint64_t value; /**< What was set. */
	bool used;      /**< False for a free slot. */
};

/** A map from a number to a number. */
struct leat_u64_map {
	struct leat_arena *arena;    /**< Where memory comes from; NULL: the heap. */
	struct leat_u64_slot *slots; /**< Linear probing; walk them all to visit the keys. */
	uint32_t count;              /**< Keys in the map. */
	uint32_t slot_count;         /**< A power of two, or 0. */
};

/** An empty map. */
void leat_u64_map_init(struct leat_u64_map *map, struct leat_arena *arena);

/** Free a map on the heap; it is empty afterwards. */
void leat_u64_map_done(struct leat_u64_map *map);

/** The place of @p key's value, or NULL.  Valid until the next change of the map. */
uint64_t *leat_u64_map_get(const struct leat_u64_map *map, uint64_t key);

/** The place of @p key's value, made with value 0 when it is new.  Valid until the next change. */
uint64_t *leat_u64_map_put(struct leat_u64_map *map, uint64_t key);

/** Remove @p key; false when it is not there. */
bool leat_u64_map_remove(struct leat_u64_map *map, uint64_t key);

/** The hash of both kinds of map, for who builds a table of its own: not stable between versions. */
uint64_t leat_map_hash(const void *bytes, size_t n);

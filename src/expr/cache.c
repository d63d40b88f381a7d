/* SPDX-License-Identifier: Apache-2.0 */
/* Values made from texts. */
#include "expr/cache.h"

#include <string.h>

#include "base/map.h"

enum { ENTRIES_MAX = 256 };

struct leat_cache {
	const void *(*make)(struct leat_arena *arena, struct leat_str text, const void *context);
	const void *context;
	struct leat_arena *arena;  /* Of the values and the map. */
	struct leat_map values;    /* Text to value. */
	struct leat_str last_text; /* Of the last look-up, in the map, ... */
	const void *last;          /* ... and its value. */
};

static void forget(void *data)
{
	struct leat_cache *cache = data;

	leat_arena_free(cache->arena);
}

struct leat_cache *leat_cache_new(struct leat_arena *arena,
                                  const void *(*make)(struct leat_arena *arena,
                                                      struct leat_str text, const void *context),
                                  const void *context)
{
	struct leat_cache *cache = LEAT_ARENA_NEW(arena, struct leat_cache);

	cache->make = make;
	cache->context = context;
	cache->arena = leat_arena_new(0);
	leat_map_init(&cache->values, cache->arena);
	leat_arena_defer(arena, forget, cache);
	return cache;
}

const void *leat_cache_get(struct leat_cache *cache, struct leat_str text)
{
	if (cache->last_text.p && cache->last_text.n == text.n &&
	    memcmp(cache->last_text.p, text.p, text.n) == 0)
		return cache->last;
	if (!leat_map_has(&cache->values, text)) {
		if (cache->values.count == ENTRIES_MAX) {
			leat_arena_clear(cache->arena);
			leat_map_init(&cache->values, cache->arena);
		}
		struct leat_str copy = leat_arena_str(cache->arena, text);
		const void *value = cache->make(cache->arena, copy, cache->context);
		leat_map_set(&cache->values, copy, (void *)value);
		cache->last_text = copy;
		cache->last = value;
		return value;
	}
	cache->last_text = (struct leat_str){ NULL, 0 };
	return leat_map_get(&cache->values, text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Growing arrays. */
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CAPACITY_MIN = 8 };

void *leat_vec_grow(struct leat_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                    size_t item_bytes)
{
	if (LEAT_LIKELY(count < *capacity))
		return items;
	leat_assert(*capacity <= UINT32_MAX / 2);
	*capacity = *capacity ? *capacity * 2 : CAPACITY_MIN;
	if (!arena)
		return leat_realloc(items, *capacity * item_bytes);
	void *copy = leat_arena_alloc(arena, *capacity * item_bytes);
	if (count)
		memcpy(copy, items, count * item_bytes);
	return copy;
}

void leat_vec_free(void *items)
{
	free(items);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A growing array of one type.
 *
 *   LEAT_VEC(struct leat_field) fields = { 0 };
 *   *LEAT_VEC_ADD(arena, &fields) = (struct leat_field){ name, type };
 *   for (uint32_t i = 0; i < fields.count; i++) ... fields.items[i] ...
 *
 * With an arena the items live as long as it does; with NULL they are on the heap, and
 * LEAT_VEC_DONE() frees them.  Do not mix the two. */
#pragma once

#include "leat/arena.h"

/** The type of an array of @p type; all zero is an empty one. */
#define LEAT_VEC(type)                                                                             \
	struct {                                                                                   \
		type *items;                                                                       \
		uint32_t count;                                                                    \
		uint32_t capacity;                                                                 \
	}

/** A pointer to a new last item, not initialised.  @p vec is evaluated several times. */
#define LEAT_VEC_ADD(arena, vec)                                                                   \
	((vec)->items = leat_vec_grow((arena), (vec)->items, (vec)->count, &(vec)->capacity,       \
	                              sizeof(*(vec)->items)),                                      \
	 &(vec)->items[(vec)->count++])

/** Free the items of an array on the heap and make it empty. */
#define LEAT_VEC_DONE(vec)                                                                         \
	(leat_vec_free((vec)->items), (vec)->items = NULL, (vec)->count = (vec)->capacity = 0)

/** For LEAT_VEC_ADD(): the items with room for one more than @p count. */
void *leat_vec_grow(struct leat_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                    size_t item_bytes);

/** For LEAT_VEC_DONE(). */
void leat_vec_free(void *items);

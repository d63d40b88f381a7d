/* SPDX-License-Identifier: Apache-2.0 */
/* An arena: memory of one lifetime, taken piece by piece and freed as a whole.
 *
 * Each arena is named after its lifetime (compile, job, batch, tick).  Nothing inside is freed
 * alone.  Allocation never returns NULL: control structures abort when memory is out, data is
 * kept within budgets by who fills the arena (leat_arena_bytes()).  Loop thread only, unless the
 * whole arena is handed over. */
#pragma once

#include "leat/def.h"

struct leat_arena;

/** A new arena whose first chunk holds @p first_bytes (0: a small default). */
struct leat_arena *leat_arena_new(size_t first_bytes);

/** Free everything.  NULL is allowed.  Returns NULL. */
struct leat_arena *leat_arena_free(struct leat_arena *arena);

/** Forget all allocations but keep the memory for the next use. */
void leat_arena_clear(struct leat_arena *arena);

/** @p bytes bytes aligned to 16, not initialised. */
void *leat_arena_alloc(struct leat_arena *arena, size_t bytes) __attribute__((malloc, alloc_size(2)));

/** As leat_arena_alloc(), zeroed. */
void *leat_arena_zalloc(struct leat_arena *arena, size_t bytes)
        __attribute__((malloc, alloc_size(2)));

/** A copy of @p n bytes followed by a NUL. */
char *leat_arena_dup(struct leat_arena *arena, const void *bytes, size_t n);

/** A copy of @p s in the arena, NUL-terminated behind its n bytes. */
struct leat_str leat_arena_str(struct leat_arena *arena, struct leat_str s);

/** printf into the arena. */
char *leat_arena_printf(struct leat_arena *arena, const char *fmt, ...) LEAT_PRINTF(2, 3);

/** Call @p fn(@p data) when the arena is cleared or freed, newest first. */
void leat_arena_defer(struct leat_arena *arena, void (*fn)(void *data), void *data);

/** Bytes held from the system, for budgets. */
size_t leat_arena_bytes(const struct leat_arena *arena);

/** One zeroed object of type @p type. */
#define LEAT_ARENA_NEW(arena, type) ((type *)leat_arena_zalloc((arena), sizeof(type)))
/** A zeroed array of @p n objects of type @p type. */
#define LEAT_ARENA_ARRAY(arena, type, n)                                                           \
	((type *)leat_arena_zalloc((arena), sizeof(type) * (size_t)(n)))

/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: a list of chunks with a bump pointer, over a small per-thread store of free chunks.
 *
 *   arena -> chunk (holds the arena itself) -> chunk (at .. end is free) -> chunk (kept by clear)
 *         -> large: chunks of one big allocation each, freed by clear
 *
 * Batches are made and freed every thousand rows, so a freed chunk goes to the thread's store and
 * a new arena is usually no call of malloc at all.  Under AddressSanitizer there is no store, and
 * what is not allocated is poisoned, so that stale pointers are found. */
#include "leat/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { STORE_MAX = 0, GAP_BYTES = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)0)
enum { STORE_MAX = 32, GAP_BYTES = 0 };
#endif

enum {
	ALIGNMENT = 16,
	CHUNK_BYTES_MIN = 2048,       /* First chunk by default. */
	CHUNK_BYTES_MAX = 256 * 1024, /* Chunks double up to this. */
	LARGE_BYTES = 64 * 1024,      /* Allocations from here on get a chunk of their own. */
	CLASS_COUNT = 8,              /* 2048 << 0 .. 2048 << 7 */
};
_Static_assert(CHUNK_BYTES_MIN << (CLASS_COUNT - 1) == CHUNK_BYTES_MAX, "classes of chunks");

struct chunk {
	struct chunk *next;
	size_t bytes;      /* Of the whole chunk, this header included. */
	_Alignas(16) char data[];
};

struct defer {
	struct defer *next;
	void (*fn)(void *data);
	void *data;
};

struct leat_arena {
	char *at;              /* Next free byte of the current chunk. */
	char *end;             /* Its end. */
	struct chunk *current; /* Chunk that `at` points into. */
	struct chunk *first;   /* The chunk that holds this struct. */
	struct chunk *large;   /* Chunks of one allocation. */
	struct defer *defers;  /* Newest first. */
	size_t bytes;          /* Of all chunks. */
	size_t next_bytes;     /* Size of the next chunk. */
};

/* Free chunks of each class; bounded, so a thread keeps a few MiB at most. */
static _Thread_local struct {
	struct chunk *chunks[CLASS_COUNT];
	unsigned count[CLASS_COUNT];
} store;

/* The class of a chunk of @p bytes, or -1 when it is not of a class. */
static int chunk_class(size_t bytes)
{
	for (int c = 0; c < CLASS_COUNT; c++)
		if (bytes == (size_t)CHUNK_BYTES_MIN << c)
			return c;
	return -1;
}

static struct chunk *chunk_new(size_t bytes)
{
	int c = chunk_class(bytes);
	struct chunk *chunk;

	if (c >= 0 && store.chunks[c]) {
		chunk = store.chunks[c];
		store.chunks[c] = chunk->next;
		store.count[c]--;
	} else {
		chunk = leat_malloc(bytes);
	}
	chunk->next = NULL;
	chunk->bytes = bytes;
	return chunk;
}

static void chunk_free(struct chunk *chunk)
{
	int c = chunk_class(chunk->bytes);

	ASAN_UNPOISON_MEMORY_REGION(chunk, chunk->bytes);
	if (c >= 0 && store.count[c] < (unsigned)STORE_MAX >> (c / 2)) {
		chunk->next = store.chunks[c];
		store.chunks[c] = chunk;
		store.count[c]++;
	} else {
		free(chunk);
	}
}

static size_t class_bytes(size_t bytes)
{
	size_t size = CHUNK_BYTES_MIN;

	while (size < bytes && size < CHUNK_BYTES_MAX)
		size *= 2;
	return size < bytes ? bytes : size;
}

static void use_chunk(struct leat_arena *arena, struct chunk *chunk, char *from)
{
	arena->current = chunk;
	arena->at = from;
	arena->end = (char *)chunk + chunk->bytes;
	ASAN_POISON_MEMORY_REGION(from, (size_t)(arena->end - from));
}

static char *first_free(struct chunk *first)
{
	_Static_assert(sizeof(struct leat_arena) % ALIGNMENT == 0, "keeps the alignment");
	return first->data + sizeof(struct leat_arena);
}

struct leat_arena *leat_arena_new(size_t first_bytes)
{
	size_t bytes = class_bytes(first_bytes + sizeof(struct chunk) + sizeof(struct leat_arena));
	struct chunk *chunk = chunk_new(bytes);
	struct leat_arena *arena = (struct leat_arena *)chunk->data;

	*arena = (struct leat_arena){ .first = chunk, .bytes = bytes, .next_bytes = bytes };
	use_chunk(arena, chunk, first_free(chunk));
	return arena;
}

static void run_defers(struct leat_arena *arena)
{
	while (arena->defers) {
		struct defer *d = arena->defers;
		arena->defers = d->next;
		d->fn(d->data);
	}
}

static void free_list(struct chunk *chunk)
{
	while (chunk) {
		struct chunk *next = chunk->next;
		chunk_free(chunk);
		chunk = next;
	}
}

struct leat_arena *leat_arena_free(struct leat_arena *arena)
{
	if (!arena)
		return NULL;
	run_defers(arena);
	free_list(arena->large);
	/* The arena lies in the first chunk. */
	free_list(arena->first);
	return NULL;
}

void leat_arena_clear(struct leat_arena *arena)
{
	run_defers(arena);
	for (struct chunk *c = arena->large; c; c = c->next)
		arena->bytes -= c->bytes;
	free_list(arena->large);
	arena->large = NULL;
	use_chunk(arena, arena->first, first_free(arena->first));
}

static void *alloc_large(struct leat_arena *arena, size_t bytes)
{
	struct chunk *chunk = chunk_new(class_bytes(sizeof(struct chunk) + bytes));

	chunk->next = arena->large;
	arena->large = chunk;
	arena->bytes += chunk->bytes;
	return chunk->data;
}

static void *alloc_slow(struct leat_arena *arena, size_t bytes)
{
	leat_assert(bytes < SIZE_MAX / 2);
	if (bytes >= LARGE_BYTES)
		return alloc_large(arena, bytes);

	struct chunk *next = arena->current->next;
	if (!next || next->bytes - sizeof(struct chunk) < bytes) {
		/* A kept chunk that is too small stays behind the new one. */
		size_t want = arena->next_bytes * 2;
		if (want > CHUNK_BYTES_MAX)
			want = CHUNK_BYTES_MAX;
		if (want < bytes + sizeof(struct chunk))
			want = bytes + sizeof(struct chunk);
		struct chunk *chunk = chunk_new(class_bytes(want));
		chunk->next = next;
		arena->current->next = chunk;
		arena->bytes += chunk->bytes;
		arena->next_bytes = chunk->bytes;
		next = chunk;
	}
	use_chunk(arena, next, next->data);
	return leat_arena_alloc(arena, bytes);
}

void *leat_arena_alloc(struct leat_arena *arena, size_t bytes)
{
	size_t room = (size_t)(arena->end - arena->at);
	/* An overflow of the rounding is smaller than bytes. */
	size_t rounded = ((bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1)) + GAP_BYTES;

	if (LEAT_UNLIKELY(rounded > room || rounded < bytes))
		return alloc_slow(arena, rounded < bytes ? SIZE_MAX : rounded);
	void *ptr = arena->at;
	arena->at += rounded;
	ASAN_UNPOISON_MEMORY_REGION(ptr, bytes);
	return ptr;
}

void *leat_arena_zalloc(struct leat_arena *arena, size_t bytes)
{
	return memset(leat_arena_alloc(arena, bytes), 0, bytes);
}

char *leat_arena_dup(struct leat_arena *arena, const void *bytes, size_t n)
{
	char *copy = leat_arena_alloc(arena, n + 1);

	if (n)
		memcpy(copy, bytes, n);
	copy[n] = '\0';
	return copy;
}

struct leat_str leat_arena_str(struct leat_arena *arena, struct leat_str s)
{
	return (struct leat_str){ leat_arena_dup(arena, s.p, s.n), s.n };
}

char *leat_arena_printf(struct leat_arena *arena, const char *fmt, ...)
{
	char small[128];
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(small, sizeof(small), fmt, args);
	va_end(args);
	leat_assert(n >= 0);
	if ((size_t)n < sizeof(small))
		return leat_arena_dup(arena, small, (size_t)n);
	char *text = leat_arena_alloc(arena, (size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, args);
	va_end(args);
	return text;
}

void leat_arena_defer(struct leat_arena *arena, void (*fn)(void *data), void *data)
{
	struct defer *d = leat_arena_alloc(arena, sizeof(*d));

	*d = (struct defer){ arena->defers, fn, data };
	arena->defers = d;
}

size_t leat_arena_bytes(const struct leat_arena *arena)
{
	return arena->bytes;
}

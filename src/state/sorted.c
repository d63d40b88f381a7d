/* SPDX-License-Identifier: Apache-2.0 */
/* A sorted list of rows. */
#include "state/sorted.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CHUNK_ENTRIES = 512 };

struct chunk {
	uint32_t count; /* Never 0 in the list. */
	struct leat_sorted_entry *entries[CHUNK_ENTRIES];
};

struct leat_sorted {
	struct chunk **chunks;
	uint32_t chunk_count, chunk_capacity;
	uint64_t count;
	size_t entry_bytes; /* Of all entries. */
};

/* Place of an entry. */
struct place {
	uint32_t chunk;
	uint32_t index;
};

struct leat_sorted *leat_sorted_new(void)
{
	return leat_zalloc(sizeof(struct leat_sorted));
}

struct leat_sorted *leat_sorted_free(struct leat_sorted *sorted)
{
	if (!sorted)
		return NULL;
	for (uint32_t i = 0; i < sorted->chunk_count; i++) {
		for (uint32_t k = 0; k < sorted->chunks[i]->count; k++)
			free(sorted->chunks[i]->entries[k]);
		free(sorted->chunks[i]);
	}
	free(sorted->chunks);
	free(sorted);
	return NULL;
}

static size_t size_of(const struct leat_sorted_entry *entry)
{
	return sizeof(*entry) + entry->key_bytes + entry->row_bytes;
}

struct leat_sorted_entry *leat_sorted_entry_new(struct leat_str key, struct leat_str row)
{
	struct leat_sorted_entry *entry = leat_malloc(sizeof(*entry) + key.n + row.n);

	entry->key_bytes = key.n;
	entry->row_bytes = row.n;
	if (key.n)
		memcpy(entry->bytes, key.p, key.n);
	if (row.n)
		memcpy(entry->bytes + key.n, row.p, row.n);
	return entry;
}

static int compare(struct leat_str a, struct leat_str b)
{
	uint32_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* The first place whose key is above @p key, or with @p or_equal not below it. */
static struct place bound(const struct leat_sorted *sorted, struct leat_str key, bool or_equal)
{
	struct place place = { 0, 0 };
	uint32_t low = 0, high = sorted->chunk_count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct chunk *chunk = sorted->chunks[mid];
		int order = compare(leat_sorted_key(chunk->entries[chunk->count - 1]), key);
		if (order < 0 || (order == 0 && !or_equal))
			low = mid + 1;
		else
			high = mid;
	}
	place.chunk = low;
	if (low == sorted->chunk_count)
		return place;
	const struct chunk *chunk = sorted->chunks[low];
	low = 0;
	high = chunk->count;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int order = compare(leat_sorted_key(chunk->entries[mid]), key);
		if (order < 0 || (order == 0 && !or_equal))
			low = mid + 1;
		else
			high = mid;
	}
	place.index = low;
	return place;
}

static uint64_t rank_of(const struct leat_sorted *sorted, struct place place)
{
	uint64_t rank = place.index;

	for (uint32_t i = 0; i < place.chunk; i++)
		rank += sorted->chunks[i]->count;
	return rank;
}

/* Place of @p rank; that behind the last entry when it is the count. */
static struct place place_of(const struct leat_sorted *sorted, uint64_t rank)
{
	struct place place = { 0, 0 };

	while (place.chunk < sorted->chunk_count && rank >= sorted->chunks[place.chunk]->count)
		rank -= sorted->chunks[place.chunk++]->count;
	place.index = (uint32_t)rank;
	return place;
}

uint64_t leat_sorted_rank(const struct leat_sorted *sorted, struct leat_str key)
{
	return rank_of(sorted, bound(sorted, key, false));
}

uint64_t leat_sorted_find(const struct leat_sorted *sorted, struct leat_str key,
                          struct leat_str row)
{
	struct place place = bound(sorted, key, true);

	for (; place.chunk < sorted->chunk_count; place.chunk++, place.index = 0) {
		const struct chunk *chunk = sorted->chunks[place.chunk];
		for (; place.index < chunk->count; place.index++) {
			const struct leat_sorted_entry *entry = chunk->entries[place.index];
			if (compare(leat_sorted_key(entry), key))
				return UINT64_MAX;
			if (!compare(leat_sorted_row(entry), row))
				return rank_of(sorted, place);
		}
	}
	return UINT64_MAX;
}

/* A new empty chunk at @p index. */
static struct chunk *add_chunk(struct leat_sorted *sorted, uint32_t index)
{
	if (sorted->chunk_count == sorted->chunk_capacity) {
		sorted->chunk_capacity = sorted->chunk_capacity ? sorted->chunk_capacity * 2 : 4;
		sorted->chunks = leat_realloc(sorted->chunks, sorted->chunk_capacity *
		                                                      sizeof(*sorted->chunks));
	}
	memmove(sorted->chunks + index + 1, sorted->chunks + index,
	        (sorted->chunk_count - index) * sizeof(*sorted->chunks));
	sorted->chunk_count++;
	return sorted->chunks[index] = leat_zalloc(sizeof(struct chunk));
}

/* Halve the full chunk at @p place, and move the place along. */
static void split_chunk(struct leat_sorted *sorted, struct place *place)
{
	struct chunk *right = add_chunk(sorted, place->chunk + 1);
	struct chunk *left = sorted->chunks[place->chunk];
	uint32_t half = left->count / 2;

	right->count = left->count - half;
	memcpy(right->entries, left->entries + half, right->count * sizeof(*right->entries));
	left->count = half;
	if (place->index > half)
		*place = (struct place){ place->chunk + 1, place->index - half };
}

void leat_sorted_insert(struct leat_sorted *sorted, uint64_t rank, struct leat_sorted_entry *entry)
{
	struct place place = place_of(sorted, rank);

	leat_assert(rank <= sorted->count);
	if (place.chunk == sorted->chunk_count) {
		if (sorted->chunk_count == 0)
			add_chunk(sorted, 0);
		place.chunk = sorted->chunk_count - 1;
		place.index = sorted->chunks[place.chunk]->count;
	}
	if (sorted->chunks[place.chunk]->count == CHUNK_ENTRIES)
		split_chunk(sorted, &place);
	struct chunk *chunk = sorted->chunks[place.chunk];
	memmove(chunk->entries + place.index + 1, chunk->entries + place.index,
	        (chunk->count - place.index) * sizeof(*chunk->entries));
	chunk->entries[place.index] = entry;
	chunk->count++;
	sorted->count++;
	sorted->entry_bytes += size_of(entry);
}

struct leat_sorted_entry *leat_sorted_take(struct leat_sorted *sorted, uint64_t rank)
{
	struct place place = place_of(sorted, rank);

	leat_assert(rank < sorted->count);
	struct chunk *chunk = sorted->chunks[place.chunk];
	struct leat_sorted_entry *entry = chunk->entries[place.index];
	chunk->count--;
	memmove(chunk->entries + place.index, chunk->entries + place.index + 1,
	        (chunk->count - place.index) * sizeof(*chunk->entries));
	if (chunk->count == 0) {
		free(chunk);
		sorted->chunk_count--;
		memmove(sorted->chunks + place.chunk, sorted->chunks + place.chunk + 1,
		        (sorted->chunk_count - place.chunk) * sizeof(*sorted->chunks));
	}
	sorted->count--;
	sorted->entry_bytes -= size_of(entry);
	return entry;
}

struct leat_sorted_entry *leat_sorted_at(const struct leat_sorted *sorted, uint64_t rank)
{
	struct place place = place_of(sorted, rank);

	leat_assert(rank < sorted->count);
	return sorted->chunks[place.chunk]->entries[place.index];
}

uint64_t leat_sorted_count(const struct leat_sorted *sorted)
{
	return sorted->count;
}

size_t leat_sorted_bytes(const struct leat_sorted *sorted)
{
	return sorted->entry_bytes + sorted->chunk_count * sizeof(struct chunk);
}

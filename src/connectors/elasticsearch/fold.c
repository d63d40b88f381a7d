/* SPDX-License-Identifier: Apache-2.0 */
/* Which key was written last at which place of a body; see fold.h. */
#include "connectors/elasticsearch/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct slot {
	uint64_t key[2];
	uint32_t place;
	uint32_t round; /* Of the last clear; another one: the slot is free. */
};

struct leat_fold {
	struct slot *slots;
	uint32_t slot_count; /* A power of two. */
	uint32_t count;      /* Keys of this round. */
	uint32_t round;      /* Grows with each clear, from 1. */
};

static void allocate(struct leat_fold *fold, uint32_t slot_count)
{
	fold->slots = leat_zalloc(sizeof(struct slot) * slot_count);
	fold->slot_count = slot_count;
}

struct leat_fold *leat_fold_new(void)
{
	struct leat_fold *fold = leat_zalloc(sizeof(*fold));

	fold->round = 1;
	allocate(fold, 256);
	return fold;
}

struct leat_fold *leat_fold_free(struct leat_fold *fold)
{
	if (fold) {
		free(fold->slots);
		free(fold);
	}
	return NULL;
}

static struct slot *find(struct leat_fold *fold, const uint64_t key[2])
{
	for (uint32_t i = (uint32_t)key[0];; i++) {
		struct slot *slot = &fold->slots[i & (fold->slot_count - 1)];
		if (slot->round != fold->round || !memcmp(slot->key, key, sizeof(slot->key)))
			return slot;
	}
}

static void grow(struct leat_fold *fold)
{
	struct slot *old = fold->slots;
	uint32_t old_count = fold->slot_count;

	allocate(fold, old_count * 2);
	for (uint32_t i = 0; i < old_count; i++)
		if (old[i].round == fold->round)
			*find(fold, old[i].key) = old[i];
	free(old);
}

int64_t leat_fold_put(struct leat_fold *fold, const uint64_t key[2], uint32_t place)
{
	if (fold->count * 2 >= fold->slot_count)
		grow(fold);
	struct slot *slot = find(fold, key);
	int64_t before = slot->round == fold->round ? (int64_t)slot->place : -1;

	if (before < 0) {
		memcpy(slot->key, key, sizeof(slot->key));
		slot->round = fold->round;
		fold->count++;
	}
	slot->place = place;
	return before;
}

void leat_fold_clear(struct leat_fold *fold)
{
	fold->count = 0;
	if (++fold->round == 0) { /* After 2^32 clears old rounds would look new. */
		memset(fold->slots, 0, sizeof(struct slot) * fold->slot_count);
		fold->round = 1;
	}
}

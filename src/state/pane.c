/* SPDX-License-Identifier: Apache-2.0 */
/* Panes in the order they fire. */
#include "state/pane.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void leat_panes_init(struct leat_panes *panes, size_t block_bytes)
{
	*panes = (struct leat_panes){ .block_bytes = block_bytes };
}

void leat_panes_done(struct leat_panes *panes)
{
	for (uint32_t i = 0; i < panes->count; i++)
		leat_pane_free(panes->items[i]);
	free(panes->items);
	leat_panes_init(panes, panes->block_bytes);
}

/* Index of the first pane that is not before (@p fire_us, @p end_us). */
static uint32_t lower_bound(const struct leat_panes *panes, int64_t fire_us, int64_t end_us)
{
	uint32_t low = 0, high = panes->count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct leat_pane *pane = panes->items[mid];
		if (pane->fire_us < fire_us || (pane->fire_us == fire_us && pane->end_us < end_us))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct leat_pane *leat_panes_get(struct leat_panes *panes, int64_t start_us, int64_t end_us,
                                 int64_t fire_us)
{
	if (panes->last && panes->last->end_us == end_us)
		return panes->last;

	uint32_t at = lower_bound(panes, fire_us, end_us);
	if (at < panes->count && panes->items[at]->end_us == end_us)
		return panes->last = panes->items[at];

	struct leat_pane *pane = leat_zalloc(sizeof(*pane));
	pane->start_us = start_us;
	pane->end_us = end_us;
	pane->fire_us = fire_us;
	pane->table = leat_state_table_new(panes->block_bytes, panes->expected_keys);
	if (panes->count == panes->capacity) {
		panes->capacity = panes->capacity ? panes->capacity * 2 : 8;
		panes->items = leat_realloc(panes->items, panes->capacity * sizeof(*panes->items));
	}
	memmove(panes->items + at + 1, panes->items + at,
	        (panes->count - at) * sizeof(*panes->items));
	panes->items[at] = pane;
	panes->count++;
	return panes->last = pane;
}

struct leat_pane *leat_panes_take_first(struct leat_panes *panes)
{
	leat_assert(panes->count > 0);
	struct leat_pane *pane = panes->items[0];

	panes->expected_keys = leat_state_table_count(pane->table);
	panes->count--;
	memmove(panes->items, panes->items + 1, panes->count * sizeof(*panes->items));
	if (panes->last == pane)
		panes->last = NULL;
	return pane;
}

struct leat_pane *leat_pane_free(struct leat_pane *pane)
{
	if (!pane)
		return NULL;
	leat_state_table_free(pane->table);
	free(pane);
	return NULL;
}

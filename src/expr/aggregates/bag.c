/* SPDX-License-Identifier: Apache-2.0 */
/* Byte strings in order. */
#include "expr/aggregates/bag.h"

#include <stdlib.h>
#include <string.h>

/* Room for one more: gaps are closed when they are half of the items. */
static void make_room(struct leat_bag *bag)
{
	if (bag->end < bag->capacity)
		return;
	if (bag->count <= bag->end / 2) {
		uint32_t to = 0;
		for (uint32_t i = bag->begin; i < bag->end; i++)
			if (bag->items[i].p)
				bag->items[to++] = bag->items[i];
		bag->begin = 0;
		bag->end = to;
	}
	if (bag->end < bag->capacity)
		return;
	bag->capacity = bag->capacity ? bag->capacity * 2 : 4;
	bag->items = leat_realloc(bag->items, bag->capacity * sizeof(*bag->items));
}

void leat_bag_add(struct leat_bag *bag, struct leat_str item)
{
	make_room(bag);
	bag->items[bag->end++] = (struct leat_str){ leat_strndup(item.n ? item.p : "", item.n),
		                                    item.n };
	bag->count++;
}

void leat_bag_remove(struct leat_bag *bag, struct leat_str item)
{
	for (uint32_t i = bag->begin; i < bag->end; i++) {
		struct leat_str *have = &bag->items[i];
		if (!have->p || have->n != item.n ||
		    (item.n && memcmp(have->p, item.p, item.n) != 0))
			continue;
		free((char *)have->p);
		have->p = NULL;
		bag->count--;
		break;
	}
	while (bag->begin < bag->end && !bag->items[bag->begin].p)
		bag->begin++;
	while (bag->end > bag->begin && !bag->items[bag->end - 1].p)
		bag->end--;
	if (bag->count == 0)
		bag->begin = bag->end = 0;
}

const struct leat_str *leat_bag_next(const struct leat_bag *bag, uint32_t *position)
{
	uint32_t i = *position < bag->begin ? bag->begin : *position;

	while (i < bag->end && !bag->items[i].p)
		i++;
	*position = i + 1;
	return i < bag->end ? &bag->items[i] : NULL;
}

const struct leat_str *leat_bag_last(const struct leat_bag *bag)
{
	return bag->count ? &bag->items[bag->end - 1] : NULL;
}

void leat_bag_done(struct leat_bag *bag)
{
	for (uint32_t i = bag->begin; i < bag->end; i++)
		free((char *)bag->items[i].p);
	free(bag->items);
	*bag = (struct leat_bag){ 0 };
}

void leat_bag_save(const struct leat_bag *bag, struct leat_buf *out)
{
	const struct leat_str *item;
	uint32_t position = 0;

	leat_buf_add(out, &bag->count, sizeof(bag->count));
	while ((item = leat_bag_next(bag, &position)))
		leat_snapshot_put_str(*item, out);
}

void leat_bag_load(struct leat_bag *bag, struct leat_reader *in)
{
	uint32_t count;

	leat_reader_take(in, &count, sizeof(count));
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		struct leat_str item = leat_reader_take_str(in);
		if (!in->failed)
			leat_bag_add(bag, item);
	}
}

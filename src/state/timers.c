/* SPDX-License-Identifier: Apache-2.0 */
/* Timers: a binary heap whose items know their places. */
#include "state/timers.h"

#include <stdlib.h>

#include "base/mem.h"

void leat_timers_done(struct leat_timers *timers)
{
	free(timers->items);
	*timers = (struct leat_timers){ 0 };
}

static bool is_before(const struct leat_timer *a, const struct leat_timer *b)
{
	return a->due_us != b->due_us ? a->due_us < b->due_us : a->number < b->number;
}

static void place(struct leat_timers *timers, uint32_t index, struct leat_timer *timer)
{
	timers->items[index] = timer;
	timer->index = index;
}

static void sift_up(struct leat_timers *timers, uint32_t index, struct leat_timer *timer)
{
	while (index > 0 && is_before(timer, timers->items[(index - 1) / 2])) {
		place(timers, index, timers->items[(index - 1) / 2]);
		index = (index - 1) / 2;
	}
	place(timers, index, timer);
}

static void sift_down(struct leat_timers *timers, uint32_t index, struct leat_timer *timer)
{
	for (;;) {
		uint32_t child = 2 * index + 1;
		if (child >= timers->count)
			break;
		if (child + 1 < timers->count &&
		    is_before(timers->items[child + 1], timers->items[child]))
			child++;
		if (!is_before(timers->items[child], timer))
			break;
		place(timers, index, timers->items[child]);
		index = child;
	}
	place(timers, index, timer);
}

void leat_timers_add(struct leat_timers *timers, struct leat_timer *timer)
{
	if (timers->count == timers->capacity) {
		timers->capacity = timers->capacity ? timers->capacity * 2 : 16;
		timers->items = leat_realloc(timers->items,
		                             timers->capacity * sizeof(*timers->items));
	}
	sift_up(timers, timers->count++, timer);
}

void leat_timers_remove(struct leat_timers *timers, struct leat_timer *timer)
{
	uint32_t index = timer->index;

	leat_assert(index < timers->count && timers->items[index] == timer);
	struct leat_timer *last = timers->items[--timers->count];
	if (last == timer)
		return;
	if (is_before(last, timer))
		sift_up(timers, index, last);
	else
		sift_down(timers, index, last);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Timers: what is due first, by time and then by number; any of them can be moved or removed. */
#pragma once

#include "leat/def.h"

/** A timer; a member of what it belongs to. */
struct leat_timer {
	int64_t due_us;  /**< When. */
	uint64_t number; /**< Order among those of the same time. */
	uint32_t index;  /**< In the heap. */
};

/** A heap of timers. */
struct leat_timers {
	struct leat_timer **items; /**< The heap; items[0] is due first. */
	uint32_t count;            /**< Timers. */
	uint32_t capacity;         /**< Room in items. */
};

/** Free the heap (not the timers); it is empty afterwards.  All zero is an empty heap. */
void leat_timers_done(struct leat_timers *timers);

/** Add a timer whose due_us and number are set. */
void leat_timers_add(struct leat_timers *timers, struct leat_timer *timer);

/** Remove a timer. */
void leat_timers_remove(struct leat_timers *timers, struct leat_timer *timer);

/** The timer that is due first, or NULL. */
static inline struct leat_timer *leat_timers_first(const struct leat_timers *timers)
{
	return timers->count ? timers->items[0] : NULL;
}

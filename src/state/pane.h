/* SPDX-License-Identifier: Apache-2.0 */
/* Window panes: a table of keyed state per window, ordered by the time at which they fire.
 *
 * A pane is dropped as a whole.  Lookup of the pane used last costs nothing. */
#pragma once

#include "state/table.h"

/** The state of one window. */
struct leat_pane {
	int64_t start_us;               /**< First instant (local time of the windows). */
	int64_t end_us;                 /**< One past the last; identifies the pane. */
	int64_t fire_us;                /**< It fires when the watermark reaches this. */
	struct leat_state_table *table; /**< Keys in the order they came. */
	uint32_t run_rows;              /**< Scratch of the operator. */
};

/** All open panes of an operator. */
struct leat_panes {
	size_t block_bytes;       /**< Of the tables. */
	struct leat_pane **items; /**< By fire_us, then end_us. */
	uint32_t count;           /**< Panes. */
	uint32_t capacity;        /**< Room in items. */
	struct leat_pane *last;   /**< Found last, or NULL. */
	uint32_t expected_keys;   /**< Of a new pane: as many as the one that was taken last had. */
};

/** No panes; tables will have blocks of @p block_bytes. */
void leat_panes_init(struct leat_panes *panes, size_t block_bytes);

/** Drop all panes.  The caller has taken what the blocks own. */
void leat_panes_done(struct leat_panes *panes);

/** The pane that ends at @p end_us, made when there is none. */
struct leat_pane *leat_panes_get(struct leat_panes *panes, int64_t start_us, int64_t end_us,
                                 int64_t fire_us);

/** When the first pane fires; INT64_MAX: there is none. */
static inline int64_t leat_panes_first_fire(const struct leat_panes *panes)
{
	return panes->count ? panes->items[0]->fire_us : INT64_MAX;
}

/** Take the first pane out; leat_pane_free() it. */
struct leat_pane *leat_panes_take_first(struct leat_panes *panes);

/** Free a pane that was taken out.  NULL is allowed.  Returns NULL. */
struct leat_pane *leat_pane_free(struct leat_pane *pane);

/* SPDX-License-Identifier: Apache-2.0 */
/* Byte strings in the order of their arrival, of which any can be taken back. */
#pragma once

#include "expr/aggregates/aggregate.h"

/** All zero is an empty bag. */
struct leat_bag {
	struct leat_str *items; /**< On the heap, as are their bytes; .p NULL: taken back. */
	uint32_t begin;         /**< Items before it are all taken back. */
	uint32_t end;           /**< One past the last item. */
	uint32_t capacity;      /**< Of items. */
	uint32_t count;         /**< Items that are there. */
};

/** Add a copy of @p item behind the others. */
void leat_bag_add(struct leat_bag *bag, struct leat_str item);

/** Take back the first item equal to @p item; nothing when there is none. */
void leat_bag_remove(struct leat_bag *bag, struct leat_str item);

/** The next item from *@p position on (start with 0), NULL at the end. */
const struct leat_str *leat_bag_next(const struct leat_bag *bag, uint32_t *position);

/** The last item, or NULL. */
const struct leat_str *leat_bag_last(const struct leat_bag *bag);

/** Free the items. */
void leat_bag_done(struct leat_bag *bag);
/** Append the items for a snapshot. */
void leat_bag_save(const struct leat_bag *bag, struct leat_buf *out);
/** Into an empty bag. */
void leat_bag_load(struct leat_bag *bag, struct leat_reader *in);

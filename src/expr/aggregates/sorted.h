/* SPDX-License-Identifier: Apache-2.0 */
/* A sorted multiset of scalars: MIN and MAX over rows that are taken back. */
#pragma once

#include "expr/aggregates/aggregate.h"

struct leat_sorted_node;

/** All zero is an empty set. */
struct leat_sorted {
	struct leat_sorted_node *root; /**< A treap, or NULL. */
	uint64_t random;               /**< For the priorities of its nodes. */
};

/** Add one @p value; a copy is owned. */
void leat_sorted_add(struct leat_sorted *set, const struct leat_scalar *value, enum leat_phys phys);

/** Remove one @p value.  A value that is not there is remembered as owed, so that a retraction may
 * come before its row. */
void leat_sorted_remove(struct leat_sorted *set, const struct leat_scalar *value,
                        enum leat_phys phys);

/** The smallest (@p sign -1) or largest (1) value, or NULL.  Valid until the next change. */
const struct leat_scalar *leat_sorted_extreme(const struct leat_sorted *set, int sign);

/** Free the values. */
void leat_sorted_done(struct leat_sorted *set, enum leat_phys phys);
/** Append the values for a snapshot. */
void leat_sorted_save(const struct leat_sorted *set, enum leat_phys phys, struct leat_buf *out);
/** Into an empty set. */
void leat_sorted_load(struct leat_sorted *set, enum leat_phys phys, struct leat_reader *in);

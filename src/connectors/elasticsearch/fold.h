/* SPDX-License-Identifier: Apache-2.0 */
/* Which key was written last at which place of a body: a small hash table that is cleared often. */
#pragma once

#include "leat/def.h"

struct leat_fold;

/** An empty table; the caller frees it. */
struct leat_fold *leat_fold_new(void);
/** NULL is allowed.  Returns NULL. */
struct leat_fold *leat_fold_free(struct leat_fold *fold);

/** @p key (a 128-bit hash of a document id: different ids never meet) is at @p place now; returns
 * where it was before, or -1. */
int64_t leat_fold_put(struct leat_fold *fold, const uint64_t key[2], uint32_t place);

/** Forget all keys. */
void leat_fold_clear(struct leat_fold *fold);

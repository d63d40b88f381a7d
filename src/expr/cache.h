/* SPDX-License-Identifier: Apache-2.0 */
/* What a call makes from texts that come with the rows (patterns, zones): made once per text, kept
 * while there are not too many. */
#pragma once

#include "leat/arena.h"

struct leat_cache;

/** A cache that lives in the compile arena @p arena.  @p make makes the value of a text with memory
 * from the arena it is given (NULL is a value too). */
struct leat_cache *leat_cache_new(struct leat_arena *arena,
                                  const void *(*make)(struct leat_arena *arena,
                                                      struct leat_str text, const void *context),
                                  const void *context);

/** The value of @p text; valid until the next call. */
const void *leat_cache_get(struct leat_cache *cache, struct leat_str text);

/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions as Java writes them, by PCRE2, with limits: a pattern cannot hang the loop. */
#pragma once

#include "expr/cache.h"
#include "leat/error.h"

struct leat_regexp;

/** Compile @p pattern; it is freed with @p arena.  NULL when it is malformed. */
const struct leat_regexp *leat_regexp_new(struct leat_arena *arena, struct leat_str pattern);

/** A cache of patterns that lives in @p arena: leat_cache_get() gives a struct leat_regexp or NULL. */
struct leat_cache *leat_regexp_cache(struct leat_arena *arena);

/** Groups of the pattern, the whole not counted. */
uint32_t leat_regexp_groups(const struct leat_regexp *regexp);

/** Find the pattern in @p text from byte @p from on; false when it is not there (or a limit was met).
 * The place of the match and its groups stays until the next search. */
bool leat_regexp_find(const struct leat_regexp *regexp, struct leat_str text, uint32_t from);

/** Bytes of group @p group (0: the whole) of the last match; false when it took no part. */
bool leat_regexp_group(const struct leat_regexp *regexp, uint32_t group, uint32_t *ret_begin,
                       uint32_t *ret_end);

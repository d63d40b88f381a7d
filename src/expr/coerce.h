/* SPDX-License-Identifier: Apache-2.0 */
/* Which type several types have in common, by Flink's rules. */
#pragma once

#include "leat/type.h"

/** The narrowest type that all of @p types go into without loss of meaning, for CASE, COALESCE,
 * ARRAY, VALUES, UNION: nullable when one of them is (type NULL goes into everything).  NULL when
 * there is none. */
const struct leat_type *leat_type_common(struct leat_arena *arena, uint32_t count,
                                         const struct leat_type *const *types);

/** As above for the two sides of a comparison: text is also read as the other side's
 * type. */
const struct leat_type *leat_type_compared(struct leat_arena *arena, const struct leat_type *a,
                                           const struct leat_type *b);

/* SPDX-License-Identifier: Apache-2.0 */
/* The order of a map's entries where one is needed. */
#pragma once

#include "leat/batch.h"

/** Rows of the children of MAP or MULTISET @p map that are the entries of row @p row, sorted by key
 * and value; free() them. */
uint32_t *leat_map_order(const struct leat_col *map, uint32_t row);

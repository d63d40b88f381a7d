/* SPDX-License-Identifier: Apache-2.0 */
/* The name that was probably meant: offer all known ones, then ask.
 *
 *   struct leat_nearest near = leat_nearest_of(name);
 *   for (...) leat_nearest_offer(&near, known[i].name);
 *   leat_nearest_hint(&near, err);                        // did you mean "age"? */
#pragma once

#include "leat/error.h"

/** A search for the nearest name. */
struct leat_nearest {
	struct leat_str name; /**< What was written. */
	struct leat_str best; /**< The nearest so far; .p is NULL when none is near. */
	uint32_t distance;    /**< Its edit distance, case counting a little. */
};

/** Begin a search for @p name, which must live as long as it. */
struct leat_nearest leat_nearest_of(struct leat_str name);

/** Consider @p candidate, which must live as long as the search. */
void leat_nearest_offer(struct leat_nearest *near, struct leat_str candidate);

/** As leat_nearest_offer() for a terminated text. */
void leat_nearest_offer_text(struct leat_nearest *near, const char *candidate);

/** Add the hint `did you mean "x"?` to @p err when something near was offered; true if so. */
bool leat_nearest_hint(const struct leat_nearest *near, struct leat_err *err);

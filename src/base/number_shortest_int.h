/* SPDX-License-Identifier: Apache-2.0 */
/* The shortest decimal that reads back as a given binary number. */
#pragma once

#include "leat/def.h"

/** digits * 10^exponent; digits may end in zeros. */
struct leat_shortest {
	uint64_t digits;
	int exponent;
};

/** The decimal with the fewest digits, but at least two, that lies inside the rounding interval of
 * @p c * 2^@p q as Java 17 sees it, and of those the one nearest to it.  @p c is not 0; one below
 * @p c_tiny would give one digit only, and is scaled up. */
struct leat_shortest leat_number_shortest(uint64_t c, int q, uint64_t c_tiny);

/* SPDX-License-Identifier: Apache-2.0 */
/* The shortest decimal that reads back as a given binary number. */
#pragma once

#include "leat/def.h"

/** digits * 10^exponent; digits may end in zeros. */
struct leat_shortest {
	uint64_t digits;
	int exponent;
};

/** The decimal with the fewest digits, but at least two, that lies in the rounding interval of
 * @p c * 2^@p q, and of those the one nearest to it.  @p c is not 0.  @p closer_below: the next smaller number is
 * only half as far away as the next larger one (c is a power of two).  @p c_tiny: a smaller c gives one digit
 * only, and is scaled up. */
struct leat_shortest leat_number_shortest(uint64_t c, int q, bool closer_below, uint64_t c_tiny);

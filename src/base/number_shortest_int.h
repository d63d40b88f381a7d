/* SPDX-License-Identifier: Apache-2.0 */
/* Between binary and decimal numbers: powers of ten, and short decimals that read back the same. */
#pragma once

#include "leat/def.h"

enum {
	LEAT_POWER_MIN = -292, /**< Of ten; what doubles need. */
	LEAT_POWER_MAX = 324,
};

/** The 128 highest bits of a power of ten, of which the first one is set. */
struct leat_power {
	uint64_t high; /**< First 64 bits. */
	uint64_t low;  /**< Last 64 bits. */
};

/** 10^@p exponent (LEAT_POWER_MIN .. LEAT_POWER_MAX) rounded down to 128 bits. */
struct leat_power leat_number_power(int exponent);

/** digits * 10^exponent; digits may end in zeros. */
struct leat_shortest {
	uint64_t digits;
	int exponent;
};

/** The decimal with the fewest digits, but at least two, that lies inside the rounding interval of
 * @p c * 2^@p q as Java 17 sees it, and of those the one nearest to it.  @p c is not 0; one below
 * @p c_tiny would give one digit only, and is scaled up. */
struct leat_shortest leat_number_shortest(uint64_t c, int q, uint64_t c_tiny);

/* SPDX-License-Identifier: Apache-2.0 */
/* Unsigned 256-bit integers: as much of them as decimals need. */
#pragma once

#include "leat/def.h"

typedef unsigned __int128 leat_u128;

/** high * 2^128 + low. */
struct leat_u256 {
	leat_u128 low;
	leat_u128 high;
};

/** a * b. */
struct leat_u256 leat_u256_mul(leat_u128 a, leat_u128 b);

/** a * b; false when it does not fit. */
bool leat_u256_scale(struct leat_u256 a, leat_u128 b, struct leat_u256 *ret);

/** a / b and the rest; @p b is not 0. */
struct leat_u256 leat_u256_div(struct leat_u256 a, leat_u128 b, leat_u128 *ret_rest);

/* SPDX-License-Identifier: Apache-2.0 */
/* Short decimals by the method of Schubfach (Raffaello Giulietti, "The Schubfach way to render
 * doubles"), with the rounding interval of Java before 19.
 *
 * Numbers v = c 2^q have neighbours at c +- 1; what lies between the midpoints reads back as v.
 * With k so that 10^k is just below the width of that interval, the interval holds a multiple of
 * 10^k for sure and at most one of 10^(k+1).  So: scale v and the midpoints by 10^-k, by one
 * multiplication with a 128-bit approximation of the power; look for a multiple of ten inside; else
 * take the nearest integer inside.  Rounding the products to odd keeps all comparisons exact.
 *
 * Java up to 18 (on which Flink's texts are based) leaves the midpoints themselves out, and below
 * and above a power of two it takes the nearer midpoint's distance.  So it sometimes has a digit
 * more than the shortest. */
#include "base/number_shortest_int.h"

#include <pthread.h>
#include <string.h>

enum {
	POWER_MIN = LEAT_POWER_MIN,
	POWER_MAX = LEAT_POWER_MAX,
	POWER_EXACT_MAX = 55, /* 5^55 has 128 bits. */
	BIG_WORDS = 20, /* 1280 bits: 10^324 has 1077, and 2^1279 / 10^292 still has 309. */
};

/* 10^p rounded up to 128 bits, for p = POWER_MIN .. POWER_MAX. */
static struct leat_power powers[POWER_MAX - POWER_MIN + 1];

/* The 128 highest bits of a number of BIG_WORDS words (lowest first), plus one if bits are cut or
 * @p inexact. */
static struct leat_power top_bits(const uint64_t *big, bool inexact)
{
	int top = BIG_WORDS - 1;

	while (big[top] == 0)
		top--;
	leat_assert(top >= 2);
	int shift = __builtin_clzll(big[top]);
	struct leat_power p = { big[top], big[top - 1] };
	uint64_t below = big[top - 2];
	if (shift) {
		p.high = p.high << shift | p.low >> (64 - shift);
		p.low = p.low << shift | below >> (64 - shift);
		below <<= shift;
	}
	for (int i = 0; i < top - 2; i++)
		below |= big[i];
	if ((below || inexact) && ++p.low == 0)
		p.high++;
	return p;
}

static void make_powers(void)
{
	uint64_t big[BIG_WORDS] = { [2] = 1 };

	/* Upwards from 2^128, exactly. */
	for (int p = 0; p <= POWER_MAX; p++) {
		powers[p - POWER_MIN] = top_bits(big, false);
		unsigned __int128 carry = 0;
		for (int i = 0; i < BIG_WORDS; i++) {
			carry += (unsigned __int128)big[i] * 10;
			big[i] = (uint64_t)carry;
			carry >>= 64;
		}
	}
	/* Downwards from 2^1279: dividing a floor by ten again and again gives the floor. */
	memset(big, 0, sizeof(big));
	big[BIG_WORDS - 1] = UINT64_C(1) << 63;
	for (int p = -1; p >= POWER_MIN; p--) {
		unsigned __int128 rest = 0;
		for (int i = BIG_WORDS - 1; i >= 0; i--) {
			rest = rest << 64 | big[i];
			big[i] = (uint64_t)(rest / 10);
			rest %= 10;
		}
		powers[p - POWER_MIN] = top_bits(big, true);
	}
}

/* floor(log10(2^e)) and floor(log2(10^e)), in the range of doubles. */
static int log10_pow2(int e)
{
	return (e * 1262611) >> 22;
}

static int log2_pow10(int e)
{
	return (e * 1741647) >> 19;
}

/* The high 64 bits of the product, the lowest one set when anything was cut off. */
static uint64_t round_to_odd(struct leat_power g, uint64_t x)
{
	unsigned __int128 low = (unsigned __int128)g.low * x;
	unsigned __int128 sum = (unsigned __int128)g.high * x + (uint64_t)(low >> 64);

	/* The approximation is up to one unit too large, which is not "anything". */
	return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

static void need_powers(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_powers);
}

struct leat_power leat_number_power(int exponent)
{
	need_powers();
	struct leat_power p = powers[exponent - POWER_MIN];
	if ((exponent < 0 || exponent > POWER_EXACT_MAX) && p.low-- == 0)
		p.high--;
	return p;
}

struct leat_shortest leat_number_shortest(uint64_t c, int q, uint64_t c_tiny)
{
	int down = 0;

	need_powers();
	bool power_of_two = (c & (c - 1)) == 0;
	if (c < c_tiny) {
		c *= 10;
		down = -1;
	}
	int k = log10_pow2(q - power_of_two);
	int h = q + log2_pow10(-k) + 1;
	struct leat_power g = powers[-k - POWER_MIN];
	/* Everything is four times as large, so that midpoints are integers; they are outside. */
	uint64_t half = power_of_two ? 1 : 2;
	uint64_t mid = round_to_odd(g, (4 * c) << h);
	uint64_t lower = round_to_odd(g, (4 * c - half) << h) + 1;
	uint64_t upper = round_to_odd(g, (4 * c + half) << h) - 1;
	uint64_t s = mid / 4;

	if (s >= 100) {
		uint64_t tens = s / 10;
		bool down_inside = lower <= 40 * tens;
		bool up_inside = 40 * tens + 40 <= upper;
		if (down_inside != up_inside)
			return (struct leat_shortest){ tens + up_inside, k + 1 + down };
	}
	bool down_inside = lower <= 4 * s;
	bool up_inside = 4 * s + 4 <= upper;
	if (down_inside != up_inside)
		return (struct leat_shortest){ s + up_inside, k + down };
	bool round_up = mid > 4 * s + 2 || (mid == 4 * s + 2 && (s & 1));
	return (struct leat_shortest){ s + round_up, k + down };
}

/* SPDX-License-Identifier: Apache-2.0 */
/* 256-bit products and quotients, on 32-bit digits where hardware does not help. */
#include "types/int256_int.h"

#include <string.h>

struct leat_u256 leat_u256_mul(leat_u128 a, leat_u128 b)
{
	uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64);
	uint64_t b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
	leat_u128 low = (leat_u128)a0 * b0;
	leat_u128 mid = (leat_u128)a1 * b0 + (uint64_t)(low >> 64);
	leat_u128 mid2 = (leat_u128)a0 * b1 + (uint64_t)mid;

	return (struct leat_u256){
		.low = mid2 << 64 | (uint64_t)low,
		.high = (leat_u128)a1 * b1 + (uint64_t)(mid >> 64) + (uint64_t)(mid2 >> 64),
	};
}

bool leat_u256_scale(struct leat_u256 a, leat_u128 b, struct leat_u256 *ret)
{
	struct leat_u256 low = leat_u256_mul(a.low, b);
	struct leat_u256 high = leat_u256_mul(a.high, b);

	if (high.high || __builtin_add_overflow(low.high, high.low, &low.high))
		return false;
	*ret = low;
	return true;
}

enum { DIVIDEND_DIGITS = 8, DIVISOR_DIGITS = 4 };

static int significant(const uint32_t *digits, int count)
{
	while (count > 0 && digits[count - 1] == 0)
		count--;
	return count;
}

/* Subtract @p q times the divisor from the digits at @p u; the borrow that is left. */
static bool subtract_multiple(uint32_t *u, const uint32_t *v, int n, uint64_t q)
{
	uint64_t carry = 0;
	int64_t borrow = 0;

	for (int i = 0; i < n; i++) {
		carry += q * v[i];
		int64_t t = (int64_t)u[i] - (int64_t)(uint32_t)carry + borrow;
		u[i] = (uint32_t)t;
		borrow = t >> 32;
		carry >>= 32;
	}
	int64_t t = (int64_t)u[n] - (int64_t)carry + borrow;
	u[n] = (uint32_t)t;
	return t < 0;
}

static void add_back(uint32_t *u, const uint32_t *v, int n)
{
	uint64_t carry = 0;

	for (int i = 0; i < n; i++) {
		carry += (uint64_t)u[i] + v[i];
		u[i] = (uint32_t)carry;
		carry >>= 32;
	}
	u[n] += (uint32_t)carry;
}

/* Schoolbook division (Knuth, algorithm D) of digits shifted so that the divisor's highest bit is
 * set.  @p n >= 2 digits in v; @p u has m + n + 1 digits and becomes the rest; q gets m + 1. */
static void divide_digits(uint32_t *u, const uint32_t *v, int m, int n, uint32_t *q)
{
	for (int k = m; k >= 0; k--) {
		uint64_t top = (uint64_t)u[k + n] << 32 | u[k + n - 1];
		uint64_t guess = top / v[n - 1], rest = top % v[n - 1];
		while (guess >> 32 || guess * v[n - 2] > (rest << 32 | u[k + n - 2])) {
			guess--;
			rest += v[n - 1];
			if (rest >> 32)
				break;
		}
		if (subtract_multiple(u + k, v, n, guess)) {
			guess--;
			add_back(u + k, v, n);
		}
		q[k] = (uint32_t)guess;
	}
}

/* A divisor of at most 64 bits: plain long division by halves. */
static struct leat_u256 divide_by_word(struct leat_u256 a, uint64_t b, leat_u128 *ret_rest)
{
	uint64_t words[4] = { (uint64_t)a.low, (uint64_t)(a.low >> 64), (uint64_t)a.high,
		              (uint64_t)(a.high >> 64) };
	leat_u128 rest = 0;

	for (int i = 3; i >= 0; i--) {
		rest = rest << 64 | words[i];
		words[i] = (uint64_t)(rest / b);
		rest %= b;
	}
	*ret_rest = rest;
	return (struct leat_u256){ (leat_u128)words[1] << 64 | words[0],
		                   (leat_u128)words[3] << 64 | words[2] };
}

struct leat_u256 leat_u256_div(struct leat_u256 a, leat_u128 b, leat_u128 *ret_rest)
{
	uint32_t u[DIVIDEND_DIGITS + 1] = { 0 }, v[DIVISOR_DIGITS], q[DIVIDEND_DIGITS] = { 0 };

	leat_assert(b != 0);
	if (a.high == 0) {
		*ret_rest = a.low % b;
		return (struct leat_u256){ a.low / b, 0 };
	}
	if (b >> 64 == 0)
		return divide_by_word(a, (uint64_t)b, ret_rest);

	/* Shift both so that the divisor begins with a one. */
	memcpy(v, &b, sizeof(b));
	int n = significant(v, DIVISOR_DIGITS);
	int shift = __builtin_clz(v[n - 1]);
	b <<= shift;
	memcpy(v, &b, sizeof(b));
	u[DIVIDEND_DIGITS] = shift ? (uint32_t)(a.high >> (128 - shift)) : 0;
	if (shift)
		a.high = a.high << shift | a.low >> (128 - shift);
	a.low <<= shift;
	memcpy(u, &a.low, sizeof(a.low));
	memcpy(u + DIVISOR_DIGITS, &a.high, sizeof(a.high));

	divide_digits(u, v, DIVIDEND_DIGITS - n, n, q);
	struct leat_u256 result;
	leat_u128 rest;
	memcpy(&result.low, q, sizeof(result.low));
	memcpy(&result.high, q + DIVISOR_DIGITS, sizeof(result.high));
	memcpy(&rest, u, sizeof(rest));
	*ret_rest = rest >> shift;
	return result;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Doubles and floats from text. */
#include "base/number.h"

#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number_shortest_int.h"

enum {
	DIGITS_MAX = 19,         /* That fit in 64 bits. */
	EXPONENT_DIGITS_MAX = 8, /* More is out of reach of a double, unless they are zeros. */
	EXPONENT_LARGE = 1000000000,
};

/* A decimal number in parts. */
struct decimal_text {
	uint64_t digits; /* The first 19 significant ones. */
	int64_t exponent; /* Of ten. */
	bool negative;
	bool exact;      /* No significant digit was left out. */
};

/* Read digits into *@p value, which may overflow; returns how many there were. */
static uint32_t take_digits(struct leat_str s, uint32_t *i, uint64_t *value)
{
	uint32_t begin = *i;

	for (; *i < s.n; ++*i) {
		unsigned digit = (unsigned)(unsigned char)s.p[*i] - '0';
		if (digit > 9)
			break;
		*value = *value * 10 + digit;
	}
	return *i - begin;
}

/* Take the digits at @p p up to @p end again, more than DIGITS_MAX of them: keep the first
 * significant ones and count the others. */
static void take_many_digits(const char *p, const char *end, struct decimal_text *d)
{
	int kept = 0;
	bool point = false;

	d->digits = 0;
	d->exponent = 0;
	for (; p < end; p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		d->exponent -= point;
		if (kept < DIGITS_MAX) {
			d->digits = d->digits * 10 + (unsigned)(*p - '0');
			kept += d->digits != 0;
		} else {
			d->exponent++;
			d->exact &= *p == '0';
		}
	}
}

/* An exponent of many digits: zeros in front do not count, and what is out of reach is just
 * large. */
static uint64_t large_exponent(struct leat_str digits)
{
	uint64_t value = 0;
	uint32_t i = 0;

	while (digits.n && digits.p[0] == '0') {
		digits.p++;
		digits.n--;
	}
	if (digits.n > EXPONENT_DIGITS_MAX)
		return EXPONENT_LARGE;
	take_digits(digits, &i, &value);
	return value;
}

/* Check the syntax and take the number apart. */
static bool scan(struct leat_str s, struct decimal_text *ret)
{
	struct decimal_text d = { .exact = true };
	uint32_t i = 0;

	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		d.negative = s.p[i++] == '-';
	uint32_t begin = i;
	uint32_t count = take_digits(s, &i, &d.digits);
	if (i < s.n && s.p[i] == '.') {
		i++;
		uint32_t fraction = take_digits(s, &i, &d.digits);
		d.exponent = -(int64_t)fraction;
		count += fraction;
	}
	if (count == 0)
		return false;
	if (count > DIGITS_MAX)
		take_many_digits(s.p + begin, s.p + i, &d);
	if (i < s.n && (s.p[i] | 0x20) == 'e') {
		bool minus = ++i < s.n && s.p[i] == '-';
		uint64_t e = 0;
		if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
			i++;
		uint32_t digits_begin = i;
		uint32_t digits = take_digits(s, &i, &e);
		if (digits == 0)
			return false;
		if (digits > EXPONENT_DIGITS_MAX)
			e = large_exponent((struct leat_str){ s.p + digits_begin, digits });
		d.exponent += minus ? -(int64_t)e : (int64_t)e;
	}
	*ret = d;
	return i == s.n;
}

static locale_t c_locale;

static void make_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	leat_assert(c_locale);
}

/* The C library's correctly rounded conversion, on a terminated copy. */
static void parse_slowly(struct leat_str s, double *ret_double, float *ret_float)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char small[128];
	char *copy = s.n < sizeof(small) ? small : leat_malloc((size_t)s.n + 1);

	pthread_once(&once, make_locale);
	memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	if (ret_double)
		*ret_double = strtod_l(copy, NULL, c_locale);
	if (ret_float)
		*ret_float = strtof_l(copy, NULL, c_locale);
	if (copy != small)
		free(copy);
}

/* digits * 10^exponent by one multiplication with a 128-bit approximation of the power, after
 * Daniel Lemire, "Number parsing at a gigabyte per second"; false in the few cases where that does
 * not settle the rounding, and where the result is no normal number.  digits is not 0. */
static bool parse_by_product(const struct decimal_text *d, double *ret)
{
	enum {
		SPARE_BITS = 64 - 52 - 3, /* Below the mantissa, its hidden bit and a rounding bit. */
		TIE_MIN = -4,             /* Powers with which a product can be a tie. */
		TIE_MAX = 23,
	};
	if (d->exponent < LEAT_POWER_MIN || d->exponent > 308)
		return false;
	int q = (int)d->exponent;
	int shift = __builtin_clzll(d->digits);
	uint64_t w = d->digits << shift;
	struct leat_power power = leat_number_power(q);
	unsigned __int128 product = (unsigned __int128)w * power.high;
	uint64_t spare = (UINT64_C(1) << SPARE_BITS) - 1;

	if ((uint64_t)(product >> 64 & spare) == spare) {
		/* The lower half of the power may carry into the mantissa. */
		product += (unsigned __int128)w * power.low >> 64;
		if ((uint64_t)product == UINT64_MAX)
			return false;
	}
	uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
	int top = (int)(high >> 63);
	uint64_t mantissa = high >> (top + SPARE_BITS);
	/* floor(log2(10^q)) */
	int exponent = ((217706 * q) >> 16) + 63 + top - shift + 1023;
	if (exponent <= 0 || exponent >= 0x7fe)
		return false;
	bool tie = low <= 1 && q >= TIE_MIN && q <= TIE_MAX && (mantissa & 3) == 1 &&
	           mantissa << (top + SPARE_BITS) == high;
	mantissa = (mantissa + (tie ? 0 : mantissa & 1)) >> 1;
	/* A mantissa that became 2^53 carries into the exponent by itself. */
	uint64_t bits = ((uint64_t)(exponent - 1) << 52) + mantissa;
	bits |= (uint64_t)d->negative << 63;
	memcpy(ret, &bits, sizeof(*ret));
	return true;
}

bool leat_number_parse_f64(struct leat_str s, double *ret)
{
	static const double tens[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
		                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
		                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	struct decimal_text d;

	if (!scan(s, &d))
		return false;
	if (d.digits == 0) {
		*ret = d.negative ? -0.0 : 0.0;
		return true;
	}
	/* Both factors are exact doubles, so one operation rounds correctly. */
	if (d.exact && d.digits <= UINT64_C(1) << 53 && d.exponent >= -22 && d.exponent <= 22) {
		double value = (double)d.digits;
		value = d.exponent < 0 ? value / tens[-d.exponent] : value * tens[d.exponent];
		*ret = d.negative ? -value : value;
		return true;
	}
	if (!d.exact || !parse_by_product(&d, ret))
		parse_slowly(s, ret, NULL);
	return true;
}

bool leat_number_parse_f32(struct leat_str s, float *ret)
{
	static const float tens[] = { 1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f };
	struct decimal_text d;

	if (!scan(s, &d))
		return false;
	if (d.exact && d.digits <= UINT64_C(1) << 24 && d.exponent >= -10 && d.exponent <= 10) {
		float value = (float)d.digits;
		value = d.exponent < 0 ? value / tens[-d.exponent] : value * tens[d.exponent];
		*ret = d.negative ? -value : value;
		return true;
	}
	parse_slowly(s, NULL, ret);
	return true;
}

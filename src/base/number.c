/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers from and to text. */
#include "base/number.h"

#include <math.h>
#include <string.h>

#include "base/number_shortest_int.h"

/* ---- integers ---- */

bool leat_number_parse_u64(struct leat_str s, uint64_t *ret)
{
	uint64_t value = 0;

	if (s.n == 0)
		return false;
	for (uint32_t i = 0; i < s.n; i++) {
		unsigned digit = (unsigned)(unsigned char)s.p[i] - '0';
		if (digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*ret = value;
	return true;
}

bool leat_number_parse_i64(struct leat_str s, int64_t *ret)
{
	bool negative = s.n && s.p[0] == '-';
	uint64_t value;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = (struct leat_str){ s.p + 1, s.n - 1 };
	if (!leat_number_parse_u64(s, &value) || value > (uint64_t)INT64_MAX + negative)
		return false;
	*ret = (int64_t)(negative ? 0 - value : value);
	return true;
}

/* Write the digits of @p value so that they end at @p end; returns where they begin. */
static char *digits_before(char *end, uint64_t value)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930"
	                            "31323334353637383940414243444546474849505152535455565758596061"
	                            "62636465666768697071727374757677787980818283848586878889909192"
	                            "93949596979899";

	for (; value >= 100; value /= 100) {
		end -= 2;
		memcpy(end, pairs + value % 100 * 2, 2);
	}
	if (value < 10) {
		*--end = (char)('0' + value);
		return end;
	}
	end -= 2;
	memcpy(end, pairs + value * 2, 2);
	return end;
}

uint32_t leat_number_print_i64(int64_t value, char *out)
{
	char text[20];
	char *end = text + sizeof(text);
	char *begin = digits_before(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);

	if (value < 0)
		*--begin = '-';
	memcpy(out, begin, (size_t)(end - begin));
	return (uint32_t)(end - begin);
}

uint32_t leat_number_print_i128(__int128 value, int scale, char *out)
{
	const uint64_t chunk = UINT64_C(10000000000000000000); /* 10^19 */
	unsigned __int128 rest = value < 0 ? 0 - (unsigned __int128)value
	                                   : (unsigned __int128)value;
	char text[40];
	char *end = text + sizeof(text), *begin = end;

	while (rest >= chunk) {
		char *from = end - 19 * ((end - begin) / 19 + 1);
		begin = digits_before(begin, (uint64_t)(rest % chunk));
		while (begin > from)
			*--begin = '0';
		rest /= chunk;
	}
	begin = digits_before(begin, (uint64_t)rest);
	while (end - begin <= scale)
		*--begin = '0';

	char *to = out;
	if (value < 0)
		*to++ = '-';
	size_t whole = (size_t)(end - begin) - (size_t)scale;
	memcpy(to, begin, whole);
	to += whole;
	if (scale) {
		*to++ = '.';
		memcpy(to, begin + whole, (size_t)scale);
		to += scale;
	}
	return (uint32_t)(to - out);
}

/* ---- doubles and floats to text ---- */

/* Java's layout: plain from 10^-3 to 10^7, else d.ddE[-]n; a digit on both sides of the point. */
static uint32_t layout(struct leat_shortest d, char *out)
{
	char text[20];
	char *end = text + sizeof(text);
	char *begin = digits_before(end, d.digits);
	int point = (int)(end - begin) + d.exponent; /* Digits before the point. */
	char *to = out;

	while (end - 1 > begin && end[-1] == '0')
		end--;
	int count = (int)(end - begin);
	if (point > 7 || point < -2) {
		*to++ = *begin;
		*to++ = '.';
		if (count == 1)
			*to++ = '0';
		memcpy(to, begin + 1, (size_t)count - 1);
		to += count - 1;
		*to++ = 'E';
		return (uint32_t)(to - out) + leat_number_print_i64(point - 1, to);
	}
	if (point <= 0) {
		memcpy(to, "0.00", 4);
		to += 2 - point;
	}
	for (int i = 0; i < count; i++) {
		if (i == point && i > 0)
			*to++ = '.';
		*to++ = begin[i];
	}
	for (int i = count; i < point; i++)
		*to++ = '0';
	if (point >= count) {
		*to++ = '.';
		*to++ = '0';
	}
	return (uint32_t)(to - out);
}

static uint32_t put_text(const char *text, char *out)
{
	size_t n = strlen(text);

	memcpy(out, text, n);
	return (uint32_t)n;
}

/* Print what is not an ordinary number, with its sign; returns 0 if it is one. */
static uint32_t print_special(double value, char *out)
{
	if (isnan(value))
		return put_text("NaN", out);
	if (isinf(value))
		return put_text(value < 0 ? "-Infinity" : "Infinity", out);
	if (value == 0)
		return put_text(signbit(value) ? "-0.0" : "0.0", out);
	return 0;
}

/* True when c 2^q is an integer below 2^63. */
static bool is_integer(uint64_t c, int q)
{
	if (q >= 0)
		return q < __builtin_clzll(c);
	return q > -64 && (c & ((UINT64_C(1) << -q) - 1)) == 0;
}

/* The digits of an integer, less those that are below its precision, as Java 17 does it: with a gap
 * of 2^q to the next number, about q log10(2) digits. */
static struct leat_shortest integer_digits(uint64_t c, int q)
{
	if (q <= 0)
		return (struct leat_shortest){ c >> -q, 0 };
	/* floor(log10(2^(q - 2))) */
	int cut = q > 3 ? ((q - 2) * 1262611) >> 22 : 0;
	uint64_t value = c << q, power = 1;
	for (int i = 0; i < cut; i++)
		power *= 10;
	return (struct leat_shortest){ value / power + (value % power >= power / 2 && cut), cut };
}

uint32_t leat_number_print_f64(double value, char *out)
{
	enum { MANTISSA_BITS = 52, BIAS = 1075, TINY = 3 };
	uint32_t n = print_special(value, out);
	uint64_t bits;

	if (n)
		return n;
	memcpy(&bits, &value, sizeof(bits));
	if (bits >> 63)
		out[n++] = '-';
	uint64_t fraction = bits & ((UINT64_C(1) << MANTISSA_BITS) - 1);
	int exponent = (int)(bits >> MANTISSA_BITS & 0x7ff);
	uint64_t c = exponent ? fraction | UINT64_C(1) << MANTISSA_BITS : fraction;
	int q = (exponent ? exponent : 1) - BIAS;

	if (is_integer(c, q))
		return n + layout(integer_digits(c, q), out + n);
	return n + layout(leat_number_shortest(c, q, TINY), out + n);
}

uint32_t leat_number_print_f32(float value, char *out)
{
	enum { MANTISSA_BITS = 23, BIAS = 150, TINY = 8 };
	uint32_t n = print_special((double)value, out);
	uint32_t bits;

	if (n)
		return n;
	memcpy(&bits, &value, sizeof(bits));
	if (bits >> 31)
		out[n++] = '-';
	uint32_t fraction = bits & ((1u << MANTISSA_BITS) - 1);
	int exponent = (int)(bits >> MANTISSA_BITS & 0xff);
	uint32_t c = exponent ? fraction | 1u << MANTISSA_BITS : fraction;
	int q = (exponent ? exponent : 1) - BIAS;

	if (is_integer(c, q))
		return n + layout(integer_digits(c, q), out + n);
	return n + layout(leat_number_shortest(c, q, TINY), out + n);
}

/* ---- into buffers ---- */

void leat_buf_f64(struct leat_buf *out, double value)
{
	char text[LEAT_NUMBER_TEXT_MAX];

	leat_buf_add(out, text, leat_number_print_f64(value, text));
}

void leat_buf_f32(struct leat_buf *out, float value)
{
	char text[LEAT_NUMBER_TEXT_MAX];

	leat_buf_add(out, text, leat_number_print_f32(value, text));
}

void leat_buf_i128(struct leat_buf *out, __int128 value, int scale)
{
	char text[LEAT_NUMBER_TEXT_MAX];

	leat_buf_add(out, text, leat_number_print_i128(value, scale, text));
}

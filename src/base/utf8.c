/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8. */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xfffd };

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* Bytes at the front that are ASCII, in steps of eight. */
static uint32_t ascii_prefix(struct leat_str s)
{
	uint32_t i = 0;

	for (; s.n - i >= 8; i += 8) {
		uint64_t word;
		memcpy(&word, s.p + i, sizeof(word));
		if (word & HIGH_BITS)
			break;
	}
	return i;
}

bool leat_utf8_is_ascii(struct leat_str s)
{
	for (uint32_t i = ascii_prefix(s); i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Bytes of the well-formed character at @p p, or 0.  Unicode 15, table 3-7. */
static uint32_t character_bytes(const unsigned char *p, uint32_t n)
{
	unsigned char low = 0x80, high = 0xbf;
	uint32_t want;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] < 0xe0) {
		want = 2;
	} else if (p[0] < 0xf0) {
		want = 3;
		if (p[0] == 0xe0)
			low = 0xa0;
		else if (p[0] == 0xed)
			high = 0x9f; /* No surrogates. */
	} else {
		want = 4;
		if (p[0] == 0xf0)
			low = 0x90;
		else if (p[0] == 0xf4)
			high = 0x8f;
	}
	if (n < want || p[1] < low || p[1] > high)
		return 0;
	for (uint32_t i = 2; i < want; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return want;
}

bool leat_utf8_is_valid(struct leat_str s)
{
	for (uint32_t i = ascii_prefix(s); i < s.n;) {
		uint32_t n = character_bytes((const unsigned char *)s.p + i, s.n - i);
		if (n == 0)
			return false;
		i += n;
		if (n == 1)
			i += ascii_prefix((struct leat_str){ s.p + i, s.n - i });
	}
	return true;
}

uint32_t leat_utf8_count(struct leat_str s)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return count;
}

uint32_t leat_utf8_offset(struct leat_str s, uint32_t index)
{
	uint32_t i = 0;

	for (; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80 && index-- == 0)
			break;
	return i;
}

uint32_t leat_utf8_decode(struct leat_str s, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)s.p;
	static const unsigned char lead_mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };

	if (s.n == 0)
		return 0;
	uint32_t n = character_bytes(p, s.n);
	if (n == 0) {
		*ret = REPLACEMENT;
		return 1;
	}
	uint32_t c = p[0] & lead_mask[n];
	for (uint32_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	*ret = c;
	return n;
}

uint32_t leat_utf8_encode(uint32_t c, char out[4])
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = REPLACEMENT;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	uint32_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (uint32_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)((0xf00 >> n & 0xff) | c);
	return n;
}

uint32_t leat_utf8_width(struct leat_str s)
{
	uint32_t width = 0;

	while (s.n) {
		uint32_t c;
		uint32_t n = leat_utf8_decode(s, &c);
		width += c < 0x20 || c == 0x7f ? 1
		                               : (uint32_t)utf8proc_charwidth((utf8proc_int32_t)c);
		s.p += n;
		s.n -= n;
	}
	return width;
}

void leat_buf_utf8(struct leat_buf *out, struct leat_str s)
{
	if (leat_utf8_is_valid(s)) {
		leat_buf_str(out, s);
		return;
	}
	while (s.n) {
		uint32_t c;
		char bytes[4];
		uint32_t n = leat_utf8_decode(s, &c);
		leat_buf_add(out, bytes, leat_utf8_encode(c, bytes));
		s.p += n;
		s.n -= n;
	}
}

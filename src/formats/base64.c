/* SPDX-License-Identifier: Apache-2.0 */
/* Base 64 (RFC 4648, section 4). */
#include "formats/base64_int.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The six bits of a letter, or -1. */
static int bits_of(char letter)
{
	if (letter >= 'A' && letter <= 'Z')
		return letter - 'A';
	if (letter >= 'a' && letter <= 'z')
		return letter - 'a' + 26;
	if (letter >= '0' && letter <= '9')
		return letter - '0' + 52;
	return letter == '+' ? 62 : letter == '/' ? 63 : -1;
}

/* A group of four: the bytes in it (1..3), or 0. */
static uint32_t decode_group(const char *p, char *out)
{
	uint32_t value = 0, padding = p[3] != '=' ? 0 : p[2] != '=' ? 1 : 2;

	for (uint32_t i = 0; i < 4; i++) {
		int bits = i < 4 - padding ? bits_of(p[i]) : 0;
		if (bits < 0)
			return 0;
		value = value << 6 | (uint32_t)bits;
	}
	out[0] = (char)(value >> 16);
	out[1] = (char)(value >> 8);
	out[2] = (char)value;
	return 3 - padding;
}

bool leat_base64_decode(struct leat_arena *arena, struct leat_str text, struct leat_str *ret)
{
	char *first = leat_arena_alloc(arena, (size_t)text.n / 4 * 3 + 3), *out = first;
	bool has_ended = false;

	for (uint32_t i = 0; i < text.n;) {
		if ((unsigned char)text.p[i] <= ' ') {
			i++;
			continue;
		}
		uint32_t n = text.n - i < 4 || has_ended ? 0 : decode_group(text.p + i, out);
		if (!n)
			return false;
		has_ended = n < 3;
		out += n;
		i += 4;
	}
	*ret = (struct leat_str){ first, (uint32_t)(out - first) };
	return true;
}

void leat_base64_put(struct leat_buf *out, struct leat_str bytes)
{
	char *p = leat_buf_reserve(out, ((size_t)bytes.n + 2) / 3 * 4);

	if (!p)
		return;
	const unsigned char *in = (const unsigned char *)bytes.p;
	for (uint32_t i = 0; i < bytes.n; i += 3, p += 4) {
		uint32_t left = bytes.n - i;
		uint32_t value = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
		                 (left > 2 ? in[i + 2] : 0);
		p[0] = letters[value >> 18];
		p[1] = letters[value >> 12 & 63];
		p[2] = left > 1 ? letters[value >> 6 & 63] : '=';
		p[3] = left > 2 ? letters[value & 63] : '=';
	}
	leat_buf_advance(out, ((size_t)bytes.n + 2) / 3 * 4);
}

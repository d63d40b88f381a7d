/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON string, quickly: for bodies with many of them. */
#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

/* What has to be escaped, and by which letter; 'u' is \u00XX, 'x' begins a character of several
 * bytes. */
static const char escapes[256] = {
	[0x00 ... 0x07] = 'u', ['\b'] = 'b',  ['\t'] = 't',          ['\n'] = 'n',
	[0x0b] = 'u',          ['\f'] = 'f',  ['\r'] = 'r',          [0x0e ... 0x1f] = 'u',
	['"'] = '"',           ['\\'] = '\\', [0x80 ... 0xff] = 'x',
};

/* Bytes at @p p that are copied as they are: eight at a time, then one by one. */
static uint32_t plain_prefix(const char *p, uint32_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint32_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t w;
		memcpy(&w, p + i, sizeof(w));
		uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\');
		/* A high bit is set where a byte is >= 0x80, < 0x20, '"' or '\\'; a borrow can only
		 * set one too many, behind one that is right. */
		if ((w | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & highs)
			break;
	}
	while (i < n && !escapes[(unsigned char)p[i]])
		i++;
	return i;
}

/* The character at the front of @p s, escaped; returns its bytes in @p s. */
static uint32_t quote_character(struct leat_buf *out, struct leat_str s)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char c = (unsigned char)s.p[0];

	if (escapes[c] == 'x') {
		uint32_t code;
		char bytes[4];
		uint32_t n = leat_utf8_decode(s, &code);
		leat_buf_add(out, bytes, leat_utf8_encode(code, bytes));
		return n;
	}
	char text[6] = { '\\', escapes[c], '0', '0', hex[c >> 4], hex[c & 15] };
	leat_buf_add(out, text, escapes[c] == 'u' ? 6 : 2);
	return 1;
}

void leat_json_quote(struct leat_buf *out, struct leat_str s)
{
	leat_buf_char(out, '"');
	while (s.n) {
		uint32_t n = plain_prefix(s.p, s.n);
		if (n)
			leat_buf_add(out, s.p, n);
		else
			n = quote_character(out, s);
		s.p += n;
		s.n -= n;
	}
	leat_buf_char(out, '"');
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Characters and bytes: ASCII, CHR, HEX, base 64, character sets. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

/* The first byte, signed as Java's. */
LEAT_KERNEL(ascii)
{
	LEAT_EACH_ROW(row, sel)
	out->i64[row] = args[0].bytes[row].n ? (signed char)args[0].bytes[row].p[0] : 0;
	return 0;
}

LEAT_KERNEL(chr)
{
	LEAT_EACH_ROW(row, sel)
	{
		int64_t code = args[0].i64[row];
		char *to = leat_out_text(out, 4);
		uint32_t n = code < 0 ? 0 : leat_utf8_encode((uint32_t)code & 255, to);
		out->bytes[row] = (struct leat_str){ to, n };
	}
	return 0;
}

/* ---- HEX ---- */

LEAT_KERNEL(hex_of_text)
{
	static const char digits[] = "0123456789ABCDEF";

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		char *to = leat_out_text(out, (size_t)s.n * 2);
		for (uint32_t i = 0; i < s.n; i++) {
			to[2 * i] = digits[(unsigned char)s.p[i] >> 4];
			to[2 * i + 1] = digits[(unsigned char)s.p[i] & 15];
		}
		out->bytes[row] = (struct leat_str){ to, s.n * 2 };
	}
	return 0;
}

LEAT_KERNEL(hex_of_number)
{
	static const char digits[] = "0123456789ABCDEF";

	LEAT_EACH_ROW(row, sel)
	{
		uint64_t value = (uint64_t)args[0].i64[row];
		uint32_t n = value ? (uint32_t)(67 - __builtin_clzll(value)) / 4 : 1;
		char *to = leat_out_text(out, n);
		for (uint32_t i = 0; i < n; i++)
			to[i] = digits[value >> (4 * (n - 1 - i)) & 15];
		out->bytes[row] = (struct leat_str){ to, n };
	}
	return 0;
}

static int bind_hex(struct leat_bind *bind, struct leat_err *err)
{
	if (leat_type_is_text(bind->args[0])) {
		bind->kernel = hex_of_text;
		return leat_bind_signature(bind, "s>S", err);
	}
	bind->kernel = hex_of_number;
	return leat_bind_signature(bind, "i>S", err);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* An odd number of digits has a 0 before it; NULL when a character is no digit. */
LEAT_KERNEL(unhex)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		uint32_t n = (s.n + 1) / 2, at = 0;
		char *to = leat_out_text(out, n);
		for (uint32_t i = 0; i < n; i++) {
			int high = i == 0 && s.n % 2 ? 0 : hex_value(s.p[at++]);
			int low = hex_value(s.p[at++]);
			if (high < 0 || low < 0)
				leat_out_null(out, row);
			to[i] = (char)(high << 4 | (low & 15));
		}
		out->bytes[row] = (struct leat_str){ to, n };
	}
	return 0;
}

/* ---- base 64 ---- */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

LEAT_KERNEL(to_base64)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		const unsigned char *p = (const unsigned char *)s.p;
		char *begin = leat_out_text(out, ((size_t)s.n + 2) / 3 * 4), *to = begin;
		for (uint32_t at = 0; at < s.n; at += 3) {
			uint32_t left = s.n - at;
			uint32_t bits = (uint32_t)p[at] << 16 |
			                (left > 1 ? (uint32_t)p[at + 1] << 8 : 0) |
			                (left > 2 ? p[at + 2] : 0);
			*to++ = base64[bits >> 18];
			*to++ = base64[bits >> 12 & 63];
			*to++ = left > 1 ? base64[bits >> 6 & 63] : '=';
			*to++ = left > 2 ? base64[bits & 63] : '=';
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

LEAT_KERNEL(from_base64)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		char *begin = leat_out_text(out, s.n), *to = begin;
		uint32_t bits = 0, count = 0;

		while (s.n && s.p[s.n - 1] == '=')
			s.n--;
		for (uint32_t i = 0; i < s.n; i++) {
			const char *digit = s.p[i] ? strchr(base64, s.p[i]) : NULL;
			if (!digit)
				return leat_err_set(err, LEAT_E_RUNTIME, "\"%.*s\" is not base 64",
				                    LEAT_STR_ARG(args[0].bytes[row]));
			bits = bits << 6 | (uint32_t)(digit - base64);
			count += 6;
			if (count >= 8) {
				count -= 8;
				*to++ = (char)(bits >> count);
			}
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

/* ---- character sets ---- */

enum charset { UTF_8, ASCII, LATIN_1, UTF_16BE, UTF_16LE, UTF_16, CHARSET_UNKNOWN };

static enum charset charset_of(struct leat_str name)
{
	static const char *const names[] = {
		[UTF_8] = "UTF-8",       [ASCII] = "US-ASCII",    [LATIN_1] = "ISO-8859-1",
		[UTF_16BE] = "UTF-16BE", [UTF_16LE] = "UTF-16LE", [UTF_16] = "UTF-16",
	};

	for (size_t i = 0; i < LEAT_COUNT(names); i++)
		if (leat_str_is_nocase(name, names[i]))
			return (enum charset)i;
	return CHARSET_UNKNOWN;
}

static char *put_u16(char *to, uint32_t unit, bool little)
{
	*to++ = (char)(little ? unit : unit >> 8);
	*to++ = (char)(little ? unit >> 8 : unit);
	return to;
}

/* What the set does not have becomes "?", as in Java. */
static char *put_encoded(char *to, uint32_t c, enum charset charset)
{
	bool little = charset == UTF_16LE;

	if (charset == ASCII || charset == LATIN_1) {
		*to++ = c < (charset == ASCII ? 128 : 256) ? (char)c : '?';
		return to;
	}
	if (c < 0x10000)
		return put_u16(to, c, little);
	to = put_u16(to, 0xd800 + ((c - 0x10000) >> 10), little);
	return put_u16(to, 0xdc00 + ((c - 0x10000) & 0x3ff), little);
}

LEAT_KERNEL(encode)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		enum charset charset = charset_of(args[1].bytes[row]);
		if (charset == UTF_8) {
			out->bytes[row] = s;
			continue;
		}
		if (charset == CHARSET_UNKNOWN) {
			leat_out_null(out, row);
			continue;
		}
		char *begin = leat_out_text(out, (size_t)s.n * 2 + 2), *to = begin;
		if (charset == UTF_16)
			to = put_u16(to, 0xfeff, false);
		for (uint32_t at = 0, c; at < s.n;) {
			at += leat_utf8_decode((struct leat_str){ s.p + at, s.n - at }, &c);
			to = put_encoded(to, c, charset);
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

/* The character at @p *at of text in a set of one or two bytes. */
static uint32_t take_decoded(struct leat_str s, uint32_t *at, enum charset charset, bool little)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (charset == ASCII || charset == LATIN_1) {
		*at += 1;
		return charset == ASCII && p[0] > 127 ? 0xfffd : p[0];
	}
	if (s.n - *at < 2) {
		*at = s.n;
		return 0xfffd;
	}
	*at += 2;
	uint32_t unit = little ? p[0] | (uint32_t)p[1] << 8 : (uint32_t)p[0] << 8 | p[1];
	if (unit < 0xd800 || unit > 0xdbff || s.n - *at < 2)
		return unit;
	uint32_t low = little ? p[2] | (uint32_t)p[3] << 8 : (uint32_t)p[2] << 8 | p[3];
	if (low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	*at += 2;
	return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

LEAT_KERNEL(decode)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		enum charset charset = charset_of(args[1].bytes[row]);
		if (charset == UTF_8) {
			out->bytes[row] = s;
			continue;
		}
		if (charset == CHARSET_UNKNOWN) {
			leat_out_null(out, row);
			continue;
		}
		bool marked_big = charset == UTF_16 && s.n >= 2 && memcmp(s.p, "\xfe\xff", 2) == 0;
		bool marked_little = charset == UTF_16 && s.n >= 2 &&
		                     memcmp(s.p, "\xff\xfe", 2) == 0;
		char *begin = leat_out_text(out, (size_t)s.n * 3 + 3), *to = begin;
		for (uint32_t at = marked_big || marked_little ? 2 : 0; at < s.n;)
			to += leat_utf8_encode(take_decoded(s, &at, charset,
			                                    marked_little || charset == UTF_16LE),
			                       to);
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

#define ENCODING .group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE

const struct leat_function leat_functions_encoding[] = {
	{ .name = "ASCII",
	  ENCODING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>I",
	  .kernel = ascii,
	  .syntax = "ASCII(string)",
	  .doc = "The first byte as a number; 0 of an empty text.",
	  .example = "ASCII('a')",
	  .result = "97" },
	{ .name = "CHR",
	  ENCODING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "i>S?",
	  .kernel = chr,
	  .syntax = "CHR(integer)",
	  .doc = "The character of a code from 0 to 255.",
	  .example = "CHR(97)",
	  .result = "\"a\"" },
	{ .name = "HEX",
	  .group = "arithmetic",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_hex,
	  .syntax = "HEX(integer or string)",
	  .doc = "The number, or the bytes of the text, in hexadecimal digits.",
	  .example = "HEX('hello')",
	  .result = "\"68656C6C6F\"" },
	{ .name = "UNHEX",
	  .group = "arithmetic",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>Y?",
	  .kernel = unhex,
	  .syntax = "UNHEX(string)",
	  .doc = "The bytes of hexadecimal digits; NULL when it is none.",
	  .example = "DECODE(UNHEX('6869'), 'UTF-8')",
	  .result = "\"hi\"" },
	{ .name = "TO_BASE64",
	  ENCODING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>S",
	  .kernel = to_base64,
	  .syntax = "TO_BASE64(string)",
	  .doc = "The text in base 64.",
	  .example = "TO_BASE64('hello world')",
	  .result = "\"aGVsbG8gd29ybGQ=\"" },
	{ .name = "FROM_BASE64",
	  ENCODING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>S",
	  .kernel = from_base64,
	  .syntax = "FROM_BASE64(string)",
	  .doc = "The text of base 64.",
	  .example = "FROM_BASE64('aGVsbG8gd29ybGQ=')",
	  .result = "\"hello world\"" },
	{ .name = "ENCODE",
	  ENCODING,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "ss>Y?",
	  .kernel = encode,
	  .syntax = "ENCODE(string, charset)",
	  .doc = "The text's bytes in US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16.",
	  .example = "DECODE(ENCODE('hi', 'UTF-16LE'), 'UTF-16LE')",
	  .result = "\"hi\"" },
	{ .name = "DECODE",
	  ENCODING,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "ys>S?",
	  .kernel = decode,
	  .syntax = "DECODE(bytes, charset)",
	  .doc = "The text of bytes in a character set.",
	  .example = "DECODE(x'6869', 'US-ASCII')",
	  .result = "\"hi\"" },
	{ .name = NULL },
};

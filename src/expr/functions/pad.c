/* SPDX-License-Identifier: Apache-2.0 */
/* The ends of a text: padding and trimming. */
#include <string.h>

#include "base/utf8.h"
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

static struct leat_str slice(struct leat_str s, uint32_t begin, uint32_t end)
{
	return (struct leat_str){ s.p + begin, end - begin };
}

/* ---- padding ---- */

/* Lengths here are Java's: a character beyond U+FFFF, 4 bytes of UTF-8, counts as two. */
static int64_t java_length(struct leat_str s)
{
	int64_t count = leat_utf8_count(s);

	for (uint32_t i = 0; i < s.n; i++)
		count += (unsigned char)s.p[i] >= 0xf0;
	return count;
}

/* Bytes of the characters of @p s that @p length has room for. */
static uint32_t java_offset(struct leat_str s, int64_t length)
{
	uint32_t at = 0;

	while (at < s.n) {
		uint32_t c, n = leat_utf8_decode(slice(s, at, s.n), &c);
		length -= n == 4 ? 2 : 1;
		if (length < 0)
			break;
		at += n;
	}
	return at;
}

/* Fill up with characters of @p pad, from its beginning, to @p length characters. */
static void pad_row(struct leat_out *out, uint32_t row, struct leat_str s, int64_t length,
                    struct leat_str pad, bool left)
{
	int64_t missing = length - java_length(s), pad_length = java_length(pad);

	if (length < 0 || pad.n == 0) {
		leat_out_null(out, row);
		return;
	}
	if (missing <= 0) {
		out->bytes[row] = slice(s, 0, java_offset(s, length));
		return;
	}
	uint32_t part = java_offset(pad, missing % pad_length);
	size_t fill = (size_t)(missing / pad_length) * pad.n + part;
	char *to = leat_out_text(out, fill + s.n), *p = to;
	if (!left && s.n)
		p = mempcpy(p, s.p, s.n);
	for (int64_t i = 0; i < missing / pad_length; i++)
		p = mempcpy(p, pad.p, pad.n);
	p = mempcpy(p, pad.p, part);
	if (left && s.n)
		p = mempcpy(p, s.p, s.n);
	out->bytes[row] = (struct leat_str){ to, (uint32_t)(p - to) };
}

static int pad_rows(const struct leat_col *args, struct leat_sel sel, struct leat_out *out,
                    bool left, struct leat_err *err)
{
	LEAT_EACH_ROW(row, sel)
	{
		if (args[1].i64[row] > INT32_MAX / 4)
			return leat_err_set(err, LEAT_E_RUNTIME, "padding makes a text over 2 GB");
		pad_row(out, row, args[0].bytes[row], args[1].i64[row], args[2].bytes[row], left);
	}
	return 0;
}

LEAT_KERNEL(lpad)
{
	return pad_rows(args, sel, out, true, err);
}

LEAT_KERNEL(rpad)
{
	return pad_rows(args, sel, out, false, err);
}

/* ---- trimming ---- */

static bool contains(struct leat_str set, struct leat_str character)
{
	return memmem(set.p, set.n, character.p, character.n) != NULL;
}

static uint32_t character_bytes(struct leat_str s, uint32_t at)
{
	uint32_t c;

	return leat_utf8_decode(slice(s, at, s.n), &c);
}

static struct leat_str trim_left(struct leat_str s, struct leat_str set)
{
	uint32_t at = 0;

	while (at < s.n) {
		uint32_t n = character_bytes(s, at);
		if (!contains(set, slice(s, at, at + n)))
			break;
		at += n;
	}
	return slice(s, at, s.n);
}

static struct leat_str trim_right(struct leat_str s, struct leat_str set)
{
	uint32_t end = s.n;

	while (end > 0) {
		uint32_t begin = end - 1;
		while (begin > 0 && ((unsigned char)s.p[begin] & 0xc0) == 0x80)
			begin--;
		if (!contains(set, slice(s, begin, end)))
			break;
		end = begin;
	}
	return slice(s, 0, end);
}

static int trim_rows(const struct leat_call *call, const struct leat_col *args, struct leat_sel sel,
                     struct leat_out *out, bool left, bool right)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		struct leat_str set = call->arg_count > 1 ? args[1].bytes[row] : LEAT_STR(" ");
		if (left)
			s = trim_left(s, set);
		if (right)
			s = trim_right(s, set);
		out->bytes[row] = s;
	}
	return 0;
}

LEAT_KERNEL(ltrim)
{
	return trim_rows(call, args, sel, out, true, false);
}

LEAT_KERNEL(rtrim)
{
	return trim_rows(call, args, sel, out, false, true);
}

LEAT_KERNEL(btrim)
{
	return trim_rows(call, args, sel, out, true, true);
}

/* TRIM(keyword, set, s); the call's data is the keyword. */
LEAT_KERNEL(trim)
{
	const struct leat_str *keyword = call->data;
	bool left = !leat_str_is(*keyword, "TRAILING"), right = !leat_str_is(*keyword, "LEADING");

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[2].bytes[row], set = args[1].bytes[row];
		if (left)
			s = trim_left(s, set);
		if (right)
			s = trim_right(s, set);
		out->bytes[row] = s;
	}
	return 0;
}

static int bind_trim(struct leat_bind *bind, struct leat_err *err)
{
	struct leat_str *keyword = LEAT_ARENA_NEW(bind->arena, struct leat_str);

	if (bind->arg_count == 1) {
		bind->kernel = btrim;
		return leat_bind_signature(bind, "s>S", err);
	}
	if (bind->arg_count == 2)
		return leat_bind_reject(bind, err);
	*keyword = leat_arena_str(bind->arena, leat_bind_symbol(bind, 0));
	bind->data = keyword;
	return leat_bind_signature(bind, "kss>S", err);
}

#define STRING .group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE

const struct leat_function leat_functions_pad[] = {
	{ .name = "LPAD",
	  STRING,
	  .min_args = 3,
	  .max_args = 3,
	  .signature = "sis>S?",
	  .kernel = lpad,
	  .syntax = "LPAD(string, length, pad)",
	  .doc = "The text filled up on the left, or cut, to a length; NULL when the length is negative "
	         "or the padding empty.",
	  .example = "LPAD('7', 3, '0')",
	  .result = "\"007\"" },
	{ .name = "RPAD",
	  STRING,
	  .min_args = 3,
	  .max_args = 3,
	  .signature = "sis>S?",
	  .kernel = rpad,
	  .syntax = "RPAD(string, length, pad)",
	  .doc = "The text filled up on the right, or cut, to a length.",
	  .example = "RPAD('7', 3, '0')",
	  .result = "\"700\"" },
	{ .name = "TRIM",
	  STRING,
	  .min_args = 1,
	  .max_args = 3,
	  .bind = bind_trim,
	  .kernel = trim,
	  .syntax = "TRIM([BOTH|LEADING|TRAILING] [characters FROM] string)",
	  .doc = "The text without some characters (by default spaces) at its ends.",
	  .example = "TRIM(BOTH 'x' FROM 'xxhixx')",
	  .result = "\"hi\"" },
	{ .name = "LTRIM",
	  STRING,
	  .min_args = 1,
	  .max_args = 2,
	  .signature = "s?s>S",
	  .kernel = ltrim,
	  .syntax = "LTRIM(string[, characters])",
	  .doc = "The text without some characters (by default spaces) on the left.",
	  .example = "LTRIM('  hi')",
	  .result = "\"hi\"" },
	{ .name = "RTRIM",
	  STRING,
	  .min_args = 1,
	  .max_args = 2,
	  .signature = "s?s>S",
	  .kernel = rtrim,
	  .syntax = "RTRIM(string[, characters])",
	  .doc = "The text without some characters (by default spaces) on the right.",
	  .example = "RTRIM('hi  ')",
	  .result = "\"hi\"" },
	{ .name = "BTRIM",
	  .group = "string",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 1,
	  .max_args = 2,
	  .signature = "s?s>S",
	  .kernel = btrim,
	  .syntax = "BTRIM(string[, characters])",
	  .doc = "The text without some characters (by default spaces) at both ends.",
	  .example = "BTRIM(' hi ')",
	  .result = "\"hi\"" },
	{ .name = NULL },
};

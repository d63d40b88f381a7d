/* SPDX-License-Identifier: Apache-2.0 */
/* Making text from text: joining, cutting, changing case.  Positions and lengths
 * count characters. */
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

static struct leat_str slice(struct leat_str s, uint32_t begin, uint32_t end)
{
	return (struct leat_str){ s.p + begin, end - begin };
}

static uint32_t character_bytes(struct leat_str s, uint32_t at)
{
	uint32_t c;

	return leat_utf8_decode(slice(s, at, s.n), &c);
}

/* Byte offset of character @p index of ASCII or other text. */
static uint32_t offset_of(struct leat_str s, int64_t index)
{
	if (index >= s.n)
		return s.n;
	return leat_utf8_offset(s, (uint32_t)index);
}

/* ---- joining ---- */

/* CHAR || CHAR is CHAR, all else varies; lengths add up unless one is unlimited. */
static const struct leat_type *joined_type(struct leat_bind *bind)
{
	const struct leat_type *a = bind->args[0], *b = bind->args[1];
	bool binary = leat_type_is_binary(a);
	bool fixed = a->id == b->id && (a->id == LEAT_CHAR || a->id == LEAT_BINARY);
	int64_t length = (int64_t)a->length + b->length;
	enum leat_type_id varying = binary ? LEAT_VARBINARY : LEAT_VARCHAR;

	if (length > LEAT_LENGTH_MAX)
		return leat_type_basic(varying);
	return leat_type_sized(bind->arena, fixed ? a->id : varying, (int32_t)length, true);
}

static int bind_join(struct leat_bind *bind, struct leat_err *err)
{
	for (uint32_t i = 0; i < 2; i++)
		if (bind->args[i]->id == LEAT_NULL)
			leat_bind_want(bind, i, leat_type_basic(LEAT_VARCHAR));
	if (!(leat_type_is_text(bind->args[0]) && leat_type_is_text(bind->args[1])) &&
	    !(leat_type_is_binary(bind->args[0]) && leat_type_is_binary(bind->args[1])))
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, joined_type(bind), leat_bind_is_nullable(bind));
}

LEAT_KERNEL(concat)
{
	LEAT_EACH_ROW(row, sel)
	{
		size_t n = 0;
		for (uint32_t i = 0; i < call->arg_count; i++)
			n += args[i].bytes[row].n;
		char *to = leat_out_text(out, n);
		out->bytes[row] = (struct leat_str){ to, (uint32_t)n };
		for (uint32_t i = 0; i < call->arg_count; i++) {
			struct leat_str s = args[i].bytes[row];
			if (s.n)
				memcpy(to, s.p, s.n);
			to += s.n;
		}
	}
	return 0;
}

/* CONCAT_WS(separator, ..): NULLs after the separator are left out. */
LEAT_KERNEL(concat_ws)
{
	LEAT_EACH_ROW(row, sel)
	{
		if (leat_col_is_null(&args[0], row)) {
			leat_out_null(out, row);
			continue;
		}
		struct leat_str separator = args[0].bytes[row];
		size_t n = 0;
		for (uint32_t i = 1; i < call->arg_count; i++)
			if (!leat_col_is_null(&args[i], row))
				n += args[i].bytes[row].n + separator.n;
		char *begin = leat_out_text(out, n), *to = begin;
		bool first = true;
		for (uint32_t i = 1; i < call->arg_count; i++) {
			if (leat_col_is_null(&args[i], row))
				continue;
			struct leat_str s = args[i].bytes[row];
			if (!first && separator.n)
				to = mempcpy(to, separator.p, separator.n);
			if (s.n)
				to = mempcpy(to, s.p, s.n);
			first = false;
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(to - begin) };
	}
	return 0;
}

LEAT_KERNEL(repeat)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		int64_t times = args[1].i64[row];
		if (times <= 0 || s.n == 0) {
			out->bytes[row] = (struct leat_str){ "", 0 };
			continue;
		}
		if (times > INT32_MAX / s.n)
			return leat_err_set(err, LEAT_E_RUNTIME, "REPEAT makes a text over 2 GB");
		char *to = leat_out_text(out, s.n * (size_t)times);
		for (int64_t i = 0; i < times; i++)
			memcpy(to + (size_t)i * s.n, s.p, s.n);
		out->bytes[row] = (struct leat_str){ to, s.n * (uint32_t)times };
	}
	return 0;
}

/* ---- cutting ---- */

/* SUBSTRING(s, position[, length]); position 0 is 1, a negative one counts from the end. */
LEAT_KERNEL(substring)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		int64_t position = args[1].i64[row];
		int64_t length = call->arg_count > 2 ? args[2].i64[row] : INT32_MAX;
		if (length < 0) {
			leat_out_null(out, row);
			continue;
		}
		int64_t start = position > 0 ? position - 1 : 0;
		if (position < 0)
			start = (int64_t)leat_utf8_count(s) + position;
		if (start < 0 || s.n == 0) {
			out->bytes[row] = (struct leat_str){ "", 0 };
			continue;
		}
		uint32_t begin = offset_of(s, start);
		struct leat_str rest = slice(s, begin, s.n);
		out->bytes[row] = slice(rest, 0, offset_of(rest, length));
	}
	return 0;
}

LEAT_KERNEL(left)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		int64_t length = args[1].i64[row];
		out->bytes[row] = slice(s, 0, length > 0 ? offset_of(s, length) : 0);
	}
	return 0;
}

LEAT_KERNEL(right)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		int64_t length = args[1].i64[row], count = leat_utf8_count(s);
		uint32_t begin = length >= count ? 0
		                                 : offset_of(s, count - (length > 0 ? length : 0));
		out->bytes[row] = slice(s, begin, s.n);
	}
	return 0;
}

/* OVERLAY(s, replacement, start[, length]) */
LEAT_KERNEL(overlay)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row], replacement = args[1].bytes[row];
		int64_t count = leat_utf8_count(s), start = args[2].i64[row];
		int64_t length = call->arg_count > 3 ? args[3].i64[row]
		                                     : (int64_t)leat_utf8_count(replacement);
		if (start <= 0 || start > count) {
			out->bytes[row] = s;
			continue;
		}
		uint32_t head = offset_of(s, start - 1), tail = s.n;
		if (length > 0 && length <= count - start)
			tail = offset_of(s, start - 1 + length);
		char *to = leat_out_text(out, head + replacement.n + (s.n - tail)), *p = to;
		p = mempcpy(p, s.p, head);
		if (replacement.n)
			p = mempcpy(p, replacement.p, replacement.n);
		p = mempcpy(p, s.p + tail, s.n - tail);
		out->bytes[row] = (struct leat_str){ to, (uint32_t)(p - to) };
	}
	return 0;
}

/* ---- case ---- */

/* The result is text of the argument's type. */
static int bind_same_text(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "s>S", err));
	bind->ret = bind->args[0];
	return 0;
}

static char *put_character(int32_t c, char *to)
{
	return to + utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
}

/* Change the case of what is not all ASCII; a character may become longer. */
static struct leat_str change_case(struct leat_out *out, struct leat_str s, bool upper)
{
	char *begin = leat_out_text(out, (size_t)s.n * 3), *to = begin;
	int32_t c;

	for (uint32_t at = 0; at < s.n;) {
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, s.n - at,
		                                      &c);
		if (n <= 0) {
			*to++ = s.p[at++];
			continue;
		}
		at += (uint32_t)n;
		if (upper && c == 0xdf) /* The one common letter that becomes two. */
			to = mempcpy(to, "SS", 2);
		else
			to = put_character(upper ? utf8proc_toupper(c) : utf8proc_tolower(c), to);
	}
	return (struct leat_str){ begin, (uint32_t)(to - begin) };
}

static int case_rows(const struct leat_col *args, struct leat_sel sel, struct leat_out *out,
                     bool upper)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		if (!leat_utf8_is_ascii(s)) {
			out->bytes[row] = change_case(out, s, upper);
			continue;
		}
		char *to = leat_out_text(out, s.n);
		unsigned char first = upper ? 'a' : 'A';
		for (uint32_t i = 0; i < s.n; i++) {
			unsigned char c = (unsigned char)s.p[i];
			to[i] = (char)(c ^ ((unsigned char)(c - first) < 26 ? 0x20 : 0));
		}
		out->bytes[row] = (struct leat_str){ to, s.n };
	}
	return 0;
}

LEAT_KERNEL(upper)
{
	return case_rows(args, sel, out, true);
}

LEAT_KERNEL(lower)
{
	return case_rows(args, sel, out, false);
}

/* As in Flink only ASCII letters and digits make words, and only they change. */
LEAT_KERNEL(initcap)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		char *to = leat_out_text(out, s.n);
		bool in_word = false;
		for (uint32_t i = 0; i < s.n; i++) {
			char c = s.p[i];
			bool up = c >= 'A' && c <= 'Z', low = c >= 'a' && c <= 'z';
			if (in_word && up)
				to[i] = (char)(c + 32);
			else if (!in_word && low)
				to[i] = (char)(c - 32);
			else
				to[i] = c;
			in_word = up || low || (c >= '0' && c <= '9');
		}
		out->bytes[row] = (struct leat_str){ to, s.n };
	}
	return 0;
}

LEAT_KERNEL(reverse)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		char *to = leat_out_text(out, s.n);
		for (uint32_t at = 0; at < s.n;) {
			uint32_t n = character_bytes(s, at);
			memcpy(to + s.n - at - n, s.p + at, n);
			at += n;
		}
		out->bytes[row] = (struct leat_str){ to, s.n };
	}
	return 0;
}

LEAT_KERNEL(char_length)
{
	LEAT_EACH_ROW(row, sel)
	out->i64[row] = leat_utf8_count(args[0].bytes[row]);
	return 0;
}

/* ELT(index, ..): the text of that number. */
LEAT_KERNEL(elt)
{
	LEAT_EACH_ROW(row, sel)
	{
		int64_t index = leat_col_is_null(&args[0], row) ? 0 : args[0].i64[row];
		if (index < 1 || index >= call->arg_count || leat_col_is_null(&args[index], row))
			leat_out_null(out, row);
		else
			out->bytes[row] = args[index].bytes[row];
	}
	return 0;
}

#define STRING .group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE

const struct leat_function leat_functions_string[] = {
	{ .name = "||",
	  .group = "string",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_join,
	  .kernel = concat,
	  .syntax = "string1 || string2",
	  .doc = "The texts joined; NULL if one is NULL.",
	  .example = "'ab' || 'cd'",
	  .result = "\"abcd\"" },
	{ .name = "CONCAT",
	  STRING,
	  .min_args = 1,
	  .max_args = 255,
	  .signature = "s*>S",
	  .kernel = concat,
	  .syntax = "CONCAT(string1, ..)",
	  .doc = "The texts joined; NULL if one is NULL.",
	  .example = "CONCAT('a', 'b', 'c')",
	  .result = "\"abc\"" },
	{ .name = "CONCAT_WS",
	  .group = "string",
	  .flags = LEAT_FN_PURE,
	  .min_args = 1,
	  .max_args = 255,
	  .signature = "ss*>S",
	  .kernel = concat_ws,
	  .syntax = "CONCAT_WS(separator, string1, ..)",
	  .doc = "The texts that are not NULL, joined with a separator.",
	  .example = "CONCAT_WS('-', 'a', 'b')",
	  .result = "\"a-b\"" },
	{ .name = "REPEAT",
	  STRING,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "si>S?",
	  .kernel = repeat,
	  .syntax = "REPEAT(string, times)",
	  .doc = "The text several times.",
	  .example = "REPEAT('ab', 3)",
	  .result = "\"ababab\"" },
	{ .name = "SUBSTRING",
	  STRING,
	  .min_args = 2,
	  .max_args = 3,
	  .signature = "si?i>S",
	  .kernel = substring,
	  .syntax = "SUBSTRING(string FROM start [FOR length])",
	  .doc = "The characters from a position, counted from 1; a negative one counts from the end.",
	  .example = "SUBSTRING('hello', 2, 3)",
	  .result = "\"ell\"" },
	{ .name = "SUBSTR",
	  STRING,
	  .min_args = 2,
	  .max_args = 3,
	  .signature = "si?i>S",
	  .kernel = substring,
	  .syntax = "SUBSTR(string, start[, length])",
	  .doc = "As SUBSTRING.",
	  .example = "SUBSTR('hello', -2)",
	  .result = "\"lo\"" },
	{ .name = "LEFT",
	  STRING,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "si>S?",
	  .kernel = left,
	  .syntax = "LEFT(string, length)",
	  .doc = "The first characters.",
	  .example = "LEFT('hello', 2)",
	  .result = "\"he\"" },
	{ .name = "RIGHT",
	  STRING,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "si>S?",
	  .kernel = right,
	  .syntax = "RIGHT(string, length)",
	  .doc = "The last characters.",
	  .example = "RIGHT('hello', 2)",
	  .result = "\"lo\"" },
	{ .name = "OVERLAY",
	  STRING,
	  .min_args = 3,
	  .max_args = 4,
	  .signature = "ssi?i>S",
	  .kernel = overlay,
	  .syntax = "OVERLAY(string PLACING string2 FROM start [FOR length])",
	  .doc = "The text with some characters replaced, by default as many as the new ones.",
	  .example = "OVERLAY('hello' PLACING 'XX' FROM 2 FOR 3)",
	  .result = "\"hXXo\"" },
	{ .name = "UPPER",
	  STRING,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_same_text,
	  .kernel = upper,
	  .syntax = "UPPER(string)",
	  .doc = "The text in capital letters.",
	  .example = "UPPER('abc')",
	  .result = "\"ABC\"" },
	{ .name = "LOWER",
	  STRING,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_same_text,
	  .kernel = lower,
	  .syntax = "LOWER(string)",
	  .doc = "The text in small letters.",
	  .example = "LOWER('ABC')",
	  .result = "\"abc\"" },
	{ .name = "INITCAP",
	  STRING,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_same_text,
	  .kernel = initcap,
	  .syntax = "INITCAP(string)",
	  .doc = "The text with the first letter of each word in capitals; words are made of ASCII "
	         "letters and digits.",
	  .example = "INITCAP('hello wORLD')",
	  .result = "\"Hello World\"" },
	{ .name = "REVERSE",
	  STRING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>S?",
	  .kernel = reverse,
	  .syntax = "REVERSE(string)",
	  .doc = "The characters in reverse order.",
	  .example = "REVERSE('abc')",
	  .result = "\"cba\"" },
	{ .name = "CHAR_LENGTH",
	  STRING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>I",
	  .kernel = char_length,
	  .syntax = "CHAR_LENGTH(string)",
	  .doc = "The number of characters.",
	  .example = "CHAR_LENGTH('abc')",
	  .result = "3" },
	{ .name = "CHARACTER_LENGTH",
	  STRING,
	  .min_args = 1,
	  .max_args = 1,
	  .signature = "s>I",
	  .kernel = char_length,
	  .syntax = "CHARACTER_LENGTH(string)",
	  .doc = "As CHAR_LENGTH.",
	  .example = "CHARACTER_LENGTH('abc')",
	  .result = "3" },
	{ .name = "ELT",
	  .group = "string",
	  .flags = LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 2,
	  .max_args = 255,
	  .signature = "is*>S?",
	  .kernel = elt,
	  .syntax = "ELT(index, string1, ..)",
	  .doc = "The text of that number, counted from 1; NULL when there is none.",
	  .example = "ELT(2, 'a', 'b')",
	  .result = "\"b\"" },
	{ .name = NULL },
};

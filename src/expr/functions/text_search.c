/* SPDX-License-Identifier: Apache-2.0 */
/* Finding text in text: LIKE, POSITION, REPLACE, SPLIT_INDEX and their likes. */
#include <string.h>

#include "base/utf8.h"
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

static struct leat_str slice(struct leat_str s, uint32_t begin, uint32_t end)
{
	return (struct leat_str){ s.p + begin, end - begin };
}

/* Byte offset of @p needle in @p s from byte @p from on, or -1. */
static int64_t find(struct leat_str s, struct leat_str needle, uint32_t from)
{
	const char *at;

	if (needle.n == 0)
		return from;
	at = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return at ? at - s.p : -1;
}

/* ---- LIKE ---- */

/* Match from the left; at the last "%" seen the text is tried one character further. */
static bool like(struct leat_str s, struct leat_str pattern, int escape)
{
	uint32_t at = 0, p = 0, retry_at = 0, retry_p = UINT32_MAX;

	for (;;) {
		if (p < pattern.n && pattern.p[p] == '%' && escape != '%') {
			retry_p = ++p;
			retry_at = at;
			continue;
		}
		if (p == pattern.n && at == s.n)
			return true;
		uint32_t next = p;
		bool matches = false;
		if (p < pattern.n && at < s.n) {
			if ((unsigned char)pattern.p[p] == escape && p + 1 < pattern.n) {
				matches = pattern.p[p + 1] == s.p[at];
				next = p + 2;
			} else if (pattern.p[p] == '_') {
				uint32_t c;
				at += leat_utf8_decode(slice(s, at, s.n), &c) - 1;
				matches = true;
				next = p + 1;
			} else {
				matches = pattern.p[p] == s.p[at];
				next = p + 1;
			}
		}
		if (matches) {
			at++;
			p = next;
			continue;
		}
		if (retry_p == UINT32_MAX || retry_at == s.n)
			return false;
		do
			retry_at++;
		while (retry_at < s.n && ((unsigned char)s.p[retry_at] & 0xc0) == 0x80);
		at = retry_at;
		p = retry_p;
	}
}

/* A known pattern of plain text with "%" only at its ends, or what else it is. */
enum like_form { LIKE_GENERAL, LIKE_EQUAL, LIKE_PREFIX, LIKE_SUFFIX, LIKE_INFIX };

struct like_plan {
	enum like_form form;  /* How rows are matched. */
	struct leat_str text; /* What stands between the "%". */
};

static bool like_planned(const struct like_plan *plan, struct leat_str s)
{
	struct leat_str text = plan->text;

	switch (plan->form) {
	case LIKE_EQUAL:
		return leat_str_equal(s, text);
	case LIKE_PREFIX:
		return s.n >= text.n && memcmp(s.p, text.p, text.n) == 0;
	case LIKE_SUFFIX:
		return s.n >= text.n && memcmp(s.p + s.n - text.n, text.p, text.n) == 0;
	case LIKE_INFIX:
		return find(s, text, 0) >= 0;
	case LIKE_GENERAL:
		break;
	}
	leat_unreachable();
}

static struct like_plan plan_like(struct leat_str pattern)
{
	bool left = pattern.n && pattern.p[0] == '%';
	bool right = pattern.n > left && pattern.p[pattern.n - 1] == '%';
	struct leat_str text = slice(pattern, left, pattern.n - right);

	if (text.n == 0 && (left || right))
		return (struct like_plan){ LIKE_INFIX, { "", 0 } };
	if (memchr(text.p, '%', text.n) || memchr(text.p, '_', text.n))
		return (struct like_plan){ LIKE_GENERAL, pattern };
	return (struct like_plan){ left && right ? LIKE_INFIX
		                   : left        ? LIKE_SUFFIX
		                   : right       ? LIKE_PREFIX
		                                 : LIKE_EQUAL,
		                   text };
}

static bool escape_of(struct leat_str text, int *ret_escape)
{
	*ret_escape = text.n ? (unsigned char)text.p[0] : -1;
	return text.n == 1;
}

/* An escape character stands before "%", "_" or itself. */
static bool is_well_escaped(struct leat_str pattern, int escape)
{
	for (uint32_t i = 0; i < pattern.n; i++) {
		if ((unsigned char)pattern.p[i] != escape)
			continue;
		if (++i == pattern.n || (pattern.p[i] != '%' && pattern.p[i] != '_' &&
		                         (unsigned char)pattern.p[i] != escape))
			return false;
	}
	return true;
}

LEAT_KERNEL(like_kernel)
{
	const struct like_plan *plan = call->data;

	if (plan) {
		LEAT_EACH_ROW(row, sel)
		out->boolean[row] = like_planned(plan, args[0].bytes[row]);
		return 0;
	}
	LEAT_EACH_ROW(row, sel)
	{
		int escape = -1;
		if (call->arg_count > 2 && !escape_of(args[2].bytes[row], &escape))
			return leat_err_set(err, LEAT_E_RUNTIME, "an escape is one character");
		if (escape >= 0 && !is_well_escaped(args[1].bytes[row], escape))
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "the escape of a LIKE pattern stands before %% or _");
		out->boolean[row] = like(args[0].bytes[row], args[1].bytes[row], escape);
	}
	return 0;
}

static int bind_like(struct leat_bind *bind, struct leat_err *err)
{
	struct leat_str pattern;

	LEAT_TRY(leat_bind_signature(bind, "ss?s>B", err));
	if (!leat_bind_text(bind, 1, &pattern))
		return 0;
	/* Flink's planner searches for the parts between the "%" of a known pattern.  An empty one
	 * has none, so everything matches it; one that is computed for each row matches the empty
	 * text. */
	if (bind->arg_count == 2 || pattern.n == 0) {
		struct like_plan *plan = LEAT_ARENA_NEW(bind->arena, struct like_plan);
		*plan = pattern.n ? plan_like(leat_arena_str(bind->arena, pattern))
		                  : (struct like_plan){ LIKE_INFIX, { "", 0 } };
		if (plan->form != LIKE_GENERAL)
			bind->data = plan;
	}
	return 0;
}

/* ---- positions ---- */

/* The character that byte @p offset of @p s begins, counted from 1; 0 for -1. */
static int64_t position_of(struct leat_str s, int64_t offset)
{
	return offset < 0 ? 0 : (int64_t)leat_utf8_count(slice(s, 0, (uint32_t)offset)) + 1;
}

/* POSITION(needle, s), LOCATE(needle, s[, start]) */
LEAT_KERNEL(locate)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str needle = args[0].bytes[row], s = args[1].bytes[row];
		int64_t start = call->arg_count > 2 ? args[2].i64[row] : 1;
		if (start < 1 || start > INT32_MAX) {
			out->i64[row] = 0;
			continue;
		}
		uint32_t from = leat_utf8_offset(s, (uint32_t)start - 1);
		out->i64[row] = needle.n ? position_of(s, find(s, needle, from)) : 1;
	}
	return 0;
}

/* INSTR(s, needle) */
LEAT_KERNEL(instr)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row];
		out->i64[row] = position_of(s, find(s, args[1].bytes[row], 0));
	}
	return 0;
}

LEAT_KERNEL(starts_with)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row], start = args[1].bytes[row];
		out->boolean[row] = s.n >= start.n && (!start.n || !memcmp(s.p, start.p, start.n));
	}
	return 0;
}

LEAT_KERNEL(ends_with)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row], tail = args[1].bytes[row];
		out->boolean[row] = s.n >= tail.n &&
		                    (!tail.n || !memcmp(s.p + s.n - tail.n, tail.p, tail.n));
	}
	return 0;
}

/* ---- replacing ---- */

/* As Java: an empty search matches before each character and at the end. */
static void replace_empty(struct leat_str s, struct leat_str with, struct leat_buf *to)
{
	for (uint32_t at = 0; at < s.n;) {
		uint32_t c, n = leat_utf8_decode(slice(s, at, s.n), &c);
		leat_buf_str(to, with);
		leat_buf_add(to, s.p + at, n);
		at += n;
	}
	leat_buf_str(to, with);
}

enum { TEXT_BYTES_MAX = INT32_MAX };

LEAT_KERNEL(replace)
{
	struct leat_buf to;

	leat_buf_init(&to, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row], what = args[1].bytes[row];
		struct leat_str with = args[2].bytes[row];
		int64_t found = what.n ? find(s, what, 0) : 0;
		uint32_t at = 0;

		if (found < 0) {
			out->bytes[row] = s;
			continue;
		}
		leat_buf_clear(&to);
		if (what.n == 0)
			replace_empty(s, with, &to);
		for (; what.n && found >= 0; found = find(s, what, at)) {
			leat_buf_add(&to, s.p + at, (size_t)found - at);
			leat_buf_str(&to, with);
			at = (uint32_t)found + what.n;
		}
		if (what.n)
			leat_buf_add(&to, s.p + at, s.n - at);
		leat_out_copy(out, row, to.data ? to.data : "", to.size);
	}
	leat_buf_done(&to);
	return 0;
}

static int64_t index_of(struct leat_str set, struct leat_str character)
{
	for (uint32_t at = 0, index = 0; at < set.n; index++) {
		uint32_t c, n = leat_utf8_decode(slice(set, at, set.n), &c);
		if (n == character.n && memcmp(set.p + at, character.p, n) == 0)
			return index;
		at += n;
	}
	return -1;
}

/* TRANSLATE(s, from, to): characters by characters; those without a partner go away. */
LEAT_KERNEL(translate)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row], from = args[1].bytes[row];
		struct leat_str to = args[2].bytes[row];
		uint32_t to_count = leat_utf8_count(to);
		char *begin = leat_out_text(out, (size_t)s.n * 4), *p = begin;

		for (uint32_t at = 0; at < s.n;) {
			uint32_t c, n = leat_utf8_decode(slice(s, at, s.n), &c);
			int64_t index = index_of(from, slice(s, at, at + n));
			if (index < 0) {
				p = mempcpy(p, s.p + at, n);
			} else if (index < to_count) {
				uint32_t begin_of = leat_utf8_offset(to, (uint32_t)index);
				p = mempcpy(p, to.p + begin_of,
				            leat_utf8_decode(slice(to, begin_of, to.n), &c));
			}
			at += n;
		}
		out->bytes[row] = (struct leat_str){ begin, (uint32_t)(p - begin) };
	}
	return 0;
}

/* ---- splitting ---- */

/* Part @p index of @p s, split at each @p separator; false when there is none. */
static bool split_part(struct leat_str s, struct leat_str separator, int64_t index,
                       struct leat_str *ret)
{
	uint32_t at = 0;

	if (index < 0 || s.n == 0)
		return false;
	for (;; index--) {
		int64_t found = separator.n ? find(s, separator, at) : -1;
		if (index == 0) {
			*ret = slice(s, at, found < 0 ? s.n : (uint32_t)found);
			return true;
		}
		if (found < 0)
			return false;
		at = (uint32_t)found + separator.n;
	}
}

/* SPLIT_INDEX(s, separator or its code, index from 0) */
LEAT_KERNEL(split_index)
{
	bool by_code = leat_type_is_integer(call->args[1]);

	LEAT_EACH_ROW(row, sel)
	{
		char code[4];
		struct leat_str separator = { code, 0 };

		if (!by_code)
			separator = args[1].bytes[row];
		else if (args[1].i64[row] >= 0 && args[1].i64[row] <= 255)
			separator.n = leat_utf8_encode((uint32_t)args[1].i64[row], code);
		if ((by_code && separator.n == 0) ||
		    !split_part(args[0].bytes[row], separator, args[2].i64[row], &out->bytes[row]))
			leat_out_null(out, row);
	}
	return 0;
}

static int bind_split_index(struct leat_bind *bind, struct leat_err *err)
{
	if (leat_type_is_integer(bind->args[1]))
		return leat_bind_signature(bind, "sii>S?", err);
	return leat_bind_signature(bind, "ssi>S?", err);
}

#define SEARCH .group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE

const struct leat_function leat_functions_text_search[] = {
	{ .name = "LIKE",
	  .group = "comparison",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_like,
	  .kernel = like_kernel,
	  .syntax = "string1 LIKE string2 [ESCAPE character]",
	  .doc = "TRUE if the text is like the pattern: % is any text, _ any character. There is no "
	         "escape character unless one is given.",
	  .example = "'hello' LIKE 'h_ll%'",
	  .result = "true" },
	{ .name = "POSITION",
	  SEARCH,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "ss>I",
	  .kernel = locate,
	  .syntax = "POSITION(string1 IN string2)",
	  .doc = "Where the first text is in the second, counted from 1; 0 when it is not.",
	  .example = "POSITION('l' IN 'hello')",
	  .result = "3" },
	{ .name = "LOCATE",
	  SEARCH,
	  .min_args = 2,
	  .max_args = 3,
	  .signature = "ss?i>I",
	  .kernel = locate,
	  .syntax = "LOCATE(string1, string2[, start])",
	  .doc = "As POSITION, from a position on.",
	  .example = "LOCATE('l', 'hello', 4)",
	  .result = "4" },
	{ .name = "INSTR",
	  SEARCH,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "ss>I",
	  .kernel = instr,
	  .syntax = "INSTR(string1, string2)",
	  .doc = "Where the second text is in the first, counted from 1; 0 when it is not.",
	  .example = "INSTR('hello', 'l')",
	  .result = "3" },
	{ .name = "STARTSWITH",
	  .group = "string",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "ss>B",
	  .kernel = starts_with,
	  .syntax = "STARTSWITH(string, start)",
	  .doc = "TRUE if the text begins with another one.",
	  .example = "STARTSWITH('hello', 'he')",
	  .result = "true" },
	{ .name = "ENDSWITH",
	  .group = "string",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "ss>B",
	  .kernel = ends_with,
	  .syntax = "ENDSWITH(string, end)",
	  .doc = "TRUE if the text ends with another one.",
	  .example = "ENDSWITH('hello', 'lo')",
	  .result = "true" },
	{ .name = "REPLACE",
	  SEARCH,
	  .min_args = 3,
	  .max_args = 3,
	  .signature = "sss>S",
	  .kernel = replace,
	  .syntax = "REPLACE(string, search, replacement)",
	  .doc = "The text with every occurrence of another one replaced.",
	  .example = "REPLACE('hello', 'l', 'L')",
	  .result = "\"heLLo\"" },
	{ .name = "TRANSLATE",
	  .group = "string",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 3,
	  .max_args = 3,
	  .signature = "sss>S",
	  .kernel = translate,
	  .syntax = "TRANSLATE(string, from, to)",
	  .doc = "The text with characters replaced by those at the same place in another text.",
	  .example = "TRANSLATE('abc', 'ab', 'xy')",
	  .result = "\"xyc\"" },
	{ .name = "SPLIT_INDEX",
	  SEARCH,
	  .min_args = 3,
	  .max_args = 3,
	  .bind = bind_split_index,
	  .kernel = split_index,
	  .syntax = "SPLIT_INDEX(string, separator, index)",
	  .doc = "The part of that number, counted from 0, of a text split at a separator; NULL when "
	         "there is none.",
	  .example = "SPLIT_INDEX('a,b,c', ',', 1)",
	  .result = "\"b\"" },
	{ .name = NULL },
};

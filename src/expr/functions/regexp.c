/* SPDX-License-Identifier: Apache-2.0 */
/* REGEXP and its likes, and SIMILAR TO.  A malformed pattern matches nothing, as in Flink. */
#include "expr/regexp.h"

#include "base/utf8.h"
#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

enum { TEXT_BYTES_MAX = INT32_MAX };

static struct leat_str slice(struct leat_str s, uint32_t begin, uint32_t end)
{
	return (struct leat_str){ s.p + begin, end - begin };
}

/* The pattern that argument @p arg has in @p row; the call's data is the cache. */
static const struct leat_regexp *pattern_of(const struct leat_call *call,
                                            const struct leat_col *args, uint32_t arg, uint32_t row)
{
	return leat_cache_get((struct leat_cache *)call->data, args[arg].bytes[row]);
}

static int bind_regexp(struct leat_bind *bind, const char *signature, struct leat_err *err)
{
	bind->data = leat_regexp_cache(bind->arena);
	return leat_bind_signature(bind, signature, err);
}

LEAT_KERNEL(regexp)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		out->boolean[row] = args[1].bytes[row].n && pattern &&
		                    leat_regexp_find(pattern, args[0].bytes[row], 0);
	}
	return 0;
}

static int bind_match(struct leat_bind *bind, struct leat_err *err)
{
	return bind_regexp(bind, "ss>B", err);
}

/* REGEXP_EXTRACT(s, pattern[, group]) */
LEAT_KERNEL(regexp_extract)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		int64_t group = call->arg_count > 2 ? args[2].i64[row] : 0;
		struct leat_str s = args[0].bytes[row];
		uint32_t begin, end;

		if (!pattern || group < 0 || group > leat_regexp_groups(pattern) ||
		    !leat_regexp_find(pattern, s, 0) ||
		    !leat_regexp_group(pattern, (uint32_t)group, &begin, &end))
			leat_out_null(out, row);
		else
			out->bytes[row] = slice(s, begin, end);
	}
	return 0;
}

static int bind_extract(struct leat_bind *bind, struct leat_err *err)
{
	return bind_regexp(bind, "ss?i>S?", err);
}

/* Where the search after a match goes on: an empty match must not be found again. */
static uint32_t after(struct leat_str s, uint32_t begin, uint32_t end)
{
	uint32_t c;

	return end > begin ? end : end + leat_utf8_decode(slice(s, end, s.n), &c) + (end == s.n);
}

static void replace_all(const struct leat_regexp *pattern, struct leat_str s, struct leat_str with,
                        struct leat_buf *to)
{
	uint32_t copied = 0, from = 0, begin, end;

	leat_buf_clear(to);
	while (from <= s.n && leat_regexp_find(pattern, s, from) &&
	       leat_regexp_group(pattern, 0, &begin, &end)) {
		leat_buf_add(to, s.p + copied, begin - copied);
		leat_buf_str(to, with);
		copied = end;
		from = after(s, begin, end);
	}
	leat_buf_add(to, s.p + copied, s.n - copied);
}

LEAT_KERNEL(regexp_replace)
{
	struct leat_buf to;

	leat_buf_init(&to, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		if (!pattern) {
			leat_out_null(out, row);
			continue;
		}
		replace_all(pattern, args[0].bytes[row], args[2].bytes[row], &to);
		leat_out_copy(out, row, to.data ? to.data : "", to.size);
	}
	leat_buf_done(&to);
	return 0;
}

static int bind_replace(struct leat_bind *bind, struct leat_err *err)
{
	return bind_regexp(bind, "sss>S", err);
}

LEAT_KERNEL(regexp_count)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		struct leat_str s = args[0].bytes[row];
		uint32_t from = 0, begin, end;
		int64_t count = 0;

		if (!pattern) {
			leat_out_null(out, row);
			continue;
		}
		while (from <= s.n && leat_regexp_find(pattern, s, from) &&
		       leat_regexp_group(pattern, 0, &begin, &end)) {
			count++;
			from = after(s, begin, end);
		}
		out->i64[row] = count;
	}
	return 0;
}

static int bind_count(struct leat_bind *bind, struct leat_err *err)
{
	return bind_regexp(bind, "ss>I?", err);
}

LEAT_KERNEL(regexp_instr)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		struct leat_str s = args[0].bytes[row];
		uint32_t begin, end;

		if (!pattern)
			leat_out_null(out, row);
		else if (leat_regexp_find(pattern, s, 0) &&
		         leat_regexp_group(pattern, 0, &begin, &end))
			out->i64[row] = (int64_t)leat_utf8_count(slice(s, 0, begin)) + 1;
		else
			out->i64[row] = 0;
	}
	return 0;
}

/* REGEXP_EXTRACT_ALL(s, pattern[, group]): group 1 by default. */
LEAT_KERNEL(regexp_extract_all)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		int64_t group = call->arg_count > 2 ? args[2].i64[row] : 1;
		struct leat_col_builder *list = leat_rows_next(&rows, row);
		struct leat_str s = args[0].bytes[row];
		uint32_t from = 0, begin, end;

		if (!pattern || group < 0 || group > leat_regexp_groups(pattern)) {
			leat_col_builder_null(list);
			continue;
		}
		leat_col_builder_begin(list);
		while (from <= s.n && leat_regexp_find(pattern, s, from)) {
			struct leat_col_builder *element = leat_col_builder_child(list, 0);
			if (leat_regexp_group(pattern, (uint32_t)group, &begin, &end))
				leat_col_builder_bytes(element, slice(s, begin, end));
			else
				leat_col_builder_null(element);
			(void)leat_regexp_group(pattern, 0, &begin, &end); /* It has matched. */
			from = after(s, begin, end);
		}
		leat_col_builder_end(list);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_extract_all(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(bind_regexp(bind, "ss?i>S?", err));
	return leat_bind_returns(
		bind, leat_type_array(bind->arena, leat_type_basic(LEAT_VARCHAR), true), true);
}

/* ---- SIMILAR TO ---- */

/* The pattern as a regular expression: % is .*, _ is .; what only regular expressions know is
 * escaped. */
static const void *make_similar(struct leat_arena *arena, struct leat_str text, const void *context)
{
	const int *escape = context;
	const struct leat_regexp *regexp;
	struct leat_buf out;

	leat_buf_init(&out, TEXT_BYTES_MAX);
	leat_buf_text(&out, "^(?s:");
	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if ((unsigned char)c == *escape && i + 1 < text.n)
			leat_buf_printf(&out, "\\%c", text.p[++i]);
		else if (c == '%')
			leat_buf_text(&out, ".*");
		else if (c == '_')
			leat_buf_char(&out, '.');
		else if (c == '.' || c == '\\' || c == '^' || c == '$')
			leat_buf_printf(&out, "\\%c", c);
		else
			leat_buf_char(&out, c);
	}
	leat_buf_text(&out, ")\\z");
	regexp = leat_regexp_new(arena, leat_buf_view(&out));
	leat_buf_done(&out);
	return regexp;
}

LEAT_KERNEL(similar)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_regexp *pattern = pattern_of(call, args, 1, row);
		if (!pattern)
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "\"%.*s\" is no pattern of SIMILAR TO",
			                    LEAT_STR_ARG(args[1].bytes[row]));
		out->boolean[row] = leat_regexp_find(pattern, args[0].bytes[row], 0);
	}
	return 0;
}

static int bind_similar(struct leat_bind *bind, struct leat_err *err)
{
	int *escape = LEAT_ARENA_NEW(bind->arena, int);
	struct leat_str text;

	*escape = -1;
	if (bind->arg_count == 3) {
		if (!leat_bind_text(bind, 2, &text) || text.n != 1)
			return leat_bind_reject_arg(bind, 2, err, "expected one character");
		*escape = (unsigned char)text.p[0];
	}
	bind->data = leat_cache_new(bind->arena, make_similar, escape);
	return leat_bind_signature(bind, "ss?s>B", err);
}

#define REGEXP .group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE
#define REGEXP_NEW .group = "string", .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT

const struct leat_function leat_functions_regexp[] = {
	{ .name = "SIMILAR TO",
	  .group = "comparison",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_similar,
	  .kernel = similar,
	  .syntax = "string1 SIMILAR TO string2 [ESCAPE character]",
	  .doc = "TRUE if the whole text matches a regular expression of SQL.",
	  .example = "'abc' SIMILAR TO '(a|b)%'",
	  .result = "true" },
	{ .name = "REGEXP",
	  REGEXP,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_match,
	  .kernel = regexp,
	  .syntax = "REGEXP(string, regex)",
	  .doc = "TRUE if the regular expression is found in the text.",
	  .example = "REGEXP('hello', 'l+')",
	  .result = "true" },
	{ .name = "REGEXP_EXTRACT",
	  REGEXP,
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_extract,
	  .kernel = regexp_extract,
	  .syntax = "REGEXP_EXTRACT(string, regex[, group])",
	  .doc = "What a group of the first match is (0, the default: the whole match); NULL without a "
	         "match.",
	  .example = "REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 2)",
	  .result = "\"bar\"" },
	{ .name = "REGEXP_REPLACE",
	  REGEXP,
	  .min_args = 3,
	  .max_args = 3,
	  .bind = bind_replace,
	  .kernel = regexp_replace,
	  .syntax = "REGEXP_REPLACE(string, regex, replacement)",
	  .doc = "The text with every match replaced; the replacement is taken as it is.",
	  .example = "REGEXP_REPLACE('foobar', 'oo|ar', '')",
	  .result = "\"fb\"" },
	{ .name = "REGEXP_COUNT",
	  REGEXP_NEW,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_count,
	  .kernel = regexp_count,
	  .syntax = "REGEXP_COUNT(string, regex)",
	  .doc = "The number of matches.",
	  .example = "REGEXP_COUNT('hello', 'l')",
	  .result = "2" },
	{ .name = "REGEXP_INSTR",
	  REGEXP_NEW,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_count,
	  .kernel = regexp_instr,
	  .syntax = "REGEXP_INSTR(string, regex)",
	  .doc = "Where the first match begins, counted from 1; 0 without a match.",
	  .example = "REGEXP_INSTR('hello', 'l+')",
	  .result = "3" },
	{ .name = "REGEXP_SUBSTR",
	  REGEXP_NEW,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_extract,
	  .kernel = regexp_extract,
	  .syntax = "REGEXP_SUBSTR(string, regex)",
	  .doc = "The first match; NULL without one.",
	  .example = "REGEXP_SUBSTR('hello', 'l+')",
	  .result = "\"ll\"" },
	{ .name = "REGEXP_EXTRACT_ALL",
	  REGEXP_NEW,
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_extract_all,
	  .kernel = regexp_extract_all,
	  .syntax = "REGEXP_EXTRACT_ALL(string, regex[, group])",
	  .doc = "What a group (1 by default) of each match is.",
	  .example = "REGEXP_EXTRACT_ALL('a1b2', '([a-z])', 1)",
	  .result = "[\"a\",\"b\"]" },
	{ .name = NULL },
};

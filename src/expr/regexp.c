/* SPDX-License-Identifier: Apache-2.0 */
/* PCRE2 for Java's patterns.  What differs is rewritten: \p{IsHan} is \p{Han}, \p{Alpha} and its
 * likes are POSIX classes. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "expr/regexp.h"

#include <pcre2.h>
#include <string.h>

#include "leat/buf.h"

enum {
	MATCH_LIMIT = 1000000, /* Steps of one search: some 10 ms. */
	HEAP_LIMIT_KIB = 16384,
	PATTERN_BYTES_MAX = 1 << 16,
};

struct leat_regexp {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
	uint32_t groups;
};

static const char *posix_class(struct leat_str name)
{
	static const struct {
		const char *java, *posix;
	} classes[] = {
		{ "Lower", "lower" }, { "Upper", "upper" },   { "Alpha", "alpha" },
		{ "Digit", "digit" }, { "Alnum", "alnum" },   { "Punct", "punct" },
		{ "Graph", "graph" }, { "Print", "print" },   { "Blank", "blank" },
		{ "Cntrl", "cntrl" }, { "XDigit", "xdigit" }, { "Space", "space" },
	};

	for (size_t i = 0; i < LEAT_COUNT(classes); i++)
		if (strlen(classes[i].java) == name.n &&
		    memcmp(classes[i].java, name.p, name.n) == 0)
			return classes[i].posix;
	return NULL;
}

/* \p{..} at @p at: append what PCRE2 calls it and return the bytes read; 0 when it is nothing. */
static uint32_t rewrite_property(struct leat_str pattern, uint32_t at, bool in_class,
                                 struct leat_buf *out)
{
	const char *begin = pattern.p + at + 3, *close;

	if (at + 3 > pattern.n || (pattern.p[at + 1] != 'p' && pattern.p[at + 1] != 'P') ||
	    pattern.p[at + 2] != '{')
		return 0;
	close = memchr(begin, '}', pattern.n - at - 3);
	if (!close)
		return 0;

	struct leat_str name = { begin, (uint32_t)(close - begin) };
	bool negated = pattern.p[at + 1] == 'P';
	const char *posix = posix_class(name);
	if (posix)
		leat_buf_printf(out, "%s[:%s%s:]%s", in_class ? "" : "[", negated ? "^" : "", posix,
		                in_class ? "" : "]");
	else if (name.n > 2 && name.p[0] == 'I' && name.p[1] == 's')
		leat_buf_printf(out, "\\%c{%.*s}", pattern.p[at + 1], (int)name.n - 2, name.p + 2);
	else
		return 0;
	return name.n + 4;
}

static void rewrite(struct leat_str pattern, struct leat_buf *out)
{
	bool in_class = false;

	for (uint32_t at = 0; at < pattern.n;) {
		char c = pattern.p[at];
		if (c == '\\') {
			uint32_t n = rewrite_property(pattern, at, in_class, out);
			if (n == 0) {
				n = at + 1 < pattern.n ? 2 : 1;
				leat_buf_add(out, pattern.p + at, n);
			}
			at += n;
			continue;
		}
		if (c == '[')
			in_class = true;
		else if (c == ']')
			in_class = false;
		leat_buf_char(out, c);
		at++;
	}
}

static void release(void *data)
{
	struct leat_regexp *regexp = data;

	pcre2_match_context_free(regexp->limits);
	pcre2_match_data_free(regexp->match);
	pcre2_code_free(regexp->code);
}

static pcre2_code *compile(struct leat_str pattern)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	struct leat_buf text;
	pcre2_code *code;
	size_t offset;
	int error;

	leat_buf_init(&text, PATTERN_BYTES_MAX);
	rewrite(pattern, &text);
	pcre2_set_newline(context, PCRE2_NEWLINE_ANY);
	code = text.full ? NULL
	                 : pcre2_compile((PCRE2_SPTR)leat_buf_cstr(&text), text.size,
	                                 PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
	                                         PCRE2_NEVER_BACKSLASH_C,
	                                 &error, &offset, context);
	if (code)
		/* Without a JIT patterns are only slower. */
		(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	leat_buf_done(&text);
	pcre2_compile_context_free(context);
	return code;
}

const struct leat_regexp *leat_regexp_new(struct leat_arena *arena, struct leat_str pattern)
{
	pcre2_code *code = compile(pattern);
	struct leat_regexp *regexp;

	if (!code)
		return NULL;
	regexp = LEAT_ARENA_NEW(arena, struct leat_regexp);
	regexp->code = code;
	regexp->match = pcre2_match_data_create_from_pattern(code, NULL);
	regexp->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(regexp->limits, MATCH_LIMIT);
	pcre2_set_heap_limit(regexp->limits, HEAP_LIMIT_KIB);
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &regexp->groups);
	leat_arena_defer(arena, release, regexp);
	return regexp;
}

static const void *make(struct leat_arena *arena, struct leat_str text, const void *context)
{
	(void)context;
	return leat_regexp_new(arena, text);
}

struct leat_cache *leat_regexp_cache(struct leat_arena *arena)
{
	return leat_cache_new(arena, make, NULL);
}

uint32_t leat_regexp_groups(const struct leat_regexp *regexp)
{
	return regexp->groups;
}

bool leat_regexp_find(const struct leat_regexp *regexp, struct leat_str text, uint32_t from)
{
	return pcre2_match(regexp->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, from, 0,
	                   regexp->match, regexp->limits) > 0;
}

bool leat_regexp_group(const struct leat_regexp *regexp, uint32_t group, uint32_t *ret_begin,
                       uint32_t *ret_end)
{
	const size_t *ends = pcre2_get_ovector_pointer(regexp->match);

	if (group > regexp->groups || ends[2 * group] == PCRE2_UNSET)
		return false;
	*ret_begin = (uint32_t)ends[2 * group];
	*ret_end = (uint32_t)ends[2 * group + 1];
	return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Walking over the text of one JSON record: tokens, strings, numbers, values to be skipped.
 *
 * A cursor never reads behind the record, whatever the bytes are; the record has been found to be
 * UTF-8 before.  As Jackson in Flink, strings may hold unescaped control characters. */
#pragma once

#include <emmintrin.h>
#include <string.h>

#include "base/limits.h"
#include "leat/arena.h"
#include "leat/buf.h"
#include "leat/def.h"

/* How a value was read. */
enum json_result {
	JSON_OK,
	JSON_UNFIT,  /* Well formed, but no value of the type; the cursor is behind it. */
	JSON_BROKEN, /* No JSON; the record is lost. */
};

struct json_cursor {
	const char *begin;        /* Of the record. */
	const char *p;            /* Next byte. */
	const char *end;          /* Of the record. */
	const char *why;          /* BROKEN: what is wrong at p. */
	struct leat_arena *arena; /* For texts that have escapes. */
	uint32_t depth;           /* Open objects and arrays. */
};

enum json_token_kind {
	JSON_STRING,
	JSON_INTEGER, /* A number without fraction and exponent. */
	JSON_FLOAT,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
	JSON_NESTED, /* An object or an array. */
};

/* One value of a record. */
struct json_token {
	enum json_token_kind kind;
	bool escaped;         /* STRING: text has escapes. */
	struct leat_str text; /* STRING: between the quotes; else the value as written. */
};

static inline enum json_result json_broken(struct json_cursor *c, const char *why)
{
	if (!c->why)
		c->why = why;
	return JSON_BROKEN;
}

static inline bool json_is_digit(char ch)
{
	return (unsigned char)(ch - '0') < 10;
}

static inline void json_skip_space(struct json_cursor *c)
{
	while (c->p < c->end && LEAT_UNLIKELY((unsigned char)*c->p <= ' ') &&
	       (*c->p == ' ' || *c->p == '\t' || *c->p == '\n' || *c->p == '\r'))
		c->p++;
}

/* Bit i: byte i of the 16 at p is a quote or a backslash. */
static inline unsigned json_special_mask(const char *p)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)p);
	__m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(quotes, slashes));
}

/* The next quote or backslash at or behind p; end when there is none. */
static inline const char *json_find_special(const struct json_cursor *c, const char *p)
{
	const char *end = c->end;

	for (ptrdiff_t left = end - p; left >= 16; left -= 16, p += 16) {
		unsigned mask = json_special_mask(p);
		if (mask)
			return p + __builtin_ctz(mask);
	}
	if (LEAT_LIKELY(end - c->begin >= 16)) {
		/* The last 16 bytes, without those before p. */
		unsigned mask = json_special_mask(end - 16) >> (16 - (end - p));
		return mask ? p + __builtin_ctz(mask) : end;
	}
	while (p < end && *p != '"' && *p != '\\')
		p++;
	return p;
}

/* The string whose opening quote is at c->p; its escapes are not looked at. */
static inline enum json_result json_string(struct json_cursor *c, struct leat_str *ret,
                                           bool *ret_escaped)
{
	const char *text = c->p + 1;
	const char *p = json_find_special(c, text);

	*ret_escaped = false;
	while (LEAT_UNLIKELY(p < c->end && *p == '\\')) {
		*ret_escaped = true;
		if (c->end - p < 2)
			break;
		p = json_find_special(c, p + 2);
	}
	if (LEAT_UNLIKELY(p >= c->end || *p != '"'))
		return json_broken(c, "the string is not closed");
	*ret = (struct leat_str){ text, (uint32_t)(p - text) };
	c->p = p + 1;
	return JSON_OK;
}

/* Read the next value; an object or array is walked over as a whole. */
enum json_result leat_json_scan(struct json_cursor *c, struct json_token *ret);

/* Walk over the next value, the long way. */
enum json_result leat_json_skip_value(struct json_cursor *c);

/* The characters of a string with escapes, in the cursor's arena. */
enum json_result leat_json_unescape(struct json_cursor *c, struct leat_str text, struct leat_str *ret);

/* Walk over the next value: texts without escapes and integers in place. */
static inline enum json_result json_skip(struct json_cursor *c)
{
	const char *p = c->p, *first;

	if (LEAT_LIKELY(p < c->end && *p == '"')) {
		const char *quote = json_find_special(c, p + 1);
		if (LEAT_UNLIKELY(quote == c->end || *quote != '"'))
			return leat_json_skip_value(c);
		c->p = quote + 1;
		return JSON_OK;
	}
	for (first = p; p < c->end && json_is_digit(*p); p++)
		;
	if (LEAT_LIKELY(p > first && p < c->end && *p == ',' && *first != '0')) {
		c->p = p;
		return JSON_OK;
	}
	return leat_json_skip_value(c);
}

/* The characters of a string. */
static inline enum json_result json_characters(struct json_cursor *c, const struct json_token *token,
                                               struct leat_str *ret)
{
	if (LEAT_UNLIKELY(token->escaped))
		return leat_json_unescape(c, token->text, ret);
	*ret = token->text;
	return JSON_OK;
}

/* Walk over the opening bracket and to the first member; *ret_has_more false: there is none, and the
 * closing bracket was walked over too. */
static inline enum json_result json_first_member(struct json_cursor *c, char close,
                                                 bool *ret_has_more)
{
	c->p++;
	json_skip_space(c);
	if (LEAT_UNLIKELY(c->p == c->end))
		return json_broken(c, "the text ends too early");
	*ret_has_more = *c->p != close;
	c->p += *c->p == close;
	return JSON_OK;
}

/* Walk from behind a member over the comma, and blanks behind it if there are any, or over the
 * closing bracket. */
static inline enum json_result json_next_member(struct json_cursor *c, char close,
                                                bool *ret_has_more)
{
	if (LEAT_UNLIKELY(c->p == c->end || (*c->p != ',' && *c->p != close))) {
		json_skip_space(c);
		if (c->p == c->end)
			return json_broken(c, "the text ends too early");
		if (*c->p != ',' && *c->p != close)
			return json_broken(c, close == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
	}
	*ret_has_more = *c->p++ == ',';
	json_skip_space(c);
	return JSON_OK;
}

/* Walk from behind a key's quote to its value. */
static inline enum json_result json_colon(struct json_cursor *c)
{
	json_skip_space(c);
	if (LEAT_UNLIKELY(c->p == c->end || *c->p != ':'))
		return json_broken(c, "expected ':' behind the key");
	c->p++;
	json_skip_space(c);
	return JSON_OK;
}

/* The next value as compact JSON text, as Jackson prints a tree: numbers with a fraction as Java's
 * doubles. */
enum json_result leat_json_compact(struct json_cursor *c, struct leat_buf *out);

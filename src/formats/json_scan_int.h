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
	while (c->p < c->end &&
	       LEAT_UNLIKELY(*c->p == ' ' || *c->p == '\t' || *c->p == '\n' || *c->p == '\r'))
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
	for (; c->end - p >= 16; p += 16) {
		unsigned mask = json_special_mask(p);
		if (mask)
			return p + __builtin_ctz(mask);
	}
	if (LEAT_LIKELY(c->end - c->begin >= 16)) {
		/* The last 16 bytes, without those before p. */
		unsigned mask = json_special_mask(c->end - 16) >> (16 - (c->end - p));
		return mask ? p + __builtin_ctz(mask) : c->end;
	}
	while (p < c->end && *p != '"' && *p != '\\')
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

/* Walk over the next value. */
enum json_result leat_json_skip(struct json_cursor *c);

/* The characters of a string with escapes, in the cursor's arena. */
enum json_result leat_json_unescape(struct json_cursor *c, struct leat_str text, struct leat_str *ret);

/* The characters of a string. */
static inline enum json_result json_characters(struct json_cursor *c, const struct json_token *token,
                                               struct leat_str *ret)
{
	if (LEAT_UNLIKELY(token->escaped))
		return leat_json_unescape(c, token->text, ret);
	*ret = token->text;
	return JSON_OK;
}

/* Step from one member to the next: true when c->p is at one, false at the end (`close`, walked
 * over).  is_first: c->p is behind the opening bracket. */
static inline enum json_result json_next_member(struct json_cursor *c, char close, bool is_first,
                                                bool *ret_has_more)
{
	json_skip_space(c);
	if (LEAT_UNLIKELY(c->p == c->end))
		return json_broken(c, "the text ends too early");
	if (*c->p == close) {
		c->p++;
		*ret_has_more = false;
		return JSON_OK;
	}
	*ret_has_more = true;
	if (is_first)
		return JSON_OK;
	if (LEAT_UNLIKELY(*c->p != ','))
		return json_broken(c, close == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
	c->p++;
	json_skip_space(c);
	if (LEAT_UNLIKELY(c->p == c->end))
		return json_broken(c, "the text ends too early");
	if (LEAT_UNLIKELY(*c->p == close))
		return json_broken(c, "expected a value behind ','");
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

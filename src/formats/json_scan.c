/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of JSON records. */
#include "formats/json_scan_int.h"

#include "base/number.h"
#include "base/utf8.h"
#include "formats/json_int.h"

/* digits+ */
static bool digits(struct json_cursor *c)
{
	const char *first = c->p;

	while (c->p < c->end && json_is_digit(*c->p))
		c->p++;
	return c->p > first;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? */
static enum json_result number(struct json_cursor *c, struct json_token *ret)
{
	const char *first = c->p;

	ret->kind = JSON_INTEGER;
	if (*c->p == '-')
		c->p++;
	const char *whole = c->p;
	if (!digits(c))
		return json_broken(c, "expected a digit");
	if (LEAT_UNLIKELY(*whole == '0' && c->p - whole > 1))
		return json_broken(c, "a number begins with 0");
	if (c->p < c->end && *c->p == '.') {
		ret->kind = JSON_FLOAT;
		c->p++;
		if (!digits(c))
			return json_broken(c, "expected a digit behind '.'");
	}
	if (c->p < c->end && (*c->p == 'e' || *c->p == 'E')) {
		ret->kind = JSON_FLOAT;
		c->p++;
		if (c->p < c->end && (*c->p == '+' || *c->p == '-'))
			c->p++;
		if (!digits(c))
			return json_broken(c, "expected a digit in the exponent");
	}
	ret->text = (struct leat_str){ first, (uint32_t)(c->p - first) };
	return JSON_OK;
}

static enum json_result word(struct json_cursor *c, const char *text, size_t n,
                             enum json_token_kind kind, struct json_token *ret)
{
	if ((size_t)(c->end - c->p) < n || memcmp(c->p, text, n) != 0)
		return json_broken(c, "expected a value");
	ret->kind = kind;
	ret->text = (struct leat_str){ c->p, (uint32_t)n };
	c->p += n;
	return JSON_OK;
}

static enum json_result skip_members(struct json_cursor *c, bool is_object)
{
	struct leat_str key;
	bool has_more, escaped;

	char close = is_object ? '}' : ']';
	enum json_result r = json_first_member(c, close, &has_more);

	while (r == JSON_OK && has_more) {
		if (is_object) {
			if (c->p == c->end || *c->p != '"')
				return json_broken(c, "expected a key in quotes");
			if ((r = json_string(c, &key, &escaped)) != JSON_OK)
				return r;
			if (escaped && (r = leat_json_unescape(c, key, &key)) != JSON_OK)
				return r;
			if ((r = json_colon(c)) != JSON_OK)
				return r;
		}
		if ((r = json_skip(c)) == JSON_OK)
			r = json_next_member(c, close, &has_more);
	}
	return r;
}

static enum json_result nested(struct json_cursor *c, struct json_token *ret)
{
	const char *first = c->p;

	if (++c->depth > LEAT_LIMIT_JSON_NESTING)
		return json_broken(c, "values are nested too deeply");
	enum json_result r = skip_members(c, *first == '{');
	c->depth--;
	ret->kind = JSON_NESTED;
	ret->text = (struct leat_str){ first, (uint32_t)(c->p - first) };
	return r;
}

enum json_result leat_json_scan(struct json_cursor *c, struct json_token *ret)
{
	ret->escaped = false;
	if (LEAT_UNLIKELY(c->p == c->end))
		return json_broken(c, "the text ends too early");
	switch (*c->p) {
	case '"':
		ret->kind = JSON_STRING;
		return json_string(c, &ret->text, &ret->escaped);
	case '{':
	case '[':
		return nested(c, ret);
	case 't':
		return word(c, "true", 4, JSON_TRUE, ret);
	case 'f':
		return word(c, "false", 5, JSON_FALSE, ret);
	case 'n':
		return word(c, "null", 4, JSON_NULL, ret);
	case '-':
	case '0' ... '9':
		return number(c, ret);
	default:
		return json_broken(c, "expected a value");
	}
}

enum json_result leat_json_skip_value(struct json_cursor *c)
{
	struct json_token token;
	struct leat_str text;
	enum json_result r = leat_json_scan(c, &token);

	/* A wrong escape makes the record bad, whether somebody reads it or not. */
	if (r == JSON_OK && LEAT_UNLIKELY(token.escaped))
		r = leat_json_unescape(c, token.text, &text);
	return r;
}

/* Four hex digits at p. */
static bool hex4(const char *p, const char *end, uint32_t *ret)
{
	uint32_t value = 0;

	if (end - p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char ch = p[i];
		uint32_t digit;
		if (json_is_digit(ch))
			digit = (uint32_t)(ch - '0');
		else if ((ch | 32) >= 'a' && (ch | 32) <= 'f')
			digit = (uint32_t)((ch | 32) - 'a' + 10);
		else
			return false;
		value = value << 4 | digit;
	}
	*ret = value;
	return true;
}

/* The character of \uXXXX, p behind the 'u'; half of a pair becomes '?', as in Java.  Returns where
 * the escape ends, NULL when it is wrong. */
static const char *unicode_escape(const char *p, const char *end, uint32_t *ret)
{
	uint32_t high, low;

	if (!hex4(p, end, &high))
		return NULL;
	p += 4;
	*ret = high;
	if (high < 0xd800 || high > 0xdfff)
		return p;
	*ret = '?';
	if (high < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' && hex4(p + 2, end, &low) &&
	    low >= 0xdc00 && low <= 0xdfff) {
		*ret = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
		p += 6;
	}
	return p;
}

/* The character of a one-letter escape, or 0. */
static char short_escape(char letter)
{
	switch (letter) {
	case '"':
	case '\\':
	case '/':
		return letter;
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return 0;
	}
}

enum json_result leat_json_unescape(struct json_cursor *c, struct leat_str text,
                                    struct leat_str *ret)
{
	/* No escape is shorter than what it stands for. */
	char *first = leat_arena_alloc(c->arena, text.n), *out = first;
	const char *p = text.p, *end = text.p + text.n;

	while (p < end) {
		if (*p != '\\') {
			const char *next = memchr(p, '\\', (size_t)(end - p));
			size_t n = (size_t)((next ? next : end) - p);
			memcpy(out, p, n);
			out += n;
			p += n;
			continue;
		}
		p++; /* json_string() never ends a text behind a lone backslash. */
		if (*p == 'u') {
			uint32_t character;
			p = unicode_escape(p + 1, end, &character);
			if (!p)
				return json_broken(c, "expected four hex digits behind '\\u'");
			out += leat_utf8_encode(character, out);
			continue;
		}
		char character = short_escape(*p++);
		if (!character)
			return json_broken(c, "the string has an unknown escape");
		*out++ = character;
	}
	*ret = (struct leat_str){ first, (uint32_t)(out - first) };
	return JSON_OK;
}

/* The text was walked over before, so it is well formed. */
static enum json_result compact_members(struct json_cursor *c, struct leat_buf *out)
{
	bool is_object = *c->p == '{', has_more;
	char close = is_object ? '}' : ']';

	leat_buf_char(out, *c->p);
	enum json_result r = json_first_member(c, close, &has_more);
	while (r == JSON_OK && has_more) {
		if (is_object) {
			if ((r = leat_json_compact(c, out)) != JSON_OK ||
			    (r = json_colon(c)) != JSON_OK)
				return r;
			leat_buf_char(out, ':');
		}
		if ((r = leat_json_compact(c, out)) == JSON_OK)
			r = json_next_member(c, close, &has_more);
		if (r == JSON_OK && has_more)
			leat_buf_char(out, ',');
	}
	leat_buf_char(out, close);
	return r;
}

enum json_result leat_json_compact(struct json_cursor *c, struct leat_buf *out)
{
	struct json_token token;
	double value;

	if (c->p < c->end && (*c->p == '{' || *c->p == '[')) {
		if (++c->depth > LEAT_LIMIT_JSON_NESTING)
			return json_broken(c, "values are nested too deeply");
		enum json_result r = compact_members(c, out);
		c->depth--;
		return r;
	}
	enum json_result r = leat_json_scan(c, &token);
	if (r != JSON_OK)
		return r;
	if (token.kind == JSON_STRING) {
		if ((r = json_characters(c, &token, &token.text)) != JSON_OK)
			return r;
		leat_json_put_string(out, token.text, false);
	} else if (token.kind == JSON_FLOAT && leat_number_parse_f64(token.text, &value)) {
		leat_json_put_f64(out, value);
	} else {
		leat_buf_str(out, token.text);
	}
	return JSON_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The values of strings and intervals. */
#include <string.h>
#include <strings.h>

#include "base/duration.h"
#include "base/utf8.h"
#include "sql/parse_int.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* 'text': two quotes are one. */
static struct leat_str plain_value(struct leat_parser *p, struct leat_str inside)
{
	char *bytes = leat_arena_alloc(p->arena, inside.n + 1);
	uint32_t n = 0;

	for (uint32_t i = 0; i < inside.n; i++) {
		bytes[n++] = inside.p[i];
		i += inside.p[i] == '\'';
	}
	bytes[n] = '\0';
	return (struct leat_str){ bytes, n };
}

/* x'0aff': two digits are a byte. */
static int binary_value(struct leat_parser *p, struct leat_str inside, struct leat_span span,
                        struct leat_str *ret)
{
	char *bytes = leat_arena_alloc(p->arena, inside.n / 2 + 1);

	for (uint32_t i = 0; i < inside.n; i++)
		if (hex_digit(inside.p[i]) < 0)
			return leat_err_at(&p->err, LEAT_E_LITERAL, span,
			                   "a binary literal has the digits 0-9 and a-f");
	if (inside.n % 2)
		return leat_err_at(&p->err, LEAT_E_LITERAL, span,
		                   "a binary literal has an even number of digits");
	for (uint32_t i = 0; i < inside.n; i += 2)
		bytes[i / 2] = (char)(hex_digit(inside.p[i]) << 4 | hex_digit(inside.p[i + 1]));
	*ret = (struct leat_str){ bytes, inside.n / 2 };
	return 0;
}

/* U&'d\0061t': four digits behind the escape are a UTF-16 unit, two escapes are one. */
static int unicode_value(struct leat_parser *p, struct leat_str inside, char escape,
                         struct leat_span span, struct leat_str *ret)
{
	char *bytes = leat_arena_alloc(p->arena, inside.n * 2 + 1);
	uint32_t n = 0, high = 0;

	for (uint32_t i = 0; i < inside.n; i++) {
		uint32_t unit = 0;

		if (inside.p[i] != escape || (i + 1 < inside.n && inside.p[i + 1] == escape)) {
			i += inside.p[i] == escape || inside.p[i] == '\'';
			bytes[n++] = inside.p[i];
			continue;
		}
		for (uint32_t k = 1; k <= 4; k++) {
			int digit = i + k < inside.n ? hex_digit(inside.p[i + k]) : -1;

			if (digit < 0)
				return leat_err_at(&p->err, LEAT_E_LITERAL, span,
				                   "expected four hexadecimal digits behind \"%c\"",
				                   escape);
			unit = unit << 4 | (uint32_t)digit;
		}
		i += 4;
		if (unit >= 0xd800 && unit < 0xdc00) {
			high = unit;
			continue;
		}
		if (unit >= 0xdc00 && unit < 0xe000 && high)
			unit = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
		high = 0;
		n += leat_utf8_encode(unit, bytes + n);
	}
	*ret = (struct leat_str){ bytes, n };
	return 0;
}

int leat_parse_string_value(struct leat_parser *p, const struct leat_token *token,
                            struct leat_str *ret)
{
	struct leat_str inside = leat_parse_slice(p, token->span);
	uint32_t prefix = token->kind == LEAT_TOKEN_STRING          ? 0
	                  : token->kind == LEAT_TOKEN_BINARY_STRING ? 1
	                                                            : 2;
	char escape = '\\';

	inside = (struct leat_str){ inside.p + prefix + 1, inside.n - prefix - 2 };
	if (prefix == 0) {
		*ret = plain_value(p, inside);
		return 0;
	}
	if (prefix == 1)
		return binary_value(p, inside, token->span, ret);
	if (token[1].keyword == LEAT_KW_UESCAPE && token[2].kind == LEAT_TOKEN_STRING) {
		if (token[2].span.end - token[2].span.begin != 3)
			return leat_parse_fail(p, token[2].span,
			                       "expected one character as the escape");
		escape = p->text.p[token[2].span.begin + 1];
	}
	return unicode_value(p, inside, escape, token->span, ret);
}

/* ---- intervals ---------------------------------------------------------------------------- */

const char *leat_ast_unit_name(enum leat_ast_unit unit)
{
	static const char *const names[] = {
#define XX(id) [LEAT_AST_UNIT_##id] = #id,
		LEAT_AST_UNITS(XX)
#undef XX
	};

	leat_assert(unit < LEAT_COUNT(names));
	return names[unit];
}

bool leat_parse_unit_of(struct leat_str word, bool plural, enum leat_ast_unit *ret)
{
	static const char odbc[] = "SQL_TSI_";

	if (word.n > sizeof(odbc) && !strncasecmp(word.p, odbc, sizeof(odbc) - 1)) {
		word.p += sizeof(odbc) - 1;
		word.n -= (uint32_t)sizeof(odbc) - 1;
	}
	for (int unit = 0; unit <= LEAT_AST_UNIT_EPOCH; unit++) {
		const char *name = leat_ast_unit_name((enum leat_ast_unit)unit);
		size_t n = strlen(name);

		if (word.n < n || strncasecmp(word.p, name, n) != 0)
			continue;
		if (word.n == n ||
		    (plural && word.n == n + 1 && (word.p[n] == 's' || word.p[n] == 'S'))) {
			*ret = (enum leat_ast_unit)unit;
			return true;
		}
	}
	return false;
}

static bool is_interval_unit(enum leat_ast_unit unit)
{
	return unit == LEAT_AST_UNIT_YEAR || unit == LEAT_AST_UNIT_MONTH ||
	       unit == LEAT_AST_UNIT_DAY || unit == LEAT_AST_UNIT_HOUR ||
	       unit == LEAT_AST_UNIT_MINUTE || unit == LEAT_AST_UNIT_SECOND;
}

static int expect_interval_unit(struct leat_parser *p, enum leat_ast_unit *ret)
{
	if (!leat_parse_at(p, LEAT_TOKEN_WORD) ||
	    !leat_parse_unit_of(leat_parse_slice(p, p->token->span), true, ret) ||
	    !is_interval_unit(*ret)) {
		int r = leat_parse_unexpected(p, "YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");

		if (leat_parse_at(p, LEAT_TOKEN_WORD))
			leat_err_hint(&p->err,
			              "a week is INTERVAL '7' DAY, a quarter INTERVAL '3' MONTH");
		return r;
	}
	leat_parse_next(p);
	return 0;
}

static int parse_precision(struct leat_parser *p, int64_t max, int32_t *ret)
{
	int64_t precision;

	LEAT_TRY(leat_parse_count(p, "a precision", max, &precision));
	*ret = (int32_t)precision;
	return 0;
}

/* interval_unit ::= unit [ '(' NUMBER [ ',' NUMBER ] ')' ] [ 'TO' unit [ '(' NUMBER ')' ] ]
 * unit ::= 'YEAR' | 'MONTH' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND'     -- and their plurals */
int leat_parse_interval_unit(struct leat_parser *p, struct leat_ast_interval_unit *ret)
{
	enum { DIGITS_MAX = 10, FRACTION_MAX = 9 };
	struct leat_ast_interval_unit unit = { .precision = -1, .fraction_precision = -1 };
	const struct leat_token *begin = p->token;

	LEAT_TRY(expect_interval_unit(p, &unit.from));
	unit.to = unit.from;
	if (leat_parse_accept(p, LEAT_TOKEN_LPAREN)) {
		LEAT_TRY(parse_precision(p, DIGITS_MAX, &unit.precision));
		if (unit.from == LEAT_AST_UNIT_SECOND && leat_parse_accept(p, LEAT_TOKEN_COMMA))
			LEAT_TRY(parse_precision(p, FRACTION_MAX, &unit.fraction_precision));
		LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	}
	if (leat_parse_accept_word(p, LEAT_KW_TO)) {
		LEAT_TRY(expect_interval_unit(p, &unit.to));
		bool months = unit.to == LEAT_AST_UNIT_MONTH;

		if (unit.to <= unit.from || leat_ast_interval_is_months(&unit) != months)
			return leat_parse_fail(p, leat_parse_span(p, begin),
			                       "%s TO %s is no interval",
			                       leat_ast_unit_name(unit.from),
			                       leat_ast_unit_name(unit.to));
		if (unit.to == LEAT_AST_UNIT_SECOND && leat_parse_accept(p, LEAT_TOKEN_LPAREN)) {
			LEAT_TRY(parse_precision(p, FRACTION_MAX, &unit.fraction_precision));
			LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
		}
	}
	*ret = unit;
	return 0;
}

/* Fields of an interval from coarse to fine, and what stands in front of each in a literal. */
static const struct interval_field {
	enum leat_ast_unit unit;
	char separator;
	int64_t below; /* Of a field that is not the first; 0: cannot be. */
	int64_t value; /* In months or microseconds. */
} interval_fields[] = {
	{ LEAT_AST_UNIT_YEAR, 0, 0, 12 },
	{ LEAT_AST_UNIT_MONTH, '-', 12, 1 },
	{ LEAT_AST_UNIT_DAY, 0, 0, INT64_C(86400000000) },
	{ LEAT_AST_UNIT_HOUR, ' ', 24, INT64_C(3600000000) },
	{ LEAT_AST_UNIT_MINUTE, ':', 60, 60000000 },
	{ LEAT_AST_UNIT_SECOND, ':', 60, 1000000 },
};

/* How a literal of the unit looks like. */
static int fail_interval(struct leat_parser *p, struct leat_str text, struct leat_span span,
                         const struct leat_ast_interval_unit *unit)
{
	static const char *const examples[] = { "1", "2", "3", "4", "5", "6.789" };
	char example[64] = "";
	size_t n = 0;
	int r;

	for (size_t i = 0; i < LEAT_COUNT(interval_fields); i++) {
		const struct interval_field *field = &interval_fields[i];

		if (field->unit < unit->from || field->unit > unit->to)
			continue;
		if (n > 0)
			example[n++] = field->separator;
		memcpy(example + n, examples[i], strlen(examples[i]) + 1);
		n += strlen(examples[i]);
	}
	r = leat_err_at(&p->err, LEAT_E_LITERAL, span, "'%.*s' is no interval of this unit",
	                LEAT_STR_ARG(text));
	leat_err_hint(&p->err, "it is written like INTERVAL '%s' %s%s%s", example,
	              leat_ast_unit_name(unit->from), unit->to == unit->from ? "" : " TO ",
	              unit->to == unit->from ? "" : leat_ast_unit_name(unit->to));
	return r;
}

/* Digits at *@p at; -1 when there are none or far too many. */
static int64_t take_digits(struct leat_str text, uint32_t *at, uint32_t *ret_count)
{
	int64_t value = 0;
	uint32_t begin = *at;

	for (; *at < text.n && text.p[*at] >= '0' && text.p[*at] <= '9'; ++*at) {
		if (*at - begin >= 18)
			return -1;
		value = value * 10 + (text.p[*at] - '0');
	}
	*ret_count = *at - begin;
	return *ret_count ? value : -1;
}

/* Digits behind the point of SECOND, cut to milliseconds as Flink does; -1 when malformed. */
static int64_t take_fraction(struct leat_str text, uint32_t *at, uint32_t max_digits)
{
	int64_t us = 0, scale = 100000;
	uint32_t begin;

	if (*at >= text.n || text.p[*at] != '.')
		return 0;
	for (begin = ++*at; *at < text.n && text.p[*at] >= '0' && text.p[*at] <= '9'; ++*at) {
		us += scale * (text.p[*at] - '0');
		scale /= 10;
	}
	return *at == begin || *at - begin > max_digits ? -1 : us - us % 1000;
}

int leat_parse_interval_value(struct leat_parser *p, struct leat_str text, struct leat_span span,
                              const struct leat_ast_interval_unit *unit, int64_t *ret)
{
	uint32_t leading = unit->precision < 0 ? 2 : (uint32_t)unit->precision;
	uint32_t fraction = unit->fraction_precision < 0 ? 6 : (uint32_t)unit->fraction_precision;
	bool negative = text.n > 0 && text.p[0] == '-';
	uint32_t at = negative || (text.n > 0 && text.p[0] == '+');
	int64_t sum = 0;

	for (size_t i = 0; i < LEAT_COUNT(interval_fields); i++) {
		const struct interval_field *field = &interval_fields[i];
		bool first = field->unit == unit->from;
		uint32_t digits = 0;
		int64_t value;

		if (field->unit < unit->from || field->unit > unit->to)
			continue;
		if (!first && (at >= text.n || text.p[at++] != field->separator))
			return fail_interval(p, text, span, unit);
		value = take_digits(text, &at, &digits);
		if (value < 0 || (!first && value >= field->below))
			return fail_interval(p, text, span, unit);
		if (first && digits > leading) {
			int r = leat_err_at(&p->err, LEAT_E_LITERAL, span,
			                    "the interval has %u digits, but %s without a precision"
			                    " has %u",
			                    digits, leat_ast_unit_name(unit->from), leading);

			leat_err_hint(&p->err, "write %s(%u)", leat_ast_unit_name(unit->from),
			              digits);
			return r;
		}
		if (__builtin_mul_overflow(value, field->value, &value) ||
		    __builtin_add_overflow(sum, value, &sum))
			return leat_err_at(&p->err, LEAT_E_LITERAL, span,
			                   "the interval is too long");
	}
	if (unit->to == LEAT_AST_UNIT_SECOND) {
		int64_t us = take_fraction(text, &at, fraction);

		if (us < 0)
			return fail_interval(p, text, span, unit);
		sum += us;
	}
	if (at != text.n)
		return fail_interval(p, text, span, unit);
	*ret = negative ? -sum : sum;
	return 0;
}

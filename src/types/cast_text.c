/* SPDX-License-Identifier: Apache-2.0 */
/* Casts to and from CHAR, VARCHAR, BINARY and VARBINARY. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "base/utf8.h"
#include "types/cast_int.h"
#include "types/datetime.h"
#include "types/decimal.h"
#include "types/render.h"
#include "types/timezone.h"

static struct leat_str trim(struct leat_str s)
{
	while (s.n && (unsigned char)s.p[0] <= ' ')
		s.p++, s.n--;
	while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	return s;
}

/* ---- to text and bytes ---- */

/* @p s followed by @p fill up to @p bytes, in the arena. */
static struct leat_str pad(struct leat_cast *cast, struct leat_str s, uint32_t bytes, char fill)
{
	char *copy = leat_arena_alloc(cast->arena, bytes);

	if (s.n)
		memcpy(copy, s.p, s.n);
	memset(copy + s.n, fill, bytes - s.n);
	return (struct leat_str){ copy, bytes };
}

/* Cut to the characters of the target, and for CHAR fill up to them with spaces. */
static struct leat_str fit_text(struct leat_cast *cast, struct leat_str s)
{
	uint32_t length = (uint32_t)cast->to->length;

	if (s.n > length)
		s.n = leat_utf8_offset(s, length);
	if (cast->to->id != LEAT_CHAR)
		return s;
	uint32_t count = leat_utf8_count(s);
	return count < length ? pad(cast, s, s.n + length - count, ' ') : s;
}

/* Cut to the bytes of the target, and fill up to them with zeros: for BINARY, and as in Flink for a
 * VARBINARY that is shorter than the type of the bytes. */
static struct leat_str fit_bytes(struct leat_cast *cast, struct leat_str s)
{
	const struct leat_type *from = cast->from->type;
	uint32_t length = (uint32_t)cast->to->length;
	bool full = cast->to->id == LEAT_BINARY ||
	            (leat_type_is_binary(from) && from->length > cast->to->length);

	if (s.n > length)
		s.n = length;
	return full && s.n < length ? pad(cast, s, length, 0) : s;
}

static bool text_to_text(struct leat_cast *cast, uint32_t row)
{
	cast->out.bytes[row] = fit_text(cast, cast->from->bytes[row]);
	return true;
}

static bool bytes_to_bytes(struct leat_cast *cast, uint32_t row)
{
	cast->out.bytes[row] = fit_bytes(cast, cast->from->bytes[row]);
	return true;
}

static bool value_to_text(struct leat_cast *cast, uint32_t row)
{
	leat_buf_clear(cast->scratch);
	leat_render_text(cast->from, row, cast->tz, cast->scratch);
	struct leat_str s = fit_text(cast, leat_buf_view(cast->scratch));
	/* What was filled up is in the arena already. */
	if (s.n && s.p == cast->scratch->data)
		s.p = leat_arena_dup(cast->arena, s.p, s.n);
	cast->out.bytes[row] = s;
	return true;
}

/* ---- from text ---- */

static bool text_to_bool(struct leat_cast *cast, uint32_t row)
{
	static const char *const words[2][5] = { { "f", "false", "n", "no", "0" },
		                                 { "t", "true", "y", "yes", "1" } };
	struct leat_str s = trim(cast->from->bytes[row]);

	for (uint8_t value = 0; value < 2; value++)
		for (size_t i = 0; i < LEAT_COUNT(words[value]); i++)
			if (strlen(words[value][i]) == s.n &&
			    strncasecmp(words[value][i], s.p, s.n) == 0) {
				cast->out.boolean[row] = value;
				return true;
			}
	return false;
}

/* [+-]digits[.digits]: the digits behind the point are checked and cut off. */
static bool text_to_int(struct leat_cast *cast, uint32_t row)
{
	struct leat_str s = trim(cast->from->bytes[row]);
	const char *point = s.n ? memchr(s.p, '.', s.n) : NULL;
	int64_t value, limit = INT64_MAX;

	if (point) {
		for (const char *p = point + 1; p < s.p + s.n; p++)
			if (*p < '0' || *p > '9')
				return false;
		s.n = (uint32_t)(point - s.p);
	}
	if (!leat_number_parse_i64(s, &value))
		return false;
	if (cast->to->id == LEAT_INT)
		limit = INT32_MAX;
	else if (cast->to->id == LEAT_SMALLINT)
		limit = INT16_MAX;
	else if (cast->to->id == LEAT_TINYINT)
		limit = INT8_MAX;
	if (value > limit || value < -limit - 1)
		return false;
	cast->out.i64[row] = value;
	return true;
}

/* Java's Double.parseDouble: "NaN", "Infinity" with a sign, and numbers that may end in f or d. */
static bool text_to_float(struct leat_cast *cast, uint32_t row)
{
	struct leat_str s = trim(cast->from->bytes[row]);
	uint32_t sign = s.n && (s.p[0] == '-' || s.p[0] == '+');
	struct leat_str word = { s.p + sign, s.n - sign };
	float narrow;

	if (leat_str_is(word, "NaN")) {
		cast->out.f64[row] = (double)NAN;
		return true;
	}
	if (leat_str_is(word, "Infinity")) {
		cast->out.f64[row] = s.p[0] == '-' ? -(double)INFINITY : (double)INFINITY;
		return true;
	}
	if (s.n > 1 && strchr("fFdD", s.p[s.n - 1]))
		s.n--;
	if (cast->to->id == LEAT_DOUBLE)
		return leat_number_parse_f64(s, &cast->out.f64[row]);
	if (!leat_number_parse_f32(s, &narrow))
		return false;
	cast->out.f64[row] = (double)narrow;
	return true;
}

static bool text_to_decimal(struct leat_cast *cast, uint32_t row)
{
	enum { QUICK_DIGITS = 18 };
	struct leat_str s = trim(cast->from->bytes[row]);
	bool quick = cast->to->precision <= QUICK_DIGITS && s.n <= QUICK_DIGITS;
	uint32_t sign = s.n && (s.p[0] == '-' || s.p[0] == '+');

	if (leat_decimal_parse(s, cast->to->precision, cast->to->scale, &cast->out.i128[row]))
		return true;
	/* Flink's quick way for short texts does not look at the byte that ended the digits, so one
	 * stray byte at the end is let through there: 'x' is 0. */
	if (!quick || s.n == sign || (s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '9'))
		return false;
	s.n--;
	if (s.n == sign) {
		cast->out.i128[row] = 0;
		return true;
	}
	return leat_decimal_parse(s, cast->to->precision, cast->to->scale, &cast->out.i128[row]);
}

static bool text_to_date(struct leat_cast *cast, uint32_t row)
{
	return leat_date_parse(cast->from->bytes[row], &cast->out.i64[row]);
}

static bool text_to_time(struct leat_cast *cast, uint32_t row)
{
	int64_t us;

	if (!leat_time_parse(cast->from->bytes[row], &us))
		return false;
	cast->out.i64[row] = leat_time_truncate(us, cast->to->precision);
	return true;
}

static bool text_to_timestamp(struct leat_cast *cast, uint32_t row)
{
	int precision = cast->to->precision;
	int64_t value;

	if (!leat_timestamp_parse(cast->from->bytes[row], precision, &value))
		return false;
	if (cast->to->id == LEAT_TIMESTAMP_LTZ) {
		int64_t us = leat_timestamp_to_us(value, precision);
		int64_t moved = leat_tz_to_utc(cast->tz, us) - us;
		value += moved * (precision > 6 ? 1000 : 1);
	}
	cast->out.i64[row] = value;
	return true;
}

static leat_cast_fn from_text(const struct leat_type *to)
{
	switch (to->id) {
	case LEAT_BOOLEAN:
		return text_to_bool;
	case LEAT_TINYINT:
	case LEAT_SMALLINT:
	case LEAT_INT:
	case LEAT_BIGINT:
		return text_to_int;
	case LEAT_FLOAT:
	case LEAT_DOUBLE:
		return text_to_float;
	case LEAT_DECIMAL:
		return text_to_decimal;
	case LEAT_CHAR:
	case LEAT_VARCHAR:
		return text_to_text;
	case LEAT_BINARY:
	case LEAT_VARBINARY:
		return bytes_to_bytes;
	case LEAT_DATE:
		return text_to_date;
	case LEAT_TIME:
		return text_to_time;
	case LEAT_TIMESTAMP:
	case LEAT_TIMESTAMP_LTZ:
		return text_to_timestamp;
	case LEAT_NULL:
	case LEAT_INTERVAL_YEAR_MONTH:
	case LEAT_INTERVAL_DAY_TIME:
	case LEAT_ARRAY:
	case LEAT_MULTISET:
	case LEAT_MAP:
	case LEAT_ROW:
	case LEAT_SYMBOL:
	case LEAT_TYPE_COUNT:
		return NULL;
	}
	leat_unreachable();
}

leat_cast_fn leat_cast_text(const struct leat_type *from, const struct leat_type *to)
{
	if (leat_type_is_text(from))
		return from_text(to);
	if (leat_type_is_text(to))
		return value_to_text;
	return leat_type_is_binary(from) && leat_type_is_binary(to) ? bytes_to_bytes : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Times from and to text: DATE_FORMAT, TO_TIMESTAMP, FROM_UNIXTIME and their likes. */
#include <math.h>
#include <string.h>

#include "expr/bind.h"
#include "expr/cache.h"
#include "expr/functions/temporal_unit.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/datetime_pattern.h"
#include "types/decimal.h"
#include "types/timezone.h"

enum { TEXT_BYTES_MAX = 1 << 20 };

static const char default_pattern[] = "yyyy-MM-dd HH:mm:ss";

/* ---- patterns ---- */

/* The call's data: patterns by text, of one kind. */
struct patterns {
	enum leat_date_pattern_kind kind;
	struct leat_cache *cache;
};

static const void *make_pattern(struct leat_arena *arena, struct leat_str text, const void *context)
{
	const struct patterns *patterns = context;
	const struct leat_date_pattern *pattern;

	if (leat_date_pattern_compile(arena, patterns->kind, text, &pattern, NULL) != 0)
		return NULL;
	return pattern;
}

/* Patterns of @p kind; argument @p arg is the pattern, checked now when it is known. */
static int bind_patterns(struct leat_bind *bind, enum leat_date_pattern_kind kind, uint32_t arg,
                         struct leat_err *err)
{
	struct patterns *patterns = LEAT_ARENA_NEW(bind->arena, struct patterns);
	const struct leat_date_pattern *pattern;
	struct leat_str text;

	patterns->kind = kind;
	patterns->cache = leat_cache_new(bind->arena, make_pattern, patterns);
	bind->data = patterns;
	if (leat_bind_text(bind, arg, &text))
		return leat_date_pattern_compile(bind->arena, kind, text, &pattern, err);
	return 0;
}

/* The pattern that argument @p arg has in @p row, or the default one when there is no such
 * argument. */
static int pattern_of(const struct leat_call *call, const struct leat_col *args, uint32_t arg,
                      uint32_t row, const struct leat_date_pattern **ret, struct leat_err *err)
{
	const struct patterns *patterns = call->data;
	struct leat_str text = { default_pattern, sizeof(default_pattern) - 1 };

	if (arg < call->arg_count)
		text = args[arg].bytes[row];
	*ret = leat_cache_get(patterns->cache, text);
	if (*ret)
		return 0;
	return leat_err_set(err, LEAT_E_RUNTIME, "\"%.*s\" is no pattern of a date",
	                    LEAT_STR_ARG(text));
}

static void put_formatted(struct leat_out *out, uint32_t row, struct leat_buf *buf,
                          const struct leat_date_pattern *pattern, int64_t local_us, int nano_rest,
                          const struct leat_tz *tz)
{
	leat_buf_clear(buf);
	leat_date_pattern_format(pattern, local_us, nano_rest, tz, buf);
	leat_out_copy(out, row, buf->data ? buf->data : "", buf->size);
}

/* ---- to text ---- */

/* DATE_FORMAT of text: the text is a timestamp. */
static bool read_time(const struct leat_type *type, const struct leat_col *col, uint32_t row,
                      const struct leat_tz *zone, int64_t *ret_local_us, int *ret_nano_rest)
{
	*ret_nano_rest = 0;
	if (leat_type_is_text(type))
		return leat_timestamp_parse(col->bytes[row], 6, ret_local_us);
	*ret_local_us = leat_time_local_us(type, col->i64[row], zone);
	if (leat_type_is_timestamp(type) && type->precision > 6)
		*ret_nano_rest = (int)(col->i64[row] -
		                       leat_timestamp_to_us(col->i64[row], type->precision) * 1000);
	return true;
}

LEAT_KERNEL(date_format)
{
	struct leat_buf buf;
	int r = 0;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		int64_t local_us;
		int nano_rest;

		r = pattern_of(call, args, 1, row, &pattern, err);
		if (r)
			break;
		if (!read_time(call->args[0], &args[0], row, eval->zone, &local_us, &nano_rest)) {
			leat_out_null(out, row);
			continue;
		}
		put_formatted(out, row, &buf, pattern, local_us, nano_rest, eval->zone);
	}
	leat_buf_done(&buf);
	return r;
}

static int bind_date_format(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *type = bind->args[0];

	if (type->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_TIMESTAMP));
	else if (!leat_type_is_timestamp(type) && !leat_type_is_text(type))
		return leat_bind_reject(bind, err);
	if (!leat_type_is_text(bind->args[1]))
		return leat_bind_reject_arg(bind, 1, err, "expected a pattern");
	LEAT_TRY(bind_patterns(bind, LEAT_PATTERN_FORMATTER, 1, err));
	return leat_bind_returns(bind, leat_type_basic(LEAT_VARCHAR), true);
}

LEAT_KERNEL(from_unixtime)
{
	struct leat_buf buf;
	int r = 0;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		int64_t us;

		r = pattern_of(call, args, 1, row, &pattern, err);
		if (r)
			break;
		if (__builtin_mul_overflow(args[0].i64[row], LEAT_US_PER_SECOND, &us)) {
			leat_out_null(out, row);
			continue;
		}
		put_formatted(out, row, &buf, pattern, leat_tz_to_local(eval->zone, us), 0,
		              eval->zone);
	}
	leat_buf_done(&buf);
	return r;
}

static int bind_from_unixtime(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "i?s>S?", err));
	return bind_patterns(bind, LEAT_PATTERN_SIMPLE, 1, err);
}

/* ---- from text ---- */

static bool parse(const struct leat_date_pattern *pattern, struct leat_str text,
                  const struct leat_tz *zone, int64_t *ret_local_us, int64_t *ret_us)
{
	bool zoned = false;
	int64_t offset_us = 0;

	if (!leat_date_pattern_parse(pattern, text, ret_local_us, &zoned, &offset_us))
		return false;
	*ret_us = zoned ? *ret_local_us - offset_us : leat_tz_to_utc(zone, *ret_local_us);
	return true;
}

/* Seconds since 1970, cut towards zero; Flink's answer for what is no time is the smallest
 * number. */
LEAT_KERNEL(unix_timestamp_of)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		int64_t local_us, us;

		LEAT_TRY(pattern_of(call, args, 1, row, &pattern, err));
		out->i64[row] = parse(pattern, args[0].bytes[row], eval->zone, &local_us, &us)
		                        ? us / LEAT_US_PER_SECOND
		                        : INT64_MIN;
	}
	return 0;
}

LEAT_KERNEL(unix_timestamp_now)
{
	int64_t seconds = eval->now_us / LEAT_US_PER_SECOND;

	LEAT_EACH_ROW(row, sel)
	out->i64[row] = seconds;
	return 0;
}

static int bind_unix_timestamp(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "?ss>L", err));
	if (bind->arg_count == 0) {
		bind->kernel = unix_timestamp_now;
		return 0;
	}
	bind->kernel = unix_timestamp_of;
	return bind_patterns(bind, LEAT_PATTERN_SIMPLE, 1, err);
}

LEAT_KERNEL(to_date)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		int64_t local_us, us;
		bool ok;

		if (call->arg_count == 1) {
			ok = leat_date_parse(args[0].bytes[row], &out->i64[row]);
		} else {
			LEAT_TRY(pattern_of(call, args, 1, row, &pattern, err));
			ok = parse(pattern, args[0].bytes[row], leat_tz_utc(), &local_us, &us);
			if (ok)
				out->i64[row] = leat_timestamp_floor(local_us, LEAT_UNIT_DAY) /
				                LEAT_US_PER_DAY;
		}
		if (!ok)
			leat_out_null(out, row);
	}
	return 0;
}

static int bind_to_date(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "s?s>S", err));
	LEAT_TRY(bind_patterns(bind, LEAT_PATTERN_SIMPLE, 1, err));
	return leat_bind_returns(bind, leat_type_basic(LEAT_DATE), true);
}

/* The text's own zone, when the pattern has one, is read and left alone, as in Flink. */
LEAT_KERNEL(to_timestamp)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		int64_t local_us, us;
		bool ok;

		if (call->arg_count == 1) {
			ok = leat_timestamp_parse(args[0].bytes[row], call->ret->precision,
			                          &out->i64[row]);
		} else {
			LEAT_TRY(pattern_of(call, args, 1, row, &pattern, err));
			ok = parse(pattern, args[0].bytes[row], leat_tz_utc(), &local_us, &us) &&
			     leat_timestamp_from_us(local_us, call->ret->precision, &out->i64[row]);
		}
		if (!ok)
			leat_out_null(out, row);
	}
	return 0;
}

static int bind_to_timestamp(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "s?s>S", err));
	LEAT_TRY(bind_patterns(bind, LEAT_PATTERN_FORMATTER, 1, err));
	return leat_bind_returns(bind, leat_type_timed(bind->arena, LEAT_TIMESTAMP, 3, true), true);
}

/* TO_TIMESTAMP_LTZ(number, digits): seconds (0) or milliseconds (3) since 1970. */
LEAT_KERNEL(instant_of_number)
{
	const struct leat_type *type = call->args[0];

	LEAT_EACH_ROW(row, sel)
	{
		int64_t digits = call->arg_count > 1 ? args[1].i64[row] : 3, us;
		int64_t unit = digits == 0 ? LEAT_US_PER_SECOND : LEAT_US_PER_MS;
		bool ok;

		if (digits != 0 && digits != 3)
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "the precision of TO_TIMESTAMP_LTZ is 0 or 3");
		if (type->id == LEAT_DOUBLE) {
			double value = args[0].f64[row] * (double)unit;
			ok = fabs(value) < 9e18;
			us = ok ? (int64_t)value : 0;
		} else {
			ok = !__builtin_mul_overflow(args[0].i64[row], unit, &us);
		}
		us = us / LEAT_US_PER_MS * LEAT_US_PER_MS;
		if (!ok || !leat_timestamp_from_us(us, call->ret->precision, &out->i64[row]))
			leat_out_null(out, row);
	}
	return 0;
}

/* TO_TIMESTAMP_LTZ(text[, pattern[, zone]]) */
LEAT_KERNEL(instant_of_text)
{
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		const struct leat_tz *zone = leat_tz_utc();
		int64_t local_us, us;

		LEAT_TRY(pattern_of(call, args, 1, row, &pattern, err));
		if (call->arg_count > 2 && leat_tz_find(args[2].bytes[row], &zone, NULL) != 0) {
			leat_out_null(out, row);
			continue;
		}
		if (!parse(pattern, args[0].bytes[row], zone, &local_us, &us) ||
		    !leat_timestamp_from_us(us, call->ret->precision, &out->i64[row]))
			leat_out_null(out, row);
	}
	return 0;
}

static int bind_to_timestamp_ltz(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *type = bind->args[0];

	if (leat_type_is_text(type)) {
		LEAT_TRY(leat_bind_signature(bind, "s?ss>S", err));
		LEAT_TRY(bind_patterns(bind, LEAT_PATTERN_FORMATTER, 1, err));
		bind->kernel = instant_of_text;
	} else {
		if ((!leat_type_is_numeric(type) && type->id != LEAT_NULL) || bind->arg_count > 2 ||
		    (bind->arg_count == 2 && !leat_type_is_integer(bind->args[1])))
			return leat_bind_reject(bind, err);
		if (!leat_type_is_integer(type))
			leat_bind_want(bind, 0, leat_type_basic(LEAT_DOUBLE));
		bind->kernel = instant_of_number;
	}
	return leat_bind_returns(bind, leat_type_timed(bind->arena, LEAT_TIMESTAMP_LTZ, 3, true),
	                         true);
}

/* ---- between zones ---- */

/* A zone that is not known is UTC, as in Java. */
static const struct leat_tz *zone_or_utc(struct leat_str name)
{
	const struct leat_tz *zone;

	return leat_tz_find(name, &zone, NULL) == 0 ? zone : leat_tz_utc();
}

LEAT_KERNEL(convert_tz)
{
	struct leat_buf buf;
	int r = 0;

	leat_buf_init(&buf, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		const struct leat_date_pattern *pattern;
		int64_t local_us, us;

		r = pattern_of(call, args, call->arg_count, row, &pattern, err);
		if (r)
			break;
		if (!parse(pattern, args[0].bytes[row], zone_or_utc(args[1].bytes[row]), &local_us,
		           &us)) {
			leat_out_null(out, row);
			continue;
		}
		const struct leat_tz *to = zone_or_utc(args[2].bytes[row]);
		put_formatted(out, row, &buf, pattern, leat_tz_to_local(to, us), 0, to);
	}
	leat_buf_done(&buf);
	return r;
}

static int bind_convert_tz(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "sss>S?", err));
	return bind_patterns(bind, LEAT_PATTERN_SIMPLE, bind->arg_count, err);
}

#define TEMPORAL .group = "temporal", .flags = LEAT_FN_STRICT | LEAT_FN_PURE

const struct leat_function leat_functions_temporal_text[] = {
	{ .name = "DATE_FORMAT",
	  TEMPORAL,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_date_format,
	  .kernel = date_format,
	  .syntax = "DATE_FORMAT(timestamp, pattern)",
	  .doc = "The time as text, by a pattern of Java's DateTimeFormatter.",
	  .example = "DATE_FORMAT(TIMESTAMP '2024-02-29 12:34:56', 'yyyy/MM/dd HH:mm')",
	  .result = "\"2024/02/29 12:34\"" },
	{ .name = "TO_DATE",
	  TEMPORAL,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_to_date,
	  .kernel = to_date,
	  .syntax = "TO_DATE(string[, pattern])",
	  .doc = "The date that a text is, by default yyyy-MM-dd; NULL when it is none.",
	  .example = "TO_DATE('29.02.2024', 'dd.MM.yyyy')",
	  .result = "\"2024-02-29\"" },
	{ .name = "TO_TIMESTAMP",
	  TEMPORAL,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_to_timestamp,
	  .kernel = to_timestamp,
	  .syntax = "TO_TIMESTAMP(string[, pattern])",
	  .doc = "The TIMESTAMP(3) that a text is, by default yyyy-MM-dd HH:mm:ss; NULL when it is none.",
	  .example = "TO_TIMESTAMP('20240229123456', 'yyyyMMddHHmmss')",
	  .result = "\"2024-02-29 12:34:56.000\"" },
	{ .name = "TO_TIMESTAMP_LTZ",
	  TEMPORAL,
	  .min_args = 1,
	  .max_args = 3,
	  .bind = bind_to_timestamp_ltz,
	  .syntax = "TO_TIMESTAMP_LTZ(number[, precision])",
	  .doc = "The instant that many seconds (precision 0) or milliseconds (3) after 1970; or that a "
	         "text with an optional pattern and zone is.",
	  .example = "CAST(TO_TIMESTAMP_LTZ(1700000000, 0) AS STRING)",
	  .result = "\"2023-11-14 22:13:20.000\"" },
	{ .name = "FROM_UNIXTIME",
	  TEMPORAL,
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_from_unixtime,
	  .kernel = from_unixtime,
	  .syntax = "FROM_UNIXTIME(seconds[, pattern])",
	  .doc = "Seconds since 1970 as text in the session's time zone, by default yyyy-MM-dd HH:mm:ss.",
	  .example = "FROM_UNIXTIME(44)",
	  .result = "\"1970-01-01 00:00:44\"" },
	{ .name = "UNIX_TIMESTAMP",
	  .group = "temporal",
	  .flags = LEAT_FN_STRICT,
	  .min_args = 0,
	  .max_args = 2,
	  .bind = bind_unix_timestamp,
	  .syntax = "UNIX_TIMESTAMP([string[, pattern]])",
	  .doc = "Seconds since 1970: now, or of a text in the session's time zone.",
	  .example = "UNIX_TIMESTAMP('1970-01-01 00:00:44')",
	  .result = "44" },
	{ .name = "CONVERT_TZ",
	  TEMPORAL,
	  .min_args = 3,
	  .max_args = 3,
	  .bind = bind_convert_tz,
	  .kernel = convert_tz,
	  .syntax = "CONVERT_TZ(string, from_zone, to_zone)",
	  .doc = "A yyyy-MM-dd HH:mm:ss of one time zone in another one.",
	  .example = "CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')",
	  .result = "\"1969-12-31 16:00:00\"" },
	{ .name = NULL },
};

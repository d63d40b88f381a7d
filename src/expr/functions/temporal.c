/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of times, steps in time, distances in time, and the clock. */
#include "expr/coerce.h"
#include "expr/functions/temporal_math.h"
#include "expr/functions/temporal_unit.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/timezone.h"

/* ---- parts ---- */

static int64_t extract(const struct leat_type *type, enum leat_time_unit unit, int64_t value,
                       const struct leat_tz *zone)
{
	if (type->id == LEAT_INTERVAL_YEAR_MONTH)
		return unit == LEAT_UNIT_MONTH     ? value % 12
		       : unit == LEAT_UNIT_QUARTER ? value % 12 / 3 + 1
		                                   : value / leat_unit_months(unit);
	if (type->id == LEAT_INTERVAL_DAY_TIME && unit == LEAT_UNIT_DAY)
		return value / LEAT_US_PER_DAY;
	if (leat_type_is_nanos(type) && unit == LEAT_UNIT_NANOSECOND)
		return value % 1000000000;
	return leat_timestamp_extract(leat_time_local_us(type, value, zone), unit);
}

LEAT_KERNEL(extract_kernel)
{
	const enum leat_time_unit *unit = call->data;
	uint32_t arg = call->arg_count - 1;

	LEAT_EACH_ROW(row, sel)
	out->i64[row] = extract(call->args[arg], *unit, args[arg].i64[row], eval->zone);
	return 0;
}

/* The unit is a part of values of the type. */
static bool has_part(const struct leat_type *type, enum leat_time_unit unit)
{
	bool in_day = leat_unit_us(unit) && leat_unit_us(unit) < LEAT_US_PER_DAY;

	if (leat_type_is_timestamp(type) || type->id == LEAT_DATE)
		return true;
	if (type->id == LEAT_INTERVAL_YEAR_MONTH)
		return leat_unit_months(unit) > 0;
	if (type->id == LEAT_INTERVAL_DAY_TIME && unit == LEAT_UNIT_DAY)
		return true;
	return in_day || unit == LEAT_UNIT_NANOSECOND || unit == LEAT_UNIT_EPOCH;
}

/* The last argument is a time (or text that is one). */
static int bind_part(struct leat_bind *bind, enum leat_time_unit unit, struct leat_err *err)
{
	enum leat_time_unit *data = LEAT_ARENA_NEW(bind->arena, enum leat_time_unit);
	uint32_t arg = bind->arg_count - 1;

	if (bind->args[arg]->id == LEAT_NULL)
		leat_bind_want(bind, arg, leat_type_timed(bind->arena, LEAT_TIMESTAMP, 3, true));
	const struct leat_type *type = bind->args[arg];
	bool time = type->id == LEAT_DATE || type->id == LEAT_TIME ||
	            leat_type_is_timestamp(type) || leat_type_is_interval(type);
	if (!time || !has_part(type, unit))
		return leat_bind_reject(bind, err);
	*data = unit;
	bind->data = data;
	bind->kernel = extract_kernel;
	return leat_bind_returns(bind, leat_type_basic(LEAT_BIGINT), type->nullable);
}

static int bind_extract(struct leat_bind *bind, struct leat_err *err)
{
	enum leat_time_unit unit;

	LEAT_TRY(leat_bind_unit(bind, 0, &unit, err));
	return bind_part(bind, unit, err);
}

#define PART(name, unit)                                                                           \
	static int bind_##name(struct leat_bind *bind, struct leat_err *err)                       \
	{                                                                                          \
		return bind_part(bind, unit, err);                                                 \
	}

PART(year, LEAT_UNIT_YEAR)
PART(quarter, LEAT_UNIT_QUARTER)
PART(month, LEAT_UNIT_MONTH)
PART(week, LEAT_UNIT_WEEK)
PART(day_of_year, LEAT_UNIT_DOY)
PART(day_of_month, LEAT_UNIT_DAY)
PART(day_of_week, LEAT_UNIT_DOW)
PART(hour, LEAT_UNIT_HOUR)
PART(minute, LEAT_UNIT_MINUTE)
PART(second, LEAT_UNIT_SECOND)

/* ---- steps: TIMESTAMPADD(unit, count, time) ---- */

LEAT_KERNEL(add_units)
{
	const enum leat_time_unit *unit = call->data;
	int64_t months = leat_unit_months(*unit), us = leat_unit_us(*unit);

	LEAT_EACH_ROW(row, sel)
	{
		int64_t count = args[1].i64[row], value = args[2].i64[row];
		out->i64[row] = months ? leat_time_plus_months(call->ret, value, count * months)
		                       : leat_time_plus_us(call->ret, value, count * us);
	}
	return 0;
}

/* A DATE plus less than a day is a TIMESTAMP; milli- and microseconds need their digits. */
static const struct leat_type *stepped_type(struct leat_bind *bind, enum leat_time_unit unit)
{
	const struct leat_type *type = bind->args[2];
	bool in_day = leat_unit_us(unit) && leat_unit_us(unit) < LEAT_US_PER_DAY;
	int digits = unit == LEAT_UNIT_MICROSECOND ? 6 : unit == LEAT_UNIT_MILLISECOND ? 3 : 0;

	if (type->id == LEAT_DATE && in_day)
		return leat_type_timed(bind->arena, LEAT_TIMESTAMP, 6, true);
	if (leat_type_is_timestamp(type) && type->precision < digits)
		return leat_type_timed(bind->arena, type->id, digits, true);
	return leat_type_with_time(bind->arena, type, LEAT_TIME_NONE);
}

static int bind_timestampadd(struct leat_bind *bind, struct leat_err *err)
{
	enum leat_time_unit *unit = LEAT_ARENA_NEW(bind->arena, enum leat_time_unit);

	LEAT_TRY(leat_bind_unit(bind, 0, unit, err));
	if (bind->args[2]->id == LEAT_NULL)
		leat_bind_want(bind, 2, leat_type_timed(bind->arena, LEAT_TIMESTAMP, 3, true));
	const struct leat_type *type = bind->args[2];
	if (!leat_unit_us(*unit) && !leat_unit_months(*unit))
		return leat_bind_reject_arg(bind, 0, err, "%s cannot be added",
		                            leat_time_unit_name(*unit));
	if (type->id != LEAT_DATE && type->id != LEAT_TIME && !leat_type_is_timestamp(type))
		return leat_bind_reject(bind, err);
	if (bind->args[1]->id == LEAT_NULL)
		leat_bind_want(bind, 1, leat_type_basic(LEAT_BIGINT));
	if (!leat_type_is_integer(bind->args[1]))
		return leat_bind_reject_arg(bind, 1, err, "expected an integer");
	const struct leat_type *result = stepped_type(bind, *unit);
	leat_bind_want(bind, 2, result);
	bind->data = unit;
	return leat_bind_returns(bind, result, leat_bind_is_nullable(bind));
}

/* ---- distances: TIMESTAMPDIFF(unit, from, to) ---- */

LEAT_KERNEL(count_units)
{
	const enum leat_time_unit *unit = call->data;
	int64_t months = leat_unit_months(*unit), us = leat_unit_us(*unit);
	const struct leat_tz *utc = leat_tz_utc();

	LEAT_EACH_ROW(row, sel)
	{
		int64_t from = leat_time_local_us(call->args[1], args[1].i64[row], utc);
		int64_t to = leat_time_local_us(call->args[2], args[2].i64[row], utc);
		out->i64[row] = (int32_t)(months ? leat_timestamp_months_between(from, to) / months
		                                 : (to - from) / us);
	}
	return 0;
}

static int bind_timestampdiff(struct leat_bind *bind, struct leat_err *err)
{
	enum leat_time_unit *unit = LEAT_ARENA_NEW(bind->arena, enum leat_time_unit);

	LEAT_TRY(leat_bind_unit(bind, 0, unit, err));
	if (!leat_unit_us(*unit) && !leat_unit_months(*unit))
		return leat_bind_reject_arg(bind, 0, err, "%s cannot be counted",
		                            leat_time_unit_name(*unit));
	for (uint32_t i = 1; i < 3; i++)
		if (bind->args[i]->id == LEAT_NULL)
			leat_bind_want(bind, i,
			               leat_type_timed(bind->arena, LEAT_TIMESTAMP, 3, true));
	bool a_time = bind->args[1]->id == LEAT_TIME, b_time = bind->args[2]->id == LEAT_TIME;
	if (a_time != b_time || leat_type_is_text(bind->args[1]) ||
	    !leat_type_common(bind->arena, 2, bind->args + 1))
		return leat_bind_reject(bind, err);
	/* An instant against a local time: both as instants. */
	if (bind->args[1]->id == LEAT_TIMESTAMP_LTZ || bind->args[2]->id == LEAT_TIMESTAMP_LTZ)
		for (uint32_t i = 1; i < 3; i++)
			if (bind->args[i]->id != LEAT_TIMESTAMP_LTZ)
				leat_bind_want(bind, i, bind->args[3 - i]);
	bind->data = unit;
	return leat_bind_returns(bind, leat_type_basic(LEAT_INT),
	                         bind->args[1]->nullable || bind->args[2]->nullable);
}

/* ---- OVERLAPS(begin, end or length, begin, end or length) ---- */

/* The other end of a period, of which @p end is the end or the length. */
static int64_t period_end(const struct leat_type *begin_type, int64_t begin,
                          const struct leat_type *end_type, int64_t end)
{
	if (end_type->id == LEAT_INTERVAL_YEAR_MONTH)
		return leat_time_plus_months(begin_type, begin, end);
	if (end_type->id == LEAT_INTERVAL_DAY_TIME)
		return leat_time_plus_us(begin_type, begin, end);
	return end;
}

LEAT_KERNEL(overlaps)
{
	LEAT_EACH_ROW(row, sel)
	{
		int64_t ends[4];
		for (uint32_t i = 0; i < 4; i += 2) {
			int64_t a = args[i].i64[row];
			int64_t b = period_end(call->args[i], a, call->args[i + 1],
			                       args[i + 1].i64[row]);
			ends[i] = a < b ? a : b;
			ends[i + 1] = a < b ? b : a;
		}
		out->boolean[row] = ends[0] <= ends[3] && ends[2] <= ends[1];
	}
	return 0;
}

static int bind_overlaps(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *times[4], *common;
	uint32_t count = 0;

	for (uint32_t i = 0; i < 4; i++)
		if (i % 2 == 0 || !leat_type_is_interval(bind->args[i]))
			times[count++] = bind->args[i];
	common = leat_type_common(bind->arena, count, times);
	if (!common ||
	    (common->id != LEAT_DATE && common->id != LEAT_TIME && !leat_type_is_timestamp(common)))
		return leat_bind_reject(bind, err);
	for (uint32_t i = 0; i < 4; i++)
		if (i % 2 == 0 || !leat_type_is_interval(bind->args[i]))
			leat_bind_want(bind, i, common);
	return leat_bind_returns_id(bind, LEAT_BOOLEAN);
}

/* ---- the clock ---- */

static int fill(struct leat_out *out, struct leat_sel sel, int64_t value)
{
	LEAT_EACH_ROW(row, sel)
	out->i64[row] = value;
	return 0;
}

static int64_t now_us(const struct leat_eval *eval)
{
	return leat_timestamp_floor(eval->now_us, LEAT_UNIT_MILLISECOND);
}

LEAT_KERNEL(current_timestamp)
{
	return fill(out, sel, now_us(eval));
}

LEAT_KERNEL(local_timestamp)
{
	return fill(out, sel, leat_tz_to_local(eval->zone, now_us(eval)));
}

LEAT_KERNEL(current_date)
{
	int64_t local = leat_tz_to_local(eval->zone, eval->now_us);

	return fill(out, sel, leat_timestamp_floor(local, LEAT_UNIT_DAY) / LEAT_US_PER_DAY);
}

LEAT_KERNEL(current_time)
{
	int64_t local = leat_tz_to_local(eval->zone, eval->now_us);
	int64_t time = local - leat_timestamp_floor(local, LEAT_UNIT_DAY);

	return fill(out, sel, leat_time_truncate(time, call->ret->precision));
}

static int bind_instant(struct leat_bind *bind, struct leat_err *err)
{
	(void)err;
	bind->ret = leat_type_timed(bind->arena, LEAT_TIMESTAMP_LTZ, 3, false);
	return 0;
}

static int bind_proctime(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(bind_instant(bind, err));
	bind->ret = leat_type_with_time(bind->arena, bind->ret, LEAT_TIME_PROCTIME);
	return 0;
}

static int bind_local_timestamp(struct leat_bind *bind, struct leat_err *err)
{
	(void)err;
	bind->ret = leat_type_timed(bind->arena, LEAT_TIMESTAMP, 3, false);
	return 0;
}

static int bind_date(struct leat_bind *bind, struct leat_err *err)
{
	(void)err;
	return leat_bind_returns(bind, leat_type_basic(LEAT_DATE), false);
}

static int bind_time(struct leat_bind *bind, struct leat_err *err)
{
	(void)err;
	return leat_bind_returns(bind, leat_type_basic(LEAT_TIME), false);
}

LEAT_KERNEL(current_watermark)
{
	LEAT_EACH_ROW(row, sel)
	{
		int64_t us = eval->watermarks ? eval->watermarks[row] : eval->watermark_us;
		if (us == LEAT_WATERMARK_NONE ||
		    !leat_timestamp_from_us(us, call->ret->precision, &out->i64[row]))
			leat_out_null(out, row);
	}
	return 0;
}

static int bind_watermark(struct leat_bind *bind, struct leat_err *err)
{
	if (!leat_type_is_timestamp(bind->args[0]))
		return leat_bind_reject_arg(bind, 0, err, "expected an event time column");
	return leat_bind_returns(
		bind, leat_type_with_time(bind->arena, bind->args[0], LEAT_TIME_NONE), true);
}

#define TEMPORAL .group = "temporal", .flags = LEAT_FN_STRICT | LEAT_FN_PURE
#define PART_OF TEMPORAL, .min_args = 1, .max_args = 1
#define CLOCK .group = "temporal", .flags = LEAT_FN_NILADIC

const struct leat_function leat_functions_temporal[] = {
	{ .name = "EXTRACT",
	  TEMPORAL,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_extract,
	  .syntax = "EXTRACT(unit FROM time)",
	  .doc = "A part of a time: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND, "
	         "MICROSECOND, NANOSECOND, DOY, DOW, ISODOW, ISOYEAR, EPOCH, DECADE, CENTURY, MILLENNIUM.",
	  .example = "EXTRACT(DAY FROM DATE '2024-02-29')",
	  .result = "29" },
	{ .name = "YEAR",
	  PART_OF,
	  .bind = bind_year,
	  .syntax = "YEAR(date)",
	  .doc = "The year.",
	  .example = "YEAR(DATE '2024-02-29')",
	  .result = "2024" },
	{ .name = "QUARTER",
	  PART_OF,
	  .bind = bind_quarter,
	  .syntax = "QUARTER(date)",
	  .doc = "The quarter of the year, 1 to 4.",
	  .example = "QUARTER(DATE '2024-02-29')",
	  .result = "1" },
	{ .name = "MONTH",
	  PART_OF,
	  .bind = bind_month,
	  .syntax = "MONTH(date)",
	  .doc = "The month, 1 to 12.",
	  .example = "MONTH(DATE '2024-02-29')",
	  .result = "2" },
	{ .name = "WEEK",
	  PART_OF,
	  .bind = bind_week,
	  .syntax = "WEEK(date)",
	  .doc = "The ISO week of the year, 1 to 53.",
	  .example = "WEEK(DATE '2024-02-29')",
	  .result = "9" },
	{ .name = "DAYOFYEAR",
	  PART_OF,
	  .bind = bind_day_of_year,
	  .syntax = "DAYOFYEAR(date)",
	  .doc = "The day of the year, 1 to 366.",
	  .example = "DAYOFYEAR(DATE '2024-02-29')",
	  .result = "60" },
	{ .name = "DAYOFMONTH",
	  PART_OF,
	  .bind = bind_day_of_month,
	  .syntax = "DAYOFMONTH(date)",
	  .doc = "The day of the month, 1 to 31.",
	  .example = "DAYOFMONTH(DATE '2024-02-29')",
	  .result = "29" },
	{ .name = "DAYOFWEEK",
	  PART_OF,
	  .bind = bind_day_of_week,
	  .syntax = "DAYOFWEEK(date)",
	  .doc = "The day of the week, 1 (Sunday) to 7.",
	  .example = "DAYOFWEEK(DATE '2024-02-29')",
	  .result = "5" },
	{ .name = "HOUR",
	  PART_OF,
	  .bind = bind_hour,
	  .syntax = "HOUR(time)",
	  .doc = "The hour.",
	  .example = "HOUR(TIME '12:34:56')",
	  .result = "12" },
	{ .name = "MINUTE",
	  PART_OF,
	  .bind = bind_minute,
	  .syntax = "MINUTE(time)",
	  .doc = "The minute.",
	  .example = "MINUTE(TIME '12:34:56')",
	  .result = "34" },
	{ .name = "SECOND",
	  PART_OF,
	  .bind = bind_second,
	  .syntax = "SECOND(time)",
	  .doc = "The second.",
	  .example = "SECOND(TIME '12:34:56')",
	  .result = "56" },
	{ .name = "TIMESTAMPADD",
	  TEMPORAL,
	  .min_args = 3,
	  .max_args = 3,
	  .bind = bind_timestampadd,
	  .kernel = add_units,
	  .syntax = "TIMESTAMPADD(unit, count, time)",
	  .doc = "The time some units later. Months keep the day where the month has it.",
	  .example = "TIMESTAMPADD(MONTH, 1, DATE '2024-01-31')",
	  .result = "\"2024-02-29\"" },
	{ .name = "TIMESTAMPDIFF",
	  TEMPORAL,
	  .min_args = 3,
	  .max_args = 3,
	  .bind = bind_timestampdiff,
	  .kernel = count_units,
	  .syntax = "TIMESTAMPDIFF(unit, from, to)",
	  .doc = "How many whole units lie between two times.",
	  .example = "TIMESTAMPDIFF(DAY, DATE '2024-01-01', DATE '2024-03-01')",
	  .result = "60" },
	{ .name = "OVERLAPS",
	  .group = "temporal",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 4,
	  .max_args = 4,
	  .bind = bind_overlaps,
	  .kernel = overlaps,
	  .syntax = "(begin1, end1) OVERLAPS (begin2, end2)",
	  .doc = "TRUE if two periods touch; an end may be an interval.",
	  .example =
	          "(TIME '02:55:00', INTERVAL '1' HOUR) OVERLAPS (TIME '03:30:00', INTERVAL '2' HOUR)",
	  .result = "true" },
	{ .name = "CURRENT_TIMESTAMP",
	  CLOCK,
	  .bind = bind_instant,
	  .kernel = current_timestamp,
	  .syntax = "CURRENT_TIMESTAMP",
	  .doc = "The instant at which the row is processed.",
	  .example = "CURRENT_TIMESTAMP >= TO_TIMESTAMP_LTZ(0, 0)",
	  .result = "true" },
	{ .name = "NOW",
	  .group = "temporal",
	  .bind = bind_instant,
	  .kernel = current_timestamp,
	  .syntax = "NOW()",
	  .doc = "As CURRENT_TIMESTAMP.",
	  .example = "NOW() = CURRENT_TIMESTAMP",
	  .result = "true" },
	{ .name = "CURRENT_ROW_TIMESTAMP",
	  .group = "temporal",
	  .bind = bind_instant,
	  .kernel = current_timestamp,
	  .syntax = "CURRENT_ROW_TIMESTAMP()",
	  .doc = "As CURRENT_TIMESTAMP.",
	  .example = "CURRENT_ROW_TIMESTAMP() = NOW()",
	  .result = "true" },
	{ .name = "LOCALTIMESTAMP",
	  CLOCK,
	  .bind = bind_local_timestamp,
	  .kernel = local_timestamp,
	  .syntax = "LOCALTIMESTAMP",
	  .doc = "The local date and time in the session's time zone.",
	  .example = "LOCALTIMESTAMP >= TIMESTAMP '1970-01-01 00:00:00'",
	  .result = "true" },
	{ .name = "CURRENT_DATE",
	  CLOCK,
	  .bind = bind_date,
	  .kernel = current_date,
	  .syntax = "CURRENT_DATE",
	  .doc = "The date in the session's time zone.",
	  .example = "CURRENT_DATE >= DATE '1970-01-01'",
	  .result = "true" },
	{ .name = "CURRENT_TIME",
	  CLOCK,
	  .bind = bind_time,
	  .kernel = current_time,
	  .syntax = "CURRENT_TIME",
	  .doc = "The time of day in the session's time zone.",
	  .example = "CURRENT_TIME = LOCALTIME",
	  .result = "true" },
	{ .name = "LOCALTIME",
	  CLOCK,
	  .bind = bind_time,
	  .kernel = current_time,
	  .syntax = "LOCALTIME",
	  .doc = "As CURRENT_TIME.",
	  .example = "LOCALTIME = CURRENT_TIME",
	  .result = "true" },
	{ .name = "PROCTIME",
	  .group = "temporal",
	  .bind = bind_proctime,
	  .kernel = current_timestamp,
	  .syntax = "PROCTIME()",
	  .doc = "The processing time, as a time attribute.",
	  .example = "CAST(PROCTIME() AS TIMESTAMP(3)) >= TIMESTAMP '1970-01-01 00:00:00'",
	  .result = "true" },
	{ .name = "CURRENT_WATERMARK",
	  .group = "temporal",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_watermark,
	  .kernel = current_watermark,
	  .syntax = "CURRENT_WATERMARK(rowtime)",
	  .doc = "The watermark when the row is processed; NULL before the first one.",
	  .example = NULL,
	  .result = NULL },
	{ .name = NULL },
};

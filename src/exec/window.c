/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting time into windows. */
#include "exec/window_int.h"

#include "base/limits.h"
#include "types/timezone.h"

/* Times are kept so far from the ends of int64 that window arithmetic cannot overflow. */
#define TIME_MAX_US (INT64_MAX / 8)
#define HOUR_US INT64_C(3600000000)
#define MS_US INT64_C(1000)

static int64_t floor_to(int64_t value, int64_t unit, int64_t offset)
{
	int64_t rest = (value - offset) % unit;

	return value - (rest < 0 ? rest + unit : rest);
}

bool leat_window_nth(const struct leat_window *window, int64_t local_us, uint32_t n,
                     struct leat_window_range *ret)
{
	int64_t size_us = window->size_us;
	int64_t slide_us = window->slide_us;
	int64_t start_us, end_us;

	switch (window->kind) {
	case LEAT_WINDOW_TUMBLE:
		start_us = floor_to(local_us, size_us, window->offset_us);
		*ret = (struct leat_window_range){ start_us, start_us + size_us };
		return n == 0;
	case LEAT_WINDOW_HOP:
		start_us = floor_to(local_us, slide_us, window->offset_us) - n * slide_us;
		*ret = (struct leat_window_range){ start_us, start_us + size_us };
		return start_us + size_us > local_us;
	case LEAT_WINDOW_CUMULATE:
		start_us = floor_to(local_us, size_us, window->offset_us);
		end_us = floor_to(local_us, slide_us, window->offset_us) +
		         (n + INT64_C(1)) * slide_us;
		*ret = (struct leat_window_range){ start_us, end_us };
		return end_us <= start_us + size_us;
	case LEAT_WINDOW_SESSION:
		break;
	}
	leat_unreachable();
}

int leat_window_check(const struct leat_window *window, struct leat_err *err)
{
	bool slides = window->kind == LEAT_WINDOW_HOP || window->kind == LEAT_WINDOW_CUMULATE;

	if (window->kind == LEAT_WINDOW_SESSION)
		return leat_err_set(err, LEAT_E_UNSUPPORTED,
		                    "a session window needs an aggregation over it");
	if (window->size_us <= 0 || window->size_us > TIME_MAX_US ||
	    window->offset_us < -TIME_MAX_US || window->offset_us > TIME_MAX_US)
		return leat_err_set(err, LEAT_E_WINDOW, "the size of a window must be positive");
	if (slides && (window->slide_us <= 0 || window->slide_us > TIME_MAX_US))
		return leat_err_set(err, LEAT_E_WINDOW,
		                    "the slide or step of a window must be positive");
	if (slides && window->size_us / window->slide_us >= LEAT_LIMIT_WINDOWS_PER_ROW)
		return leat_err_set(err, LEAT_E_LIMIT, "a row would fall into more than %u windows",
		                    (unsigned)LEAT_LIMIT_WINDOWS_PER_ROW);
	return 0;
}

bool leat_window_local_us(const struct leat_window *window, const struct leat_eval *eval,
                          const struct leat_col *time, uint32_t row, int64_t *ret)
{
	int64_t us = eval->now_us;

	if (window->time != LEAT_TIME_PROCTIME) {
		if (leat_col_is_null(time, row))
			return false;
		us = time->i64[row];
		if (LEAT_UNLIKELY(time->type->precision > 6))
			us = us / 1000 - (us % 1000 < 0);
	}
	if (LEAT_UNLIKELY(us > TIME_MAX_US))
		us = TIME_MAX_US;
	if (LEAT_UNLIKELY(us < -TIME_MAX_US))
		us = -TIME_MAX_US;
	*ret = window->is_local ? leat_tz_to_local(eval->zone, us) : us;
	return true;
}

int64_t leat_window_fire_us(const struct leat_window *window, const struct leat_tz *tz,
                            int64_t end_us)
{
	/* A watermark of end - 1 ms says that the window's last millisecond has come; the clock
	 * must have gone on to the end. */
	int64_t last_us = window->time == LEAT_TIME_PROCTIME ? end_us : end_us - MS_US;

	if (!window->is_local || leat_tz_is_fixed(tz))
		return window->is_local ? leat_tz_to_utc(tz, last_us) : last_us;
	int64_t first_us = leat_tz_to_utc(tz, last_us);
	int64_t later_us = leat_tz_to_utc(tz, last_us + HOUR_US);
	return later_us - first_us > HOUR_US ? later_us - HOUR_US : first_us;
}

int64_t leat_window_time_us(const struct leat_window *window, const struct leat_tz *tz,
                            int64_t end_us)
{
	return window->is_local ? leat_tz_to_utc(tz, end_us - MS_US) : end_us - MS_US;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting time into windows.
 *
 * Windows are cut in the time of the clock on the wall: UTC for TIMESTAMP columns, the session's
 * zone for TIMESTAMP_LTZ and processing time (window->is_local).  So a day has 23 or 25 hours when
 * the clocks change, and an hour that is struck twice is one window.  `local` below means that time. */
#pragma once

#include "exec/op.h"

/** A window, in local time. */
struct leat_window_range {
	int64_t start_us; /**< First instant. */
	int64_t end_us;   /**< One past the last. */
};

/** The @p n-th window that local time @p local_us falls into, in Flink's order (HOP: the latest
 * first; CUMULATE: the shortest first).  False when there is none. */
bool leat_window_nth(const struct leat_window *window, int64_t local_us, uint32_t n,
                     struct leat_window_range *ret);

/** Check what the functions here rely on: sizes are positive, the kind can be cut without state, a
 * row falls into no more windows than the limit.  LEAT_E_WINDOW. */
int leat_window_check(const struct leat_window *window, struct leat_err *err) LEAT_MUSTCHECK;

/** The local time of row @p row of the time column, or of the wall clock for processing time.
 * False when it is NULL. */
bool leat_window_local_us(const struct leat_window *window, const struct leat_eval *eval,
                          const struct leat_col *time, uint32_t row, int64_t *ret);

/** The instant at which the window that ends at local time @p end_us is complete: the watermark, or
 * the clock for processing time, has reached it.  Of an hour struck twice it is the second one. */
int64_t leat_window_fire_us(const struct leat_window *window, const struct leat_tz *tz,
                            int64_t end_us);

/** The value of window_time: end - 1 ms, as an instant when the window is local. */
int64_t leat_window_time_us(const struct leat_window *window, const struct leat_tz *tz,
                            int64_t end_us);

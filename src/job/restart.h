/* SPDX-License-Identifier: Apache-2.0 */
/* Whether and when a job that failed runs again: Flink's restart strategies, decided without a clock. */
#pragma once

#include "catalog/settings.h"
#include "leat/error.h"

/** What happened so far. */
struct leat_restart_state {
	uint32_t attempts;       /**< Restarts in this row of failures. */
	int64_t backoff_us;      /**< Last wait of exponential-delay. */
	int64_t last_failure_us; /**< Monotonic time; 0: none. */
};

/** The job failed with @p err at the monotonic time @p now_us, having run since @p started_us.  Returns
 * the wait before it runs again, or -1: never.
 *
 * Without checkpoints a job would begin anew, so only a strategy that was asked for restarts it.
 * Errors of class USER never go away by themselves, nor do records that are gone (DATA_LOSS).  Without
 * a strategy in the settings only class RETRY is worth another run: an expression that has no value
 * for a row (class FATAL) would meet the same row again. */
int64_t leat_restart_decide(const struct leat_settings *settings, bool has_checkpoints,
                            struct leat_restart_state *state, const struct leat_err *err,
                            int64_t started_us, int64_t now_us);

/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the loop, for the other files of this folder. */
#pragma once

#include <uv.h>

#include "io/loop.h"

struct leat_loop {
	uv_loop_t uv;        /**< uv.data is the loop. */
	uv_idle_t idle;      /**< Runs the tasks; active while one is scheduled. */
	uv_prepare_t turn;   /**< Measures the turns. */
	uint32_t open_count; /**< Handles and requests of others that are not finished. */

	struct leat_task *first_task; /**< Scheduled, oldest first. */
	struct leat_task *last_task;  /**< Scheduled, newest. */
	uint64_t task_turn;           /**< Number of the run of tasks that is going on. */
	int64_t begin_us;             /**< When the running callback began. */
	bool is_single;               /**< In leat_loop_turn(). */
	bool has_called;              /**< A callback ran in this turn. */

	int64_t measured_us; /**< When the turn before was measured. */
	int64_t waited_us;   /**< Waiting time of the loop at that moment. */
	struct leat_loop_stats stats;
};

/** The handles of this folder count themselves: one more is open. */
static inline void leat_loop_opened(struct leat_loop *loop)
{
	loop->open_count++;
}

/** One is closed, its close callback has run. */
static inline void leat_loop_closed(struct leat_loop *loop)
{
	leat_assert(loop->open_count > 0);
	loop->open_count--;
}

/** Now, by the clock that never falls. */
static inline int64_t leat_loop_mono_us(void)
{
	return (int64_t)(uv_hrtime() / 1000);
}

/** A callback begins: its share of the turn counts from here. */
static inline void leat_loop_begin(struct leat_loop *loop)
{
	loop->has_called = true;
	loop->begin_us = leat_loop_mono_us();
}

/** Fill @p err with a libuv status; @p what as in "cannot listen on 127.0.0.1:80". */
int leat_uv_err(struct leat_err *err, enum leat_err_code code, int status, const char *fmt, ...)
	LEAT_PRINTF(4, 5);

/* SPDX-License-Identifier: Apache-2.0 */
/* The loop itself: life, turns and their measures, tasks, timers. */
#include "io/loop_int.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

/* Longer delays mean "never", and must not overflow. */
#define DELAY_MAX_US (INT64_C(100) * 365 * 86400 * 1000000)

struct leat_timer {
	uv_timer_t uv; /**< uv.data is the timer. */
	struct leat_loop *loop;
	leat_loop_fn fn; /**< Called when it is due. */
	void *data;      /**< For fn. */
};

struct leat_task {
	struct leat_loop *loop;
	leat_loop_fn fn;        /**< Called once for each time it was scheduled. */
	void *data;             /**< For fn. */
	bool scheduled;         /**< In the loop's list. */
	uint64_t turn;          /**< The run of tasks in which it was scheduled. */
	struct leat_task *next; /**< In the loop's list. */
	struct leat_task *prev; /**< In the loop's list. */
};

static int64_t real_now_us(const struct leat_clock *clock)
{
	struct timespec t;

	(void)clock;
	(void)clock_gettime(CLOCK_REALTIME, &t); /* cannot fail with this clock */
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t real_mono_us(const struct leat_clock *clock)
{
	(void)clock;
	return leat_loop_mono_us();
}

const struct leat_clock *leat_loop_clock(void)
{
	static const struct leat_clock clock = { .now_us = real_now_us, .mono_us = real_mono_us };

	return &clock;
}

bool leat_loop_is_over_quota(const struct leat_loop *loop)
{
	return leat_loop_mono_us() - loop->begin_us >= LEAT_LIMIT_TURN_US;
}

const struct leat_loop_stats *leat_loop_stats(const struct leat_loop *loop)
{
	return &loop->stats;
}

/* Before the wait: what was done since the last time is one turn. */
static void on_turn(uv_prepare_t *prepare)
{
	struct leat_loop *loop = prepare->data;
	struct leat_loop_stats *stats = &loop->stats;
	int64_t now_us = leat_loop_mono_us();
	int64_t waited_us = (int64_t)(uv_metrics_idle_time(&loop->uv) / 1000);
	int64_t idle_us = waited_us - loop->waited_us;
	int64_t busy_us = now_us - loop->measured_us - idle_us;

	if (busy_us < 0)
		busy_us = 0; /* the two clocks are not read at the same moment */
	leat_histogram_add(&stats->turn_us, busy_us);
	stats->turns++;
	stats->busy_us += busy_us;
	stats->idle_us += idle_us;
	loop->measured_us = now_us;
	loop->waited_us = waited_us;
	loop->begin_us = now_us;
	/* libuv would wait although a timer has just run: stopping makes it look and return. */
	if (loop->is_single && loop->has_called)
		uv_stop(&loop->uv);
}

static void unlink_task(struct leat_task *task)
{
	struct leat_loop *loop = task->loop;

	*(task->prev ? &task->prev->next : &loop->first_task) = task->next;
	*(task->next ? &task->next->prev : &loop->last_task) = task->prev;
	task->next = task->prev = NULL;
	task->scheduled = false;
}

/* Run what was scheduled before this turn; what is scheduled meanwhile waits for the next one. */
static void run_tasks(uv_idle_t *idle)
{
	struct leat_loop *loop = idle->data;
	uint64_t turn = ++loop->task_turn;

	while (loop->first_task && loop->first_task->turn != turn) {
		struct leat_task *task = loop->first_task;

		unlink_task(task);
		leat_loop_begin(loop);
		task->fn(task->data);
	}
	if (!loop->first_task)
		uv_idle_stop(&loop->idle);
}

struct leat_loop *leat_loop_new(void)
{
	struct leat_loop *loop = leat_zalloc(sizeof(*loop));

	signal(SIGPIPE, SIG_IGN);
	/* Fails only when descriptors or memory are out before anything has begun. */
	leat_assert(uv_loop_init(&loop->uv) == 0);
	leat_assert(uv_loop_configure(&loop->uv, UV_METRICS_IDLE_TIME) == 0);
	loop->uv.data = loop;
	(void)uv_idle_init(&loop->uv, &loop->idle); /* these two cannot fail */
	(void)uv_prepare_init(&loop->uv, &loop->turn);
	loop->idle.data = loop->turn.data = loop;
	(void)uv_prepare_start(&loop->turn, on_turn);
	uv_unref((uv_handle_t *)&loop->turn);
	loop->measured_us = loop->begin_us = leat_loop_mono_us();
	return loop;
}

struct leat_loop *leat_loop_free(struct leat_loop *loop)
{
	if (!loop)
		return NULL;
	leat_assert(!loop->first_task);
	uv_close((uv_handle_t *)&loop->idle, NULL);
	uv_close((uv_handle_t *)&loop->turn, NULL);
	/* Closing of handles that were freed before is finished here; nothing else is left. */
	(void)uv_run(&loop->uv, UV_RUN_NOWAIT);
	while (loop->open_count > 0 && uv_run(&loop->uv, UV_RUN_NOWAIT))
		;
	leat_assert(loop->open_count == 0);
	leat_assert(uv_loop_close(&loop->uv) == 0);
	free(loop);
	return NULL;
}

void leat_loop_run(struct leat_loop *loop)
{
	(void)uv_run(&loop->uv, UV_RUN_DEFAULT); /* says whether it was stopped: not of interest */
}

void leat_loop_stop(struct leat_loop *loop)
{
	uv_stop(&loop->uv);
}

bool leat_loop_turn(struct leat_loop *loop, bool wait)
{
	loop->is_single = true;
	loop->has_called = false;
	bool is_alive = uv_run(&loop->uv, wait ? UV_RUN_ONCE : UV_RUN_NOWAIT) != 0;
	loop->is_single = false;
	return is_alive;
}

int leat_uv_err(struct leat_err *err, enum leat_err_code code, int status, const char *fmt, ...)
{
	char what[256];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, args); /* a cut text is good enough */
	va_end(args);
	return leat_err_set(err, code, "%s: %s", what, uv_strerror(status));
}

/* ---- tasks ---- */

struct leat_task *leat_task_new(struct leat_loop *loop, leat_loop_fn fn, void *data)
{
	struct leat_task *task = leat_zalloc(sizeof(*task));

	*task = (struct leat_task){ .loop = loop, .fn = fn, .data = data };
	return task;
}

void leat_task_schedule(struct leat_task *task)
{
	struct leat_loop *loop = task->loop;

	if (task->scheduled)
		return;
	task->scheduled = true;
	task->turn = loop->task_turn;
	task->prev = loop->last_task;
	*(loop->last_task ? &loop->last_task->next : &loop->first_task) = task;
	loop->last_task = task;
	(void)uv_idle_start(&loop->idle, run_tasks); /* fails only without a callback */
}

void leat_task_cancel(struct leat_task *task)
{
	if (task->scheduled)
		unlink_task(task);
}

struct leat_task *leat_task_free(struct leat_task *task)
{
	if (!task)
		return NULL;
	leat_task_cancel(task);
	if (!task->loop->first_task)
		uv_idle_stop(&task->loop->idle);
	free(task);
	return NULL;
}

/* ---- timers ---- */

struct leat_timer *leat_timer_new(struct leat_loop *loop, leat_loop_fn fn, void *data)
{
	struct leat_timer *timer = leat_zalloc(sizeof(*timer));

	timer->loop = loop;
	timer->fn = fn;
	timer->data = data;
	(void)uv_timer_init(&loop->uv, &timer->uv); /* cannot fail */
	timer->uv.data = timer;
	leat_loop_opened(loop);
	return timer;
}

static void on_timer(uv_timer_t *uv)
{
	struct leat_timer *timer = uv->data;

	leat_loop_begin(timer->loop);
	timer->fn(timer->data);
}

void leat_timer_start(struct leat_timer *timer, int64_t delay_us)
{
	leat_assert(!uv_is_closing((uv_handle_t *)&timer->uv));
	if (delay_us > DELAY_MAX_US)
		delay_us = DELAY_MAX_US;
	/* libuv counts in whole milliseconds from the beginning of the turn, which may be long
	 * ago. */
	uv_update_time(&timer->loop->uv);
	uint64_t due_ms = (uint64_t)(leat_loop_mono_us() + delay_us + 999) / 1000;
	uint64_t delay_ms = delay_us > 0 ? due_ms - uv_now(&timer->loop->uv) : 0;
	(void)uv_timer_start(&timer->uv, on_timer, delay_ms, 0); /* fails only while closing */
}

void leat_timer_stop(struct leat_timer *timer)
{
	(void)uv_timer_stop(&timer->uv); /* never fails */
}

bool leat_timer_is_running(const struct leat_timer *timer)
{
	return uv_is_active((const uv_handle_t *)&timer->uv);
}

static void on_timer_closed(uv_handle_t *handle)
{
	struct leat_timer *timer = handle->data;

	leat_loop_closed(timer->loop);
	free(timer);
}

struct leat_timer *leat_timer_free(struct leat_timer *timer)
{
	if (timer)
		uv_close((uv_handle_t *)&timer->uv, on_timer_closed);
	return NULL;
}

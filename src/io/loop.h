/* SPDX-License-Identifier: Apache-2.0 */
/* The loop: one thread that waits for timers, sockets, other threads and unfinished work.
 *
 * Everything here is called on the loop's thread, but for leat_wake_signal().  Nothing may block.
 * An object of this file (timer, task, poll, wake, signal) has one owner, who frees it; from then on
 * its callback is not called, although the memory goes a turn later.  A callback is never called from
 * inside the function that asks for it.
 *
 *   one turn:  timers -> tasks -> wait (not when a task is scheduled) and poll -> next turn
 *
 * A callback may free its own object and any other. */
#pragma once

#include "base/counter.h"
#include "leat/error.h"

struct leat_clock;
struct leat_loop;
struct leat_timer;
struct leat_task;
struct leat_poll;
struct leat_wake;
struct leat_signal;

/** What all callbacks of the loop look like. */
typedef void (*leat_loop_fn)(void *data);

/** A new loop.  Ignores SIGPIPE in the process, as writes to closed sockets are ordinary errors. */
struct leat_loop *leat_loop_new(void);

/** Free the loop, of which all objects must have been freed and all work be done (asserted).
 * NULL is allowed.  Returns NULL. */
struct leat_loop *leat_loop_free(struct leat_loop *loop);

/** Run until leat_loop_stop(), or until nothing is left that could happen. */
void leat_loop_run(struct leat_loop *loop);

/** Make leat_loop_run() return at the end of this turn. */
void leat_loop_stop(struct leat_loop *loop);

/** Run one turn, @p wait: blocking until something happens.  False: nothing is left to happen. */
bool leat_loop_turn(struct leat_loop *loop, bool wait);

/** The real clock, to be handed to what is below io.  Lives for ever. */
const struct leat_clock *leat_loop_clock(void);

/** Has the running task or callback used up its share of the turn?  A loop over rows asks this after
 * each batch and, if so, schedules itself again and returns. */
bool leat_loop_is_over_quota(const struct leat_loop *loop);

/* ---- how the loop is doing ---- */

struct leat_loop_stats {
	uint64_t turns;                /**< Since the loop began. */
	int64_t busy_us;               /**< Time spent in callbacks. */
	int64_t idle_us;               /**< Time spent waiting. */
	struct leat_histogram turn_us; /**< Busy time of each turn: how long others had to wait. */
};

/** What has been measured so far. */
const struct leat_loop_stats *leat_loop_stats(const struct leat_loop *loop);

/* ---- timers ---- */

/** A timer that is not running; @p fn is called once for each start. */
struct leat_timer *leat_timer_new(struct leat_loop *loop, leat_loop_fn fn, void *data);
/** Call back in @p delay_us from now, rounded up to a millisecond; replaces an earlier start. */
void leat_timer_start(struct leat_timer *timer, int64_t delay_us);
void leat_timer_stop(struct leat_timer *timer);
bool leat_timer_is_running(const struct leat_timer *timer);
/** NULL is allowed.  Returns NULL. */
struct leat_timer *leat_timer_free(struct leat_timer *timer);

/* ---- tasks: work in pieces, one piece a turn ---- */

/** A task that is not scheduled. */
struct leat_task *leat_task_new(struct leat_loop *loop, leat_loop_fn fn, void *data);
/** Call back once in the next turn.  Again before that: no effect.  A task that has more to do
 * schedules itself from its callback; others get their turn in between. */
void leat_task_schedule(struct leat_task *task);
void leat_task_cancel(struct leat_task *task);
/** NULL is allowed.  Returns NULL. */
struct leat_task *leat_task_free(struct leat_task *task);

/* ---- descriptors ---- */

enum leat_poll_event {
	LEAT_POLL_READ = 1,  /**< There is something to read, or the other end closed. */
	LEAT_POLL_WRITE = 2, /**< There is room to write. */
};

/** @p events: those that happened, or 0 when the descriptor failed. */
typedef void (*leat_poll_fn)(void *data, unsigned events);

/** Watch @p fd (socket, pipe or eventfd; not a file), which must outlive the object and is made
 * non-blocking.  Not started. */
int leat_poll_new(struct leat_loop *loop, int fd, leat_poll_fn fn, void *data,
                  struct leat_poll **ret_poll, struct leat_err *err) LEAT_MUSTCHECK;
/** Call back each turn in which one of @p events (enum leat_poll_event) holds; 0 stops. */
void leat_poll_start(struct leat_poll *poll, unsigned events);
/** NULL is allowed.  Returns NULL.  The descriptor may be closed at once. */
struct leat_poll *leat_poll_free(struct leat_poll *poll);

/* ---- other threads ---- */

/** A bell that other threads ring.  It does not keep leat_loop_run() from returning. */
struct leat_wake *leat_wake_new(struct leat_loop *loop, leat_loop_fn fn, void *data);
/** From any thread: call back soon, once for any number of signals before that. */
void leat_wake_signal(struct leat_wake *wake);
/** No other thread may use it any more.  NULL is allowed.  Returns NULL. */
struct leat_wake *leat_wake_free(struct leat_wake *wake);

/* ---- signals ---- */

/** Call back for each signal @p signum.  It does not keep leat_loop_run() from returning. */
struct leat_signal *leat_signal_new(struct leat_loop *loop, int signum, leat_loop_fn fn,
                                    void *data);
/** NULL is allowed.  Returns NULL. */
struct leat_signal *leat_signal_free(struct leat_signal *sig);

/* SPDX-License-Identifier: Apache-2.0 */
/* Timers, tasks, descriptors, wakes and signals of the loop. */
#include "io/loop.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "suite.h"

static struct leat_loop *loop;
static char trace[200];

static void note(void *data)
{
	strncat(trace, data, sizeof(trace) - strlen(trace) - 1);
}

static void note_and_stop(void *data)
{
	note(data);
	leat_loop_stop(loop);
}

static void start(void)
{
	loop = leat_loop_new();
	trace[0] = '\0';
}

START_TEST(runs_timers_in_order)
{
	start();
	struct leat_timer *late = leat_timer_new(loop, note, "c");
	struct leat_timer *early = leat_timer_new(loop, note, "a");
	struct leat_timer *middle = leat_timer_new(loop, note, "b");
	struct leat_timer *stopped = leat_timer_new(loop, note, "x");
	int64_t begin_us = leat_clock_mono_us(leat_loop_clock());
	leat_timer_start(late, 5000);
	leat_timer_start(early, 0);
	leat_timer_start(middle, 1); /* rounded up to a millisecond */
	leat_timer_start(stopped, 1000);
	leat_timer_stop(stopped);
	ck_assert(leat_timer_is_running(late) && !leat_timer_is_running(stopped));
	ck_assert_str_eq(trace, "");
	leat_loop_run(loop);
	ck_assert_str_eq(trace, "abc");
	ck_assert_int_ge(leat_clock_mono_us(leat_loop_clock()) - begin_us, 5000);
	ck_assert(!leat_timer_is_running(late));
	leat_timer_free(late);
	leat_timer_free(early);
	leat_timer_free(middle);
	leat_timer_free(stopped);
	leat_timer_free(NULL);
	leat_loop_free(loop);
}
END_TEST

START_TEST(forgets_freed_timers)
{
	start();
	struct leat_timer *timer = leat_timer_new(loop, note, "x");
	leat_timer_start(timer, 0);
	leat_timer_free(timer);
	leat_loop_run(loop);
	ck_assert_str_eq(trace, "");
	leat_loop_free(loop);
}
END_TEST

struct worker {
	struct leat_task *task;
	const char *name;
	int rounds;
};

static void work_a_round(void *data)
{
	struct worker *worker = data;

	note((void *)worker->name);
	if (--worker->rounds > 0)
		leat_task_schedule(worker->task);
}

START_TEST(tasks_take_turns)
{
	struct worker a = { .name = "a", .rounds = 3 }, b = { .name = "b", .rounds = 3 };

	start();
	a.task = leat_task_new(loop, work_a_round, &a);
	b.task = leat_task_new(loop, work_a_round, &b);
	leat_task_schedule(a.task);
	leat_task_schedule(a.task); /* no effect */
	leat_task_schedule(b.task);
	leat_loop_turn(loop, false);
	ck_assert_str_eq(trace, "ab");
	leat_loop_run(loop);
	ck_assert_str_eq(trace, "ababab");
	leat_task_schedule(a.task);
	leat_task_cancel(a.task);
	leat_task_schedule(b.task);
	leat_task_free(b.task);
	leat_loop_run(loop);
	ck_assert_str_eq(trace, "ababab");
	leat_task_free(a.task);
	leat_loop_free(loop);
}
END_TEST

static void free_both(void *data)
{
	struct leat_task **tasks = data;

	note("f");
	tasks[0] = leat_task_free(tasks[0]);
	tasks[1] = leat_task_free(tasks[1]);
}

START_TEST(a_task_may_free_itself_and_others)
{
	struct leat_task *tasks[2];

	start();
	tasks[0] = leat_task_new(loop, free_both, tasks);
	tasks[1] = leat_task_new(loop, note, "x");
	leat_task_schedule(tasks[0]);
	leat_task_schedule(tasks[1]);
	leat_loop_run(loop);
	ck_assert_str_eq(trace, "f");
	leat_loop_free(loop);
}
END_TEST

static void spin(void *data)
{
	int64_t *spun_us = data;
	int64_t begin_us = leat_clock_mono_us(leat_loop_clock());

	ck_assert(!leat_loop_is_over_quota(loop));
	while (!leat_loop_is_over_quota(loop))
		;
	*spun_us = leat_clock_mono_us(leat_loop_clock()) - begin_us;
}

START_TEST(says_when_the_turn_is_over)
{
	int64_t spun_us[2] = { 0, 0 };

	start();
	struct leat_task *one = leat_task_new(loop, spin, &spun_us[0]);
	struct leat_task *two = leat_task_new(loop, spin, &spun_us[1]);
	leat_task_schedule(one);
	leat_task_schedule(two); /* has a share of its own */
	leat_loop_run(loop);
	ck_assert_int_ge(spun_us[0], 1500);
	ck_assert_int_ge(spun_us[1], 1500);
	/* The turn is measured. */
	leat_loop_turn(loop, false);
	ck_assert_uint_ge(leat_loop_stats(loop)->turns, 1);
	ck_assert_int_ge(leat_loop_stats(loop)->turn_us.max, 3000);
	ck_assert_int_ge(leat_loop_stats(loop)->busy_us, 3000);
	leat_task_free(one);
	leat_task_free(two);
	leat_loop_free(loop);
}
END_TEST

START_TEST(waiting_is_no_lag)
{
	start();
	struct leat_timer *timer = leat_timer_new(loop, note, "t");
	leat_timer_start(timer, 30000);
	leat_loop_run(loop);
	leat_loop_turn(loop, false);
	ck_assert_int_ge(leat_loop_stats(loop)->idle_us, 25000);
	ck_assert_int_lt(leat_loop_stats(loop)->busy_us, 25000);
	leat_timer_free(timer);
	leat_loop_free(loop);
}
END_TEST

struct watched {
	int fd;
	struct leat_poll *poll;
	uint64_t sum;
	int calls;
};

static void on_event(void *data, unsigned events)
{
	struct watched *watched = data;
	uint64_t value;

	ck_assert_uint_eq(events, LEAT_POLL_READ);
	ck_assert_int_eq(read(watched->fd, &value, sizeof(value)), sizeof(value));
	watched->sum += value;
	if (++watched->calls == 2)
		watched->poll = leat_poll_free(watched->poll);
}

START_TEST(watches_an_eventfd)
{
	struct watched watched = { .fd = eventfd(0, EFD_CLOEXEC) };

	start();
	ck_assert_int_eq(leat_poll_new(loop, watched.fd, on_event, &watched, &watched.poll, NULL),
	                 0);
	ck_assert_int_eq(eventfd_write(watched.fd, 5), 0);
	leat_loop_turn(loop, false);
	ck_assert_int_eq(watched.calls, 0); /* not started */
	leat_poll_start(watched.poll, LEAT_POLL_READ);
	leat_loop_turn(loop, true);
	ck_assert_uint_eq(watched.sum, 5);
	leat_poll_start(watched.poll, 0);
	ck_assert_int_eq(eventfd_write(watched.fd, 7), 0);
	leat_loop_turn(loop, false);
	ck_assert_int_eq(watched.calls, 1);
	leat_poll_start(watched.poll, LEAT_POLL_READ);
	leat_loop_run(loop);
	ck_assert_uint_eq(watched.sum, 12);
	close(watched.fd);
	leat_loop_free(loop);
}
END_TEST

START_TEST(refuses_to_watch_a_file)
{
	struct leat_poll *poll;
	struct leat_err err;

	start();
	ck_assert_int_eq(leat_poll_new(loop, 999, on_event, NULL, &poll, &err), -LEAT_E_INTERNAL);
	ck_assert_ptr_nonnull(strstr(err.message, "cannot watch descriptor 999: "));
	leat_loop_free(loop);
}
END_TEST

static void *ring(void *data)
{
	for (int i = 0; i < 1000; i++)
		leat_wake_signal(data);
	return NULL;
}

START_TEST(wakes_from_another_thread)
{
	pthread_t thread;

	start();
	struct leat_wake *wake = leat_wake_new(loop, note_and_stop, "w");
	struct leat_timer *forever = leat_timer_new(loop, note, "x");
	leat_timer_start(forever, INT64_C(3600000000));
	ck_assert_int_eq(pthread_create(&thread, NULL, ring, wake), 0);
	leat_loop_run(loop);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(trace[0], 'w');
	leat_wake_free(wake);
	leat_timer_free(forever);
	leat_loop_free(loop);
}
END_TEST

START_TEST(hears_signals)
{
	start();
	struct leat_signal *sig = leat_signal_new(loop, SIGUSR1, note_and_stop, "s");
	struct leat_timer *forever = leat_timer_new(loop, note, "x");
	leat_timer_start(forever, INT64_C(3600000000));
	ck_assert_int_eq(raise(SIGUSR1), 0);
	leat_loop_run(loop);
	ck_assert_str_eq(trace, "s");
	leat_signal_free(sig);
	leat_timer_free(forever);
	leat_loop_free(loop);
}
END_TEST

START_TEST(ends_when_nothing_can_happen)
{
	start();
	struct leat_wake *wake = leat_wake_new(loop, note, "w");
	struct leat_signal *sig = leat_signal_new(loop, SIGUSR2, note, "s");
	leat_loop_run(loop); /* neither keeps it */
	ck_assert(!leat_loop_turn(loop, true));
	leat_wake_free(wake);
	leat_signal_free(sig);
	leat_loop_free(loop);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, runs_timers_in_order);
	tcase_add_test(tc, forgets_freed_timers);
	tcase_add_test(tc, tasks_take_turns);
	tcase_add_test(tc, a_task_may_free_itself_and_others);
	tcase_add_test(tc, says_when_the_turn_is_over);
	tcase_add_test(tc, waiting_is_no_lag);
	tcase_add_test(tc, watches_an_eventfd);
	tcase_add_test(tc, refuses_to_watch_a_file);
	tcase_add_test(tc, wakes_from_another_thread);
	tcase_add_test(tc, hears_signals);
	tcase_add_test(tc, ends_when_nothing_can_happen);
}

int main(void)
{
	return suite_main("loop", add);
}

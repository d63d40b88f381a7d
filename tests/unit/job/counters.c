/* SPDX-License-Identifier: Apache-2.0 */
/* The records of a job by fate: added up over runs, kept in checkpoints. */
#include "job/counters.h"

#include <string.h>

#include "suite.h"

static const struct leat_run_counts some = { .in = 10, .out = 4, .filtered = 3, .late = 2,
	                                     .dead_lettered = 5, .in_state = -4, .in_flight = 7 };

START_TEST(runs_add_up)
{
	struct leat_run_counts sum = { .in = 1, .in_state = 5 };

	leat_job_counts_add(&sum, &some);
	ck_assert_uint_eq(sum.in, 11);
	ck_assert_uint_eq(sum.out, 4);
	ck_assert_uint_eq(sum.filtered, 3);
	ck_assert_uint_eq(sum.late, 2);
	ck_assert_uint_eq(sum.dead_lettered, 5);
	ck_assert_int_eq(sum.in_state, 1);
	ck_assert_uint_eq(sum.in_flight, 7);
}
END_TEST

START_TEST(a_checkpoint_gives_them_back)
{
	struct leat_checkpoint_counter rows[LEAT_JOB_COUNTER_COUNT];
	struct leat_checkpoint checkpoint = { .counters = rows };
	struct leat_run_counts got;

	checkpoint.counter_count = leat_job_counts_save(&some, rows);
	ck_assert_uint_eq(checkpoint.counter_count, LEAT_JOB_COUNTER_COUNT);
	leat_job_counts_load(&got, &checkpoint);
	ck_assert_mem_eq(&got, &some, sizeof(got));
}
END_TEST

/* Of another version of the program, say. */
START_TEST(what_a_checkpoint_lacks_is_zero_and_what_is_unknown_is_left)
{
	const struct leat_checkpoint_counter rows[] = {
		{ .name = LEAT_STR("late"), .value = 9 },
		{ .name = LEAT_STR("later"), .value = 8 },
		{ .name = LEAT_STR("lat"), .value = 7 },
	};
	const struct leat_checkpoint checkpoint = { .counter_count = 3, .counters = rows };
	const struct leat_run_counts want = { .late = 9 };
	struct leat_run_counts got = some;

	leat_job_counts_load(&got, &checkpoint);
	ck_assert_mem_eq(&got, &want, sizeof(got));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, runs_add_up);
	tcase_add_test(tc, a_checkpoint_gives_them_back);
	tcase_add_test(tc, what_a_checkpoint_lacks_is_zero_and_what_is_unknown_is_left);
}

int main(void)
{
	return suite_main("counters", add);
}

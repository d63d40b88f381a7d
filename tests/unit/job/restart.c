/* SPDX-License-Identifier: Apache-2.0 */
/* Restart strategies: which failures are worth another run, and how long it waits. */
#include "job/restart.h"

#include "suite.h"

static struct leat_settings settings(int restart)
{
	return (struct leat_settings){
		.restart = restart,
		.restart_attempts = 2,
		.restart_delay_us = 3000000,
		.restart_initial_us = 1000000,
		.restart_max_us = 5000000,
		.restart_multiplier = 2.0,
		.restart_reset_us = 60000000,
	};
}

static int64_t decide(int restart, bool has_checkpoints, enum leat_err_code code,
                      struct leat_restart_state *state, int64_t ran_us)
{
	struct leat_settings s = settings(restart);
	struct leat_err err = { .code = code };

	return leat_restart_decide(&s, has_checkpoints, state, &err, 0, ran_us);
}

START_TEST(by_default_only_what_may_go_away)
{
	static const struct {
		enum leat_err_code code;
		bool has_checkpoints;
		bool restarts;
	} cases[] = {
		{ LEAT_E_DISK, true, true },      { LEAT_E_DISK, false, false },
		{ LEAT_E_RUNTIME, true, false },  { LEAT_E_DATA_LOSS, true, false },
		{ LEAT_E_OPTION_VALUE, true, false },
	};
	struct leat_restart_state state = { 0 };

	int64_t wait = decide(LEAT_RESTART_DEFAULT, cases[_i].has_checkpoints, cases[_i].code,
	                      &state, 0);
	ck_assert_int_eq(wait >= 0, cases[_i].restarts);
}
END_TEST

START_TEST(fixed_delay_ends)
{
	struct leat_restart_state state = { 0 };

	ck_assert_int_eq(decide(LEAT_RESTART_FIXED_DELAY, true, LEAT_E_RUNTIME, &state, 0),
	                 3000000);
	ck_assert_int_eq(decide(LEAT_RESTART_FIXED_DELAY, true, LEAT_E_RUNTIME, &state, 0),
	                 3000000);
	ck_assert_int_eq(decide(LEAT_RESTART_FIXED_DELAY, true, LEAT_E_RUNTIME, &state, 0), -1);
}
END_TEST

START_TEST(exponential_delay_grows_and_is_reset)
{
	struct leat_restart_state state = { 0 };

	ck_assert_int_eq(decide(LEAT_RESTART_EXPONENTIAL_DELAY, true, LEAT_E_DISK, &state, 0),
	                 1000000);
	ck_assert_int_eq(decide(LEAT_RESTART_EXPONENTIAL_DELAY, true, LEAT_E_DISK, &state, 0),
	                 2000000);
	ck_assert_int_eq(decide(LEAT_RESTART_EXPONENTIAL_DELAY, true, LEAT_E_DISK, &state, 0),
	                 4000000);
	ck_assert_int_eq(decide(LEAT_RESTART_EXPONENTIAL_DELAY, true, LEAT_E_DISK, &state, 0),
	                 5000000);
	ck_assert_int_eq(decide(LEAT_RESTART_EXPONENTIAL_DELAY, true, LEAT_E_DISK, &state,
	                        60000000),
	                 1000000);
}
END_TEST

START_TEST(lost_records_do_not_come_back)
{
	struct leat_restart_state state = { 0 };

	ck_assert_int_eq(decide(LEAT_RESTART_FIXED_DELAY, true, LEAT_E_DATA_LOSS, &state, 0), -1);
	ck_assert_int_eq(decide(LEAT_RESTART_NONE, true, LEAT_E_DISK, &state, 0), -1);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, by_default_only_what_may_go_away, 0, 5);
	tcase_add_test(tc, fixed_delay_ends);
	tcase_add_test(tc, exponential_delay_grows_and_is_reset);
	tcase_add_test(tc, lost_records_do_not_come_back);
}

int main(void)
{
	return suite_main("restart", add);
}

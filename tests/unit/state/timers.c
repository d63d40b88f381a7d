/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/state/timers.c. */
#include "state/timers.h"

#include "suite.h"

START_TEST(orders_by_time_then_number)
{
	struct leat_timers timers = { 0 };
	static struct leat_timer all[1000];
	int64_t last_us = -1;
	uint64_t last_number = 0;
	uint32_t seen = 0;

	ck_assert_ptr_null(leat_timers_first(&timers));
	for (uint32_t i = 0; i < 1000; i++) {
		all[i] = (struct leat_timer){ .due_us = i * 7919 % 100, .number = i };
		leat_timers_add(&timers, &all[i]);
	}
	for (uint32_t i = 0; i < 1000; i += 3)
		leat_timers_remove(&timers, &all[i]);
	for (struct leat_timer *t; (t = leat_timers_first(&timers)); seen++) {
		ck_assert_uint_ne(t->number % 3, 0);
		ck_assert(t->due_us > last_us || (t->due_us == last_us && t->number > last_number));
		last_us = t->due_us;
		last_number = t->number;
		leat_timers_remove(&timers, t);
	}
	ck_assert_uint_eq(seen, 666);
	leat_timers_done(&timers);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, orders_by_time_then_number);
}

int main(void)
{
	return suite_main("timers", add);
}

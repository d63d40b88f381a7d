/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/state/pane.c. */
#include "state/pane.h"

#include "suite.h"

START_TEST(keeps_panes_by_time)
{
	struct leat_panes panes;

	leat_panes_init(&panes, 8);
	ck_assert_int_eq(leat_panes_first_fire(&panes), INT64_MAX);
	for (int i = 0; i < 50; i++) {
		int64_t end = i * 37 % 50 * 10;
		struct leat_pane *pane = leat_panes_get(&panes, end - 10, end, end - 1);
		ck_assert_ptr_eq(leat_panes_get(&panes, end - 10, end, end - 1), pane);
	}
	struct leat_pane *middle = leat_panes_get(&panes, 240, 250, 249);
	leat_panes_get(&panes, 0, 10, 9);
	ck_assert_ptr_eq(leat_panes_get(&panes, 240, 250, 249), middle);
	ck_assert_uint_eq(panes.count, 50);
	for (int i = 0; i < 40; i++) {
		ck_assert_int_eq(leat_panes_first_fire(&panes), i * 10 - 1);
		struct leat_pane *pane = leat_panes_take_first(&panes);
		ck_assert_int_eq(pane->end_us, i * 10);
		leat_pane_free(pane);
	}
	/* The one found last was taken: it is made anew. */
	ck_assert_ptr_ne(leat_panes_get(&panes, 240, 250, 249), NULL);
	ck_assert_uint_eq(panes.count, 11);
	leat_panes_done(&panes);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, keeps_panes_by_time);
}

int main(void)
{
	return suite_main("pane", add);
}

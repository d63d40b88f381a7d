/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of src/state/sorted.c. */
#include "state/sorted.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static struct leat_str number(int i, char text[16])
{
	int n = snprintf(text, 16, "%06d", i);

	return (struct leat_str){ text, (uint32_t)n };
}

START_TEST(sorts_and_knows_ranks)
{
	struct leat_sorted *sorted = leat_sorted_new();
	char key[16], row[16];

	for (int i = 0; i < 5000; i++) {
		struct leat_str k = number(i * 3571 % 5000 / 2, key);
		leat_sorted_insert(sorted, leat_sorted_rank(sorted, k),
		                   leat_sorted_entry_new(k, number(i, row)));
	}
	ck_assert_uint_eq(leat_sorted_count(sorted), 5000);
	for (uint64_t rank = 0; rank < 5000; rank++) {
		const struct leat_sorted_entry *entry = leat_sorted_at(sorted, rank);
		ck_assert_mem_eq(leat_sorted_key(entry).p, number((int)rank / 2, key).p, 6);
		if (rank % 2)
			/* Equal keys stand in the order they came. */
			ck_assert_int_gt(memcmp(leat_sorted_row(entry).p,
			                        leat_sorted_row(leat_sorted_at(sorted, rank - 1)).p,
			                        6),
			                 0);
		ck_assert_uint_eq(leat_sorted_find(sorted, leat_sorted_key(entry),
		                                   leat_sorted_row(entry)), rank);
	}
	ck_assert_uint_eq(leat_sorted_find(sorted, number(17, key), LEAT_STR("none")), UINT64_MAX);
	leat_sorted_free(sorted);
}
END_TEST

START_TEST(takes_from_anywhere)
{
	struct leat_sorted *sorted = leat_sorted_new();
	char key[16];

	for (int i = 0; i < 3000; i++) {
		struct leat_str k = number(i, key);
		leat_sorted_insert(sorted, leat_sorted_rank(sorted, k),
		                   leat_sorted_entry_new(k, (struct leat_str){ "", 0 }));
	}
	for (uint64_t left = 3000; left > 1500; left--) {
		uint64_t rank = left * 7919 % left;
		free(leat_sorted_take(sorted, rank));
	}
	for (uint64_t rank = 1; rank < leat_sorted_count(sorted); rank++)
		ck_assert_int_lt(memcmp(leat_sorted_at(sorted, rank - 1)->bytes,
		                        leat_sorted_at(sorted, rank)->bytes, 6), 0);
	while (leat_sorted_count(sorted))
		free(leat_sorted_take(sorted, leat_sorted_count(sorted) - 1));
	ck_assert_uint_eq(leat_sorted_bytes(sorted), 0);
	leat_sorted_free(sorted);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, sorts_and_knows_ranks);
	tcase_add_test(tc, takes_from_anywhere);
}

int main(void)
{
	return suite_main("sorted", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Counters and histograms. */
#include "base/counter.h"

#include "suite.h"

struct counters {
	int64_t records;
	struct leat_histogram size;
};

static const struct leat_counter_row rows[] = {
	{ "records", "records", LEAT_COUNTER, offsetof(struct counters, records), "Records." },
	{ "size", "bytes", LEAT_HISTOGRAM, offsetof(struct counters, size), "Their sizes." },
	{ 0 },
};

START_TEST(rows_find_their_numbers)
{
	struct counters counters = { .records = 7 };

	leat_histogram_add(&counters.size, 100);
	ck_assert_int_eq(leat_counter_value(&rows[0], &counters), 7);
	ck_assert_uint_eq(leat_counter_histogram(&rows[1], &counters)->count, 1);
}
END_TEST

START_TEST(quantiles_are_near)
{
	struct leat_histogram h = { 0 }, sum = { 0 };

	ck_assert_int_eq(leat_histogram_quantile(&h, 0.5), 0);
	for (int64_t i = 1; i <= 100000; i++)
		leat_histogram_add(&h, i);
	leat_histogram_merge(&sum, &h);
	leat_histogram_merge(&sum, &h);
	ck_assert_uint_eq(sum.count, 200000);
	ck_assert_int_eq(sum.sum, INT64_C(10000100000));
	for (int p = 1; p <= 100; p++) {
		int64_t got = leat_histogram_quantile(&sum, p / 100.0);
		ck_assert_int_ge(got, p * 1000);
		ck_assert_int_le(got, p * 1000 + p * 1000 / 8 + 1);
	}
	ck_assert_int_eq(leat_histogram_quantile(&sum, 1), 100000);
	ck_assert_uint_eq(leat_histogram_count_to(&h, 1023), 1023);
	ck_assert_uint_eq(leat_histogram_count_to(&h, 15), 15);
	ck_assert_uint_eq(leat_histogram_count_to(&h, 100000), 100000);
}
END_TEST

START_TEST(extremes_are_counted)
{
	struct leat_histogram h = { 0 };

	leat_histogram_add(&h, -5);
	leat_histogram_add(&h, INT64_MAX);
	ck_assert_int_eq(leat_histogram_quantile(&h, 0.5), 0);
	ck_assert_int_eq(leat_histogram_quantile(&h, 1), INT64_MAX);
	ck_assert_uint_eq(leat_histogram_count_to(&h, 1000), 1);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, rows_find_their_numbers);
	tcase_add_test(tc, quantiles_are_near);
	tcase_add_test(tc, extremes_are_counted);
}

int main(void)
{
	return suite_main("counter", add);
}

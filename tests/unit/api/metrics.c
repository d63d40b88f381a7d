/* SPDX-License-Identifier: Apache-2.0 */
/* The text formats of metrics, to the letter. */
#include "api/metrics.h"

#include <math.h>
#include <string.h>

#include "suite.h"

START_TEST(writes_both_formats)
{
	static const char *const want[] = {
		"# HELP leat_jobs Jobs by state.\n"
		"# TYPE leat_jobs gauge\n"
		"leat_jobs{state=\"RUNNING\"} 2\n"
		"leat_jobs{state=\"FAILED\"} 0\n"
		"# HELP leat_job_restarts_total Restarts after a failure.\n"
		"# TYPE leat_job_restarts_total counter\n"
		"leat_job_restarts_total{job_id=\"1\",job_name=\"a \\\"b\\\" \\\\ c\\nd\"} 7\n",
		"# HELP leat_jobs Jobs by state.\n"
		"# TYPE leat_jobs gauge\n"
		"leat_jobs{state=\"RUNNING\"} 2\n"
		"leat_jobs{state=\"FAILED\"} 0\n"
		"# HELP leat_job_restarts Restarts after a failure.\n"
		"# TYPE leat_job_restarts counter\n"
		"leat_job_restarts_total{job_id=\"1\",job_name=\"a \\\"b\\\" \\\\ c\\nd\"} 7\n"
		"# EOF\n",
	};
	struct leat_metrics *metrics = leat_metrics_new(_i == 1);
	struct leat_buf out;

	/* Families come out in the order of the table, whatever the order of the samples. */
	leat_metrics_add(metrics, LEAT_METRIC_JOBS,
	                 &(struct leat_label){ "state", LEAT_STR("RUNNING") }, 1, 2);
	leat_metrics_add(metrics, LEAT_METRIC_JOB_RESTARTS,
	                 (struct leat_label[]){ { "job_id", LEAT_STR("1") },
	                                        { "job_name", LEAT_STR("a \"b\" \\ c\nd") } },
	                 2, 7);
	leat_metrics_add(metrics, LEAT_METRIC_JOBS,
	                 &(struct leat_label){ "state", LEAT_STR("FAILED") }, 1, 0);
	leat_buf_init(&out, 10000);
	leat_metrics_write(metrics, &out);
	ck_assert_str_eq(leat_buf_cstr(&out), want[_i]);
	leat_buf_done(&out);
	leat_metrics_free(metrics);
}
END_TEST

START_TEST(writes_numbers)
{
	static const struct {
		double value;
		const char *want;
	} rows[] = {
		{ 0, "leat_loop_busy_seconds_total 0\n" },
		{ 0.25, "leat_loop_busy_seconds_total 0.25\n" },
		{ 1e14, "leat_loop_busy_seconds_total 100000000000000\n" },
		{ 1e20, "leat_loop_busy_seconds_total 1.0E20\n" },
		{ -3, "leat_loop_busy_seconds_total -3\n" },
		{ NAN, "leat_loop_busy_seconds_total NaN\n" },
		{ INFINITY, "leat_loop_busy_seconds_total +Inf\n" },
		{ -INFINITY, "leat_loop_busy_seconds_total -Inf\n" },
	};

	for (size_t i = 0; i < LEAT_COUNT(rows); i++) {
		struct leat_metrics *metrics = leat_metrics_new(false);
		struct leat_buf out;

		leat_metrics_add(metrics, LEAT_METRIC_LOOP_BUSY, NULL, 0, rows[i].value);
		leat_buf_init(&out, 10000);
		leat_metrics_write(metrics, &out);
		ck_assert_msg(strstr(leat_buf_cstr(&out), rows[i].want), "%s", leat_buf_cstr(&out));
		leat_buf_done(&out);
		leat_metrics_free(metrics);
	}
}
END_TEST

START_TEST(writes_histograms)
{
	struct leat_metrics *metrics = leat_metrics_new(false);
	struct leat_histogram *histogram = calloc(1, sizeof(*histogram));
	struct leat_buf out;

	leat_histogram_add(histogram, 10);
	leat_histogram_add(histogram, 3000);
	leat_histogram_add(histogram, 20000000);
	leat_metrics_add_histogram(metrics, LEAT_METRIC_LOOP_LAG, NULL, 0, histogram);
	leat_buf_init(&out, 10000);
	leat_metrics_write(metrics, &out);
	const char *text = leat_buf_cstr(&out);
	ck_assert_ptr_nonnull(strstr(text, "# TYPE leat_loop_lag_seconds histogram\n"
	                                   "leat_loop_lag_seconds_bucket{le=\"0.0001\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(text, "leat_loop_lag_seconds_bucket{le=\"0.0025\"} 1\n"
	                                   "leat_loop_lag_seconds_bucket{le=\"0.005\"} 2\n"));
	ck_assert_ptr_nonnull(strstr(text, "leat_loop_lag_seconds_bucket{le=\"10.0\"} 2\n"
	                                   "leat_loop_lag_seconds_bucket{le=\"+Inf\"} 3\n"
	                                   "leat_loop_lag_seconds_sum 20.00301\n"
	                                   "leat_loop_lag_seconds_count 3\n"));
	leat_buf_done(&out);
	leat_metrics_free(metrics);
	free(histogram);
}
END_TEST

/* The rules that promtool checks. */
START_TEST(names_follow_the_rules)
{
	const struct leat_metric_row *rows = leat_metric_table();

	for (int i = 0; i < LEAT_METRIC_COUNT; i++) {
		const char *name = rows[i].name;
		size_t n = strlen(name);

		ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789"), n);
		ck_assert(strncmp(name, "leat_", 5) == 0 || strncmp(name, "http_", 5) == 0 ||
		          strncmp(name, "process_", 8) == 0);
		ck_assert_msg(n < 6 || strcmp(name + n - 6, "_total") != 0, "%s", name);
		ck_assert_ptr_null(strstr(name, "_ms"));
		ck_assert_int_eq(rows[i].help[strlen(rows[i].help) - 1], '.');
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(rows[j].name, name);
	}
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_loop_test(tc, writes_both_formats, 0, 2);
	tcase_add_test(tc, writes_numbers);
	tcase_add_test(tc, writes_histograms);
	tcase_add_test(tc, names_follow_the_rules);
}

int main(void)
{
	return suite_main("metrics", add);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* job.json: what was written comes back; a damaged file is told and never taken for another job. */
#include "job/store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"

#define ID "0123456789abcdef0123456789abcdef"

static struct leat_arena *arena;
static struct leat_stored_job got;
static struct leat_err err;
static char dir[64];
static char path[128];

static void set_up(void)
{
	arena = leat_arena_new(0);
	snprintf(dir, sizeof(dir), "/tmp/leat-store-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/job.json", dir);
}

static void tear_down(void)
{
	(void)unlink(path); /* Not each test makes it. */
	ck_assert_int_eq(rmdir(dir), 0);
	leat_arena_free(arena);
}

static void write_bytes(const char *text, size_t n)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, n, file), n);
	ck_assert_int_eq(fclose(file), 0);
}

static void check_str(struct leat_str s, const char *want)
{
	ck_assert_uint_eq(s.n, strlen(want));
	ck_assert_mem_eq(s.p, want, s.n);
}

START_TEST(a_job_that_runs_comes_back)
{
	const struct leat_opt_pair settings[] = {
		{ .key = LEAT_STR("pipeline.name"), .value = LEAT_STR("a \"job\"") },
		{ .key = LEAT_STR("leat.memory.limit"), .value = LEAT_STR("") },
	};
	const struct leat_stored_job job = {
		.id = ID,
		.name = "Zeitreihe ü",
		.sql = LEAT_STR("SELECT '\\';\n\t-- \x01"),
		.setting_count = 2,
		.settings = settings,
		.submitted_us = 1704067200123456,
		.restart_epoch = (uint64_t)1 << 40,
		.is_paused = true,
	};

	ck_assert_int_eq(leat_store_write(path, &job, &err), 0);
	ck_assert_int_eq(leat_store_read(path, arena, &got, &err), 0);
	ck_assert_str_eq(got.id, ID);
	ck_assert_str_eq(got.name, job.name);
	check_str(got.sql, job.sql.p);
	ck_assert_uint_eq(got.setting_count, 2);
	check_str(got.settings[0].key, "pipeline.name");
	check_str(got.settings[0].value, "a \"job\"");
	check_str(got.settings[1].key, "leat.memory.limit");
	ck_assert_uint_eq(got.settings[1].value.n, 0);
	ck_assert_int_eq(got.submitted_us, job.submitted_us);
	ck_assert_uint_eq(got.restart_epoch, job.restart_epoch);
	ck_assert(got.is_paused);
	ck_assert(!got.has_ended);
}
END_TEST

START_TEST(a_job_that_has_ended_keeps_its_counts)
{
	const struct leat_stored_job job = {
		.id = ID,
		.name = "a",
		.has_ended = true,
		.past = { .state = LEAT_JOB_FAILED,
		          .reason = "the disk is full",
		          .started_us = 1,
		          .ended_us = 2,
		          .restarts = 3,
		          .counts = { .in = 10, .out = 4, .filtered = 3, .late = 2, .dead_lettered = 5,
		                      .in_state = -4, .in_flight = 0 } },
	};

	ck_assert_int_eq(leat_store_write(path, &job, &err), 0);
	ck_assert_int_eq(leat_store_read(path, arena, &got, &err), 0);
	ck_assert(got.has_ended);
	ck_assert_int_eq(got.past.state, LEAT_JOB_FAILED);
	ck_assert_str_eq(got.past.reason, "the disk is full");
	ck_assert_int_eq(got.past.started_us, 1);
	ck_assert_int_eq(got.past.ended_us, 2);
	ck_assert_uint_eq(got.past.restarts, 3);
	ck_assert_mem_eq(&got.past.counts, &job.past.counts, sizeof(got.past.counts));
}
END_TEST

START_TEST(what_is_not_given_is_empty)
{
	const struct leat_stored_job job = { .id = ID, .name = "a" };

	ck_assert_int_eq(leat_store_write(path, &job, &err), 0);
	ck_assert_int_eq(leat_store_read(path, arena, &got, &err), 0);
	ck_assert_uint_eq(got.sql.n, 0);
	ck_assert_uint_eq(got.setting_count, 0);
	ck_assert_int_eq(got.submitted_us, 0);
}
END_TEST

static const char *const damaged[] = {
	"",
	"{",
	"[]",
	"null",
	"{}",
	"{\"id\":\"0123\",\"name\":\"a\"}",
	"{\"id\":\"" ID "\"}",
	"{\"id\":\"" ID "\",\"name\":7}",
	"{\"id\":\"" ID "\",\"name\":\"a\",\"past\":{}}",
	"{\"id\":\"" ID "\",\"name\":\"a\",\"past\":{\"state\":\"RUNNING\"}}",
	"{\"id\":\"" ID "\",\"name\":\"a\",\"past\":{\"state\":\"GONE\"}}",
	"{\"id\":\"" ID "\",\"name\":\"a\"}{",
};

START_TEST(a_damaged_file_is_told_by_its_path)
{
	write_bytes(damaged[_i], strlen(damaged[_i]));
	ck_assert_int_eq(leat_store_read(path, arena, &got, &err), -LEAT_E_CONFIG);
	ck_assert_int_eq(strncmp(err.message, path, strlen(path)), 0);
	ck_assert_ptr_nonnull(strstr(err.message, " is damaged"));
}
END_TEST

/* Whatever a crash of the disk leaves: an error or a job, and no touch outside the bytes. */
START_TEST(no_cut_file_is_a_job)
{
	const struct leat_stored_job job = {
		.id = ID,
		.name = "a",
		.sql = LEAT_STR("INSERT INTO t SELECT 1"),
		.has_ended = true,
		.past = { .state = LEAT_JOB_FINISHED, .reason = "" },
	};
	char bytes[4096];
	FILE *file;
	size_t size;

	ck_assert_int_eq(leat_store_write(path, &job, &err), 0);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	while (size > 0 && bytes[size - 1] != '}')
		size--;
	for (size_t n = 0; n < size; n++) {
		write_bytes(bytes, n);
		ck_assert_int_eq(leat_store_read(path, arena, &got, &err), -LEAT_E_CONFIG);
	}
}
END_TEST

START_TEST(a_file_that_is_missing_is_another_error)
{
	ck_assert_int_eq(leat_store_read(path, arena, &got, &err), -LEAT_E_NOT_FOUND);
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_told)
{
	const struct leat_stored_job job = { .id = ID, .name = "a" };

	ck_assert_int_eq(leat_store_write("/dev/null/job.json", &job, &err), -LEAT_E_DISK);
	ck_assert_ptr_nonnull(strstr(err.message, "/dev/null/job.json"));
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_job_that_runs_comes_back);
	tcase_add_test(tc, a_job_that_has_ended_keeps_its_counts);
	tcase_add_test(tc, what_is_not_given_is_empty);
	tcase_add_loop_test(tc, a_damaged_file_is_told_by_its_path, 0, (int)LEAT_COUNT(damaged));
	tcase_add_test(tc, no_cut_file_is_a_job);
	tcase_add_test(tc, a_file_that_is_missing_is_another_error);
	tcase_add_test(tc, a_place_that_cannot_be_written_is_told);
}

int main(void)
{
	return suite_main("store", add);
}

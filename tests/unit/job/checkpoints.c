/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint files of a job: the newest that is whole is used, older ones go. */
#include "job/checkpoints.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "io/files.h"
#include "suite.h"

static struct leat_loop *loop;
static struct leat_manual_clock clock_;
static struct leat_checkpoints *checkpoints;
static struct leat_arena *arena;
static struct leat_err err;
static char dir[64];

/* What done() was told. */
static bool is_done;
static struct leat_err done_err;

static void open_dir(uint32_t retained_count)
{
	ck_assert_int_eq(leat_checkpoints_open(loop, &clock_.base, dir, retained_count,
	                                       &checkpoints, &err),
	                 0);
}

static void set_up(void)
{
	leat_log_configure(&(struct leat_log_config){ .fd = -1, .clock = &clock_.base });
	arena = leat_arena_new(0);
	loop = leat_loop_new();
	leat_manual_clock_init(&clock_, 1704067200000000);
	snprintf(dir, sizeof(dir), "/tmp/leat-checkpoints-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	open_dir(2);
}

/* Until nothing is left to do, removals of old files included. */
static void settle(void)
{
	while (leat_loop_turn(loop, true))
		;
}

static void tear_down(void)
{
	struct leat_dir_list list;
	char path[512];

	settle();
	leat_checkpoints_close(checkpoints);
	leat_loop_free(loop);
	ck_assert_int_eq(leat_dir_read(dir, arena, &list, &err), 0);
	for (uint32_t i = 0; i < list.count; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, list.names[i]);
		ck_assert_int_eq(unlink(path), 0);
	}
	ck_assert_int_eq(rmdir(dir), 0);
	leat_arena_free(arena);
}

static void on_done(void *owner, const struct leat_err *why)
{
	ck_assert_ptr_eq(owner, &is_done);
	is_done = true;
	done_err = why ? *why : (struct leat_err){ 0 };
}

/* Write the next checkpoint, taken @p took_us ago, and wait for its file. */
static uint64_t write_next(int64_t took_us)
{
	uint64_t id = leat_checkpoints_next_id(checkpoints);
	struct leat_checkpoint checkpoint = { .job_uid = LEAT_STR("uid"), .restart_epoch = id * 100,
		                              .id = id };
	int64_t begin_us = leat_clock_mono_us(&clock_.base);
	struct leat_buf bytes;

	leat_buf_init(&bytes, 1 << 20);
	leat_checkpoint_encode(&checkpoint, &bytes);
	leat_manual_clock_advance(&clock_, took_us);
	is_done = false;
	leat_checkpoints_write(checkpoints, id, &bytes, begin_us, on_done, &is_done);
	ck_assert(leat_checkpoints_is_writing(checkpoints));
	leat_buf_done(&bytes);
	settle();
	ck_assert(is_done);
	ck_assert(!leat_checkpoints_is_writing(checkpoints));
	return id;
}

/* Files in the directory as "cp-1 cp-2". */
static const char *files(void)
{
	struct leat_dir_list list;
	const char *text = "";

	ck_assert_int_eq(leat_dir_read(dir, arena, &list, &err), 0);
	for (uint32_t i = 0; i < list.count; i++)
		text = leat_arena_printf(arena, "%s%s%s", text, i ? " " : "", list.names[i]);
	return text;
}

static const char *in(const char *name)
{
	return leat_arena_printf(arena, "%s/%s", dir, name);
}

/* The restart epoch of the newest that can be used; 0: there is none; -1: none is whole. */
static int64_t latest(void)
{
	struct leat_checkpoint got;
	bool is_found;

	if (leat_checkpoints_latest(checkpoints, "job", arena, &got, &is_found, &err))
		return -1;
	return is_found ? (int64_t)got.restart_epoch : 0;
}

static void damage(const char *name, long at)
{
	FILE *file = fopen(in(name), "r+");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
	int byte = fgetc(file);
	ck_assert_int_ne(byte, EOF);
	ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
	ck_assert_int_ne(fputc(byte ^ 0x40, file), EOF);
	ck_assert_int_eq(fclose(file), 0);
}

/* ---- writing ---- */

START_TEST(the_newest_is_read_back)
{
	ck_assert_int_eq(latest(), 0);
	ck_assert_uint_eq(write_next(0), 1);
	ck_assert_int_eq(done_err.code, 0);
	ck_assert_int_eq(latest(), 100);
	ck_assert_uint_eq(write_next(0), 2);
	ck_assert_int_eq(latest(), 200);
}
END_TEST

START_TEST(older_ones_go)
{
	for (int i = 0; i < 12; i++)
		write_next(0);
	ck_assert_str_eq(files(), "cp-11 cp-12");
	ck_assert_uint_eq(leat_checkpoints_count(checkpoints), 12);
}
END_TEST

START_TEST(numbers_go_on_after_reopening_and_fewer_are_kept)
{
	write_next(0);
	write_next(0);
	leat_checkpoints_close(checkpoints);
	open_dir(1);
	ck_assert_uint_eq(write_next(0), 3);
	ck_assert_str_eq(files(), "cp-3");
}
END_TEST

/* The numbers of those that failed are gaps. */
START_TEST(a_gap_in_the_numbers_leaves_nothing_behind)
{
	write_next(0);
	for (int i = 0; i < 3; i++)
		leat_checkpoints_note_failure(checkpoints, leat_checkpoints_next_id(checkpoints), 0,
		                              &(struct leat_err){ .code = LEAT_E_DISK });
	write_next(0);
	ck_assert_str_eq(files(), "cp-1 cp-5");
	write_next(0);
	ck_assert_str_eq(files(), "cp-5 cp-6");
}
END_TEST

START_TEST(what_is_no_checkpoint_is_left_alone)
{
	ck_assert_int_eq(leat_file_write(in("cp-7.tmp"), "x", 1, &err), 0);
	ck_assert_int_eq(leat_file_write(in("note"), "x", 1, &err), 0);
	for (int i = 0; i < 3; i++)
		write_next(0);
	ck_assert_str_eq(files(), "cp-2 cp-3 cp-7.tmp note");
}
END_TEST

START_TEST(a_write_that_fails_leaves_the_one_before)
{
	write_next(0);
	/* A directory in the place of the next file. */
	ck_assert_int_eq(leat_dir_make(in("cp-2.tmp"), &err), 0);
	write_next(0);
	ck_assert_int_eq(done_err.code, LEAT_E_DISK);
	ck_assert_uint_eq(leat_checkpoints_failed(checkpoints), 1);
	ck_assert_uint_eq(leat_checkpoints_completed(checkpoints)->id, 1);
	ck_assert_int_eq(rmdir(in("cp-2.tmp")), 0);
	ck_assert_int_eq(latest(), 100);
	ck_assert_str_eq(files(), "cp-1");
}
END_TEST

/* ---- damage ---- */

START_TEST(a_damaged_newest_falls_back_to_the_one_before)
{
	write_next(0);
	write_next(0);
	damage("cp-2", 40);
	ck_assert_int_eq(latest(), 100);
	/* Its number is not used again while the file is there. */
	leat_checkpoints_close(checkpoints);
	open_dir(2);
	ck_assert_uint_eq(write_next(0), 3);
	ck_assert_int_eq(latest(), 300);
}
END_TEST

START_TEST(a_cut_newest_falls_back_to_the_one_before)
{
	write_next(0);
	write_next(0);
	ck_assert_int_eq(truncate(in("cp-2"), 50), 0);
	ck_assert_int_eq(latest(), 100);
}
END_TEST

/* Going on from the start would double everything. */
START_TEST(without_a_whole_one_it_is_an_error)
{
	write_next(0);
	damage("cp-1", 3);
	ck_assert_int_eq(latest(), -1);
	ck_assert_int_eq(err.code, LEAT_E_CHECKPOINT);
}
END_TEST

/* ---- reports ---- */

START_TEST(the_history_is_newest_first)
{
	struct leat_checkpoint_report reports[LEAT_CHECKPOINT_HISTORY];
	struct leat_err why;

	leat_err_set(&why, LEAT_E_DISK, "the disk is full");
	write_next(5000);
	leat_checkpoints_note_failure(checkpoints, leat_checkpoints_next_id(checkpoints), 4000,
	                              &why);
	ck_assert_uint_eq(leat_checkpoints_history(checkpoints, reports), 2);
	ck_assert_uint_eq(reports[0].id, 2);
	ck_assert(!reports[0].is_ok);
	ck_assert_str_eq(reports[0].reason, "the disk is full");
	ck_assert_int_eq(reports[0].duration_us, 1000);
	ck_assert_uint_eq(reports[1].id, 1);
	ck_assert(reports[1].is_ok);
	ck_assert_int_eq(reports[1].duration_us, 5000);
	ck_assert_int_eq(reports[1].completed_us, 1704067200005000);
	ck_assert_uint_gt(reports[1].size_bytes, 0);
	ck_assert_uint_eq(leat_checkpoints_completed(checkpoints)->id, 1);
	for (int i = 0; i < LEAT_CHECKPOINT_HISTORY; i++)
		write_next(0);
	ck_assert_uint_eq(leat_checkpoints_history(checkpoints, reports), LEAT_CHECKPOINT_HISTORY);
	ck_assert_uint_eq(reports[0].id, LEAT_CHECKPOINT_HISTORY + 2);
	ck_assert_uint_eq(reports[LEAT_CHECKPOINT_HISTORY - 1].id, 3);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_is_told)
{
	struct leat_checkpoints *none = NULL;

	ck_assert_int_eq(leat_checkpoints_open(loop, &clock_.base, "/dev/null/cp", 1, &none, &err),
	                 -LEAT_E_DISK);
	ck_assert_ptr_null(none);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, the_newest_is_read_back);
	tcase_add_test(tc, older_ones_go);
	tcase_add_test(tc, numbers_go_on_after_reopening_and_fewer_are_kept);
	tcase_add_test(tc, a_gap_in_the_numbers_leaves_nothing_behind);
	tcase_add_test(tc, what_is_no_checkpoint_is_left_alone);
	tcase_add_test(tc, a_write_that_fails_leaves_the_one_before);
	tcase_add_test(tc, a_damaged_newest_falls_back_to_the_one_before);
	tcase_add_test(tc, a_cut_newest_falls_back_to_the_one_before);
	tcase_add_test(tc, without_a_whole_one_it_is_an_error);
	tcase_add_test(tc, the_history_is_newest_first);
	tcase_add_test(tc, a_folder_that_cannot_be_made_is_told);
}

int main(void)
{
	return suite_main("checkpoints", add);
}

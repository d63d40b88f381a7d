/* SPDX-License-Identifier: Apache-2.0 */
/* Files, directories, the append-only file, and work on the pool. */
#include "io/files.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/work.h"
#include "suite.h"

static char dir[] = "/tmp/leat-files-XXXXXX";
static struct leat_loop *loop;
static struct leat_err err;

/* Path of a file in the directory of the test. */
static const char *in(const char *name)
{
	static char paths[4][200];
	static int next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

static void start(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	loop = leat_loop_new();
}

static void stop(void)
{
	char command[300];

	leat_loop_free(loop);
	(void)snprintf(command, sizeof(command), "rm -r %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static void check_content(const char *path, const char *want)
{
	struct leat_buf got;

	leat_buf_init(&got, 1 << 20);
	ck_assert_msg(leat_file_read(path, &got, &err) == 0, "%s", err.message);
	ck_assert_str_eq(leat_buf_cstr(&got), want);
	leat_buf_done(&got);
}

START_TEST(replaces_a_file)
{
	struct stat st;

	start();
	ck_assert_int_eq(leat_file_write(in("a"), "one", 3, &err), 0);
	check_content(in("a"), "one");
	ck_assert_int_eq(leat_file_write(in("a"), "second", 6, &err), 0);
	check_content(in("a"), "second");
	ck_assert_int_ne(access(in("a.tmp"), F_OK), 0);
	ck_assert_int_eq(stat(in("a"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(leat_file_rename(in("a"), in("b"), &err), 0);
	check_content(in("b"), "second");
	ck_assert_int_eq(leat_file_remove(in("b"), &err), 0);
	ck_assert_int_eq(leat_file_remove(in("b"), &err), 0);
	ck_assert_int_ne(access(in("b"), F_OK), 0);
	stop();
}
END_TEST

START_TEST(limits_what_it_reads)
{
	struct leat_buf got;

	start();
	ck_assert_int_eq(leat_file_write(in("a"), "12345678", 8, &err), 0);
	leat_buf_init(&got, 8);
	ck_assert_int_eq(leat_file_read(in("a"), &got, &err), 0);
	ck_assert_uint_eq(got.size, 8);
	leat_buf_done(&got);
	leat_buf_init(&got, 7);
	ck_assert_int_eq(leat_file_read(in("a"), &got, &err), -LEAT_E_LIMIT);
	ck_assert_ptr_nonnull(strstr(err.message, "is larger than 7 bytes"));
	leat_buf_done(&got);
	leat_buf_init(&got, 7);
	ck_assert_int_eq(leat_file_read(in("none"), &got, &err), -LEAT_E_NOT_FOUND);
	leat_buf_done(&got);
	stop();
}
END_TEST

START_TEST(keeps_the_old_file_when_the_disk_is_full)
{
	struct rlimit limit = { 100, RLIM_INFINITY };
	char big[1000] = { 0 };

	start();
	ck_assert_int_eq(leat_file_write(in("a"), "old", 3, &err), 0);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(leat_file_write(in("a"), big, sizeof(big), &err), -LEAT_E_DISK);
	ck_assert_ptr_nonnull(strstr(err.message, "a.tmp\": "));
	limit.rlim_cur = RLIM_INFINITY;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	check_content(in("a"), "old");
	ck_assert_int_ne(access(in("a.tmp"), F_OK), 0);
	stop();
}
END_TEST

START_TEST(makes_and_lists_directories)
{
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_dir_list list;

	start();
	ck_assert_int_eq(leat_dir_make(in("x/y//z/"), &err), 0);
	ck_assert_int_eq(leat_dir_make(in("x/y/z"), &err), 0);
	ck_assert_int_eq(leat_file_write(in("x/y/cp-2"), "", 0, &err), 0);
	ck_assert_int_eq(leat_file_write(in("x/y/cp-1"), "", 0, &err), 0);
	ck_assert_int_eq(leat_dir_read(in("x/y"), arena, &list, &err), 0);
	ck_assert_uint_eq(list.count, 3);
	ck_assert_str_eq(list.names[0], "cp-1");
	ck_assert_str_eq(list.names[1], "cp-2");
	ck_assert_str_eq(list.names[2], "z");
	ck_assert_int_eq(leat_dir_read(in("x/y/z"), arena, &list, &err), 0);
	ck_assert_uint_eq(list.count, 0);
	ck_assert_int_eq(leat_dir_read(in("none"), arena, &list, &err), -LEAT_E_NOT_FOUND);
	ck_assert_int_eq(leat_dir_make(in("x/y/cp-1"), &err), -LEAT_E_DISK);
	ck_assert_int_eq(leat_dir_make(in("x/y/cp-1/below"), &err), -LEAT_E_DISK);
	leat_arena_free(arena);
	stop();
}
END_TEST

static int done_count;

static void on_file(void *data, const struct leat_err *e)
{
	struct leat_err *ret = data;

	*ret = e ? *e : (struct leat_err){ 0 };
	done_count++;
}

static void wait_for(int count)
{
	while (done_count < count)
		ck_assert(leat_loop_turn(loop, true) || done_count >= count);
}

START_TEST(does_the_same_on_the_pool)
{
	struct leat_buf got;

	start();
	leat_file_write_start(loop, in("a"), "pool", 4, on_file, &err);
	ck_assert_int_eq(done_count, 0);
	wait_for(1);
	ck_assert_int_eq(err.code, LEAT_OK);
	leat_buf_init(&got, 100);
	leat_file_read_start(loop, in("a"), &got, on_file, &err);
	wait_for(2);
	ck_assert_int_eq(err.code, LEAT_OK);
	ck_assert_str_eq(leat_buf_cstr(&got), "pool");
	leat_file_write_start(loop, in("none/a"), "x", 1, on_file, &err);
	wait_for(3);
	ck_assert_int_eq(err.code, LEAT_E_NOT_FOUND);
	leat_buf_done(&got);
	stop();
}
END_TEST

START_TEST(appends_in_groups)
{
	struct leat_append *append;

	start();
	ck_assert_int_eq(leat_append_open(loop, in("log"), 20, &append, &err), 0);
	ck_assert(leat_append_add(append, "one\n", 4));
	leat_append_sync(append, on_file, &err);
	ck_assert(leat_append_is_syncing(append));
	/* What comes meanwhile waits for the next sync. */
	ck_assert(leat_append_add(append, "two\n", 4));
	ck_assert(leat_append_add(append, "three\n", 6));
	wait_for(1);
	ck_assert_int_eq(leat_append_bytes(append), 4);
	check_content(in("log"), "one\n");
	leat_append_sync(append, on_file, &err);
	wait_for(2);
	check_content(in("log"), "one\ntwo\nthree\n");
	ck_assert(!leat_append_add(append, "123456789012345678901", 21));
	leat_append_close(append);
	/* And again behind what is there. */
	ck_assert_int_eq(leat_append_open(loop, in("log"), 20, &append, &err), 0);
	ck_assert_int_eq(leat_append_bytes(append), 14);
	ck_assert(leat_append_add(append, "four\n", 5));
	leat_append_sync(append, on_file, &err);
	leat_append_close(append); /* the sync goes on, its callback is not called */
	leat_loop_run(loop);
	ck_assert_int_eq(done_count, 2);
	check_content(in("log"), "one\ntwo\nthree\nfour\n");
	ck_assert_int_eq(leat_append_open(loop, in("none/log"), 20, &append, &err), -LEAT_E_DISK);
	stop();
}
END_TEST

START_TEST(appends_after_the_disk_was_full)
{
	struct rlimit limit = { 10, RLIM_INFINITY };
	struct leat_append *append;

	start();
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(leat_append_open(loop, in("log"), 100, &append, &err), 0);
	ck_assert(leat_append_add(append, "12345678\n", 9));
	leat_append_sync(append, on_file, &err);
	wait_for(1);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(leat_append_add(append, "abcdefgh\n", 9));
	leat_append_sync(append, on_file, &err);
	wait_for(2);
	ck_assert_int_eq(err.code, LEAT_E_DISK);
	ck_assert_int_eq(leat_append_bytes(append), 9);
	/* Nothing is lost and nothing is there twice. */
	limit.rlim_cur = RLIM_INFINITY;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(leat_append_add(append, "last\n", 5));
	leat_append_sync(append, on_file, &err);
	wait_for(3);
	ck_assert_int_eq(err.code, LEAT_OK);
	check_content(in("log"), "12345678\nabcdefgh\nlast\n");
	leat_append_close(append);
	stop();
}
END_TEST

struct job {
	int ran;
	int done;
	bool has_run;
};

static void run_job(void *data)
{
	((struct job *)data)->ran++;
}

static void finish_job(void *data, bool has_run)
{
	struct job *job = data;

	job->done++;
	job->has_run = has_run;
}

START_TEST(works_beside_the_loop)
{
	enum { COUNT = 200 };
	static struct job jobs[COUNT];

	start();
	for (int i = 0; i < COUNT; i++) {
		struct leat_work *work = leat_work_start(loop, run_job, finish_job, &jobs[i]);
		if (i >= COUNT / 2)
			leat_work_cancel(work);
	}
	for (int i = 0; i < COUNT; i++)
		ck_assert_int_eq(jobs[i].done, 0);
	leat_loop_run(loop);
	for (int i = 0; i < COUNT; i++) {
		ck_assert_int_eq(jobs[i].done, 1);
		ck_assert_int_eq(jobs[i].ran, jobs[i].has_run);
		ck_assert(i >= COUNT / 2 || jobs[i].has_run);
	}
	stop();
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_test(tc, replaces_a_file);
	tcase_add_test(tc, limits_what_it_reads);
	tcase_add_test(tc, keeps_the_old_file_when_the_disk_is_full);
	tcase_add_test(tc, makes_and_lists_directories);
	tcase_add_test(tc, does_the_same_on_the_pool);
	tcase_add_test(tc, appends_in_groups);
	tcase_add_test(tc, appends_after_the_disk_was_full);
	tcase_add_test(tc, works_beside_the_loop);
}

int main(void)
{
	return suite_main("files", add);
}

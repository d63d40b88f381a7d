/* SPDX-License-Identifier: Apache-2.0 */
/* The dead letters of a job: kept once, read in pages, bounded, whole after a crash. */
#include "job/dead_letters.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "suite.h"

enum { MAX_BYTES = 1 << 20 };

static struct leat_loop *loop;
static struct leat_manual_clock clock_;
static struct leat_dead_letters *letters;
static struct leat_arena *arena;
static struct leat_err err;
static char dir[64];
static char path[128], old_path[128];

static char waiting[400]; /* "" when nothing is waited for. */
static int room_count;    /* Calls of on_room. */

static void on_room(void *owner)
{
	ck_assert_ptr_eq(owner, dir);
	room_count++;
}

static void on_waiting(void *owner, const char *reason)
{
	ck_assert_ptr_eq(owner, dir);
	snprintf(waiting, sizeof(waiting), "%s", reason ? reason : "");
}

static const struct leat_dead_letters_events events = { on_room, on_waiting };

static void open_letters(const char *at, int64_t max_bytes)
{
	ck_assert_int_eq(leat_dead_letters_open(loop, &clock_.base, at, max_bytes, &events, dir,
	                                        &letters, &err),
	                 0);
}

static void reopen(void)
{
	letters = leat_dead_letters_close(letters);
	open_letters(path, MAX_BYTES);
}

static void set_up(void)
{
	arena = leat_arena_new(0);
	loop = leat_loop_new();
	leat_manual_clock_init(&clock_, 1704067200000000);
	snprintf(dir, sizeof(dir), "/tmp/leat-letters-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/a.jsonl", dir);
	snprintf(old_path, sizeof(old_path), "%s/a.jsonl.1", dir);
}

static void tear_down(void)
{
	leat_dead_letters_close(letters);
	while (leat_loop_turn(loop, true))
		;
	leat_loop_free(loop);
	(void)unlink(path); /* Not each test makes them. */
	(void)unlink(old_path);
	ck_assert_int_eq(rmdir(dir), 0);
	leat_arena_free(arena);
}

static struct leat_dead_letter letter_at(int64_t position, const char *record)
{
	return (struct leat_dead_letter){
		.stage = "decode",
		.table = LEAT_STR("people"),
		.stream = LEAT_STR("topic"),
		.partition = 3,
		.position = position,
		.err = { .code = LEAT_E_RECORD, .message = "no \"id\"" },
		.bytes = leat_str_of(record),
	};
}

static void add_letter(int64_t position, const char *record)
{
	struct leat_dead_letter letter = letter_at(position, record);

	leat_dead_letters_add(letters, &letter);
}

static void set_flag(void *data)
{
	*(bool *)data = true;
}

static void sync_letters(void)
{
	bool is_done = false;

	leat_dead_letters_sync(letters, set_flag, &is_done);
	ck_assert(!is_done);
	while (!is_done)
		leat_loop_turn(loop, true);
}

/* ---- pages ---- */

static struct {
	bool is_done;
	struct leat_str text;
	struct leat_err err;
} page;

static void on_page(void *owner, struct leat_str json, const struct leat_err *why)
{
	ck_assert_ptr_eq(owner, &page);
	page.is_done = true;
	page.text = leat_arena_str(arena, json);
	page.err = why ? *why : (struct leat_err){ 0 };
}

/* The numbers of the letters on a page, newest first, and its "next": "3 2 next 2". */
static const char *numbers(uint64_t before, uint32_t limit)
{
	const struct leat_json *json;
	const char *text = "";

	page.is_done = false;
	leat_dead_letters_page(letters, before, limit, on_page, &page);
	while (!page.is_done)
		leat_loop_turn(loop, true);
	ck_assert_int_eq(page.err.code, 0);
	ck_assert_int_eq(leat_json_parse(arena, page.text, &json, &err), 0);
	for (const struct leat_json *e = leat_json_get(json, "errors")->first; e; e = e->next) {
		int64_t n;
		ck_assert(leat_json_i64(leat_json_get(e, "n"), &n));
		text = leat_arena_printf(arena, "%s%lld ", text, (long long)n);
	}
	struct leat_str next = leat_json_get_str(json, "next");
	return leat_arena_printf(arena, "%snext %.*s", text, next.n ? (int)next.n : 1,
	                         next.n ? next.p : "-");
}

/* The text of the file. */
static const char *file_text(const char *of)
{
	static char text[8192];
	FILE *file = fopen(of, "r");

	ck_assert_ptr_nonnull(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	ck_assert_int_eq(fclose(file), 0);
	return text;
}

/* ---- what is kept ---- */

START_TEST(a_letter_is_a_line)
{
	open_letters(path, MAX_BYTES);
	add_letter(7, "{\"a\":\n1}");
	ck_assert_uint_eq(leat_dead_letters_count(letters), 1);
	ck_assert_str_eq(leat_dead_letters_last(letters), "no \"id\"");
	sync_letters();
	const char *text = file_text(path);
	ck_assert_int_eq(strncmp(text, "{\"n\":1,\"id\":\"", 13), 0);
	ck_assert_str_eq(
		text + 13 + 16,
		"\",\"at\":\"2024-01-01T00:00:00.000Z\",\"stage\":\"decode\",\"table\":\"people\","
		"\"code\":\"LEAT-2001\",\"reason\":\"no \\\"id\\\"\",\"status\":null,"
		"\"origin\":{\"topic\":\"topic\",\"partition\":3,\"offset\":7},"
		"\"record\":\"{\\\"a\\\":\\n1}\"}\n");
}
END_TEST

START_TEST(bytes_that_are_no_text_are_kept_in_hex)
{
	struct leat_dead_letter letter = letter_at(1, "");

	open_letters(path, MAX_BYTES);
	letter.bytes = LEAT_STR("a\xff\x00z");
	leat_dead_letters_add(letters, &letter);
	sync_letters();
	ck_assert_ptr_nonnull(strstr(file_text(path), ",\"record_hex\":\"61ff007a\"}\n"));
}
END_TEST

START_TEST(a_long_record_is_cut_and_says_so)
{
	struct leat_dead_letter letter = letter_at(1, "");
	size_t n = (size_t)3 << 20;
	char *record = malloc(n);

	memset(record, 'x', n);
	open_letters(path, (int64_t)8 << 20);
	letter.bytes = (struct leat_str){ record, (uint32_t)n };
	leat_dead_letters_add(letters, &letter);
	sync_letters();
	free(record);
	ck_assert_str_eq(numbers(0, 1), "1 next -");
	ck_assert_ptr_nonnull(memmem(page.text.p, page.text.n, "\"record_bytes\":3145728", 22));
}
END_TEST

START_TEST(a_letter_that_comes_again_is_kept_once)
{
	open_letters(path, MAX_BYTES);
	add_letter(7, "a");
	add_letter(8, "a");
	add_letter(7, "a");
	sync_letters();
	ck_assert_uint_eq(leat_dead_letters_count(letters), 2);
	reopen();
	add_letter(8, "a");
	add_letter(9, "a");
	sync_letters();
	ck_assert_uint_eq(leat_dead_letters_count(letters), 3);
	ck_assert_str_eq(numbers(0, 10), "3 2 1 next -");
}
END_TEST

/* A document that has no place in a stream is told from others by its bytes. */
START_TEST(without_a_place_the_bytes_tell_letters_apart)
{
	open_letters(path, MAX_BYTES);
	add_letter(-1, "a");
	add_letter(-1, "b");
	add_letter(-1, "a");
	ck_assert_uint_eq(leat_dead_letters_count(letters), 2);
}
END_TEST

START_TEST(without_a_file_letters_are_counted)
{
	open_letters(NULL, MAX_BYTES);
	add_letter(1, "a");
	add_letter(2, "a");
	sync_letters();
	ck_assert_uint_eq(leat_dead_letters_count(letters), 2);
	ck_assert_str_eq(numbers(0, 10), "next -");
}
END_TEST

/* ---- pages ---- */

START_TEST(pages_go_from_the_newest_to_the_oldest)
{
	open_letters(path, MAX_BYTES);
	ck_assert_str_eq(numbers(0, 10), "next -");
	for (int i = 0; i < 5; i++)
		add_letter(i, "a");
	sync_letters();
	ck_assert_str_eq(numbers(0, 2), "5 4 next 4");
	ck_assert_str_eq(numbers(4, 2), "3 2 next 2");
	ck_assert_str_eq(numbers(2, 2), "1 next -");
	ck_assert_str_eq(numbers(0, 5), "5 4 3 2 1 next -");
	ck_assert_str_eq(numbers(1, 5), "next -");
}
END_TEST

START_TEST(a_page_outlives_its_letters)
{
	open_letters(path, MAX_BYTES);
	add_letter(1, "a");
	sync_letters();
	page.is_done = false;
	leat_dead_letters_page(letters, 0, 10, on_page, &page);
	letters = leat_dead_letters_close(letters);
	while (!page.is_done)
		leat_loop_turn(loop, true);
	ck_assert_int_eq(page.err.code, 0);
}
END_TEST

/* ---- bounds ---- */

static int64_t size_of(const char *of)
{
	struct stat st;

	return stat(of, &st) ? 0 : st.st_size;
}

START_TEST(a_full_file_becomes_the_old_one)
{
	enum { LIMIT = 4096 };

	open_letters(path, LIMIT);
	for (int i = 1; i <= 100; i++) {
		add_letter(i, "a record");
		sync_letters();
		ck_assert_int_le(size_of(path) + size_of(old_path), LIMIT + 512);
	}
	ck_assert_int_gt(size_of(old_path), 0);
	ck_assert_uint_eq(leat_dead_letters_count(letters), 100);
	ck_assert_str_eq(numbers(0, 3), "100 99 98 next 98");
	reopen();
	ck_assert_uint_eq(leat_dead_letters_count(letters), 100);
	/* Those that were dropped with the old file are new again, which is no harm. */
	add_letter(100, "a record");
	ck_assert_uint_eq(leat_dead_letters_count(letters), 100);
}
END_TEST

/* Letters that never pause must not keep the file from being rotated. */
START_TEST(a_flood_is_bounded_too)
{
	enum { LIMIT = 65536, LETTERS = 2000 };

	open_letters(path, LIMIT);
	for (int i = 1; i <= LETTERS; i++) {
		int64_t before = size_of(path);
		add_letter(i, "a record that is bad");
		/* The next one comes while the loop does not know yet that this one is written. */
		while (size_of(path) == before && leat_loop_turn(loop, true))
			;
		if (size_of(path) > LIMIT / 2 + 4096)
			ck_abort_msg("the file has %lld bytes", (long long)size_of(path));
	}
	sync_letters();
	ck_assert(leat_dead_letters_has_room(letters));
	ck_assert_uint_eq(leat_dead_letters_count(letters), LETTERS);
	ck_assert_str_eq(numbers(0, 2), "2000 1999 next 1999");
}
END_TEST

/* More than the append takes at once: the job is to stop reading, and nothing is lost. */
START_TEST(what_has_no_room_waits_and_is_written)
{
	size_t n = (size_t)1 << 20;
	char *record = malloc(n + 1);

	memset(record, 'x', n);
	record[n] = '\0';
	open_letters(path, INT64_C(1) << 30);
	for (int i = 0; i < 40; i++)
		add_letter(i, record);
	free(record);
	ck_assert(!leat_dead_letters_has_room(letters));
	sync_letters();
	ck_assert_int_eq(room_count, 1);
	ck_assert(leat_dead_letters_has_room(letters));
	ck_assert_str_eq(numbers(38, 2), "37 36 next 36");
	ck_assert_int_gt(size_of(path), 40 << 20);
}
END_TEST

/* ---- crashes and bad disks ---- */

START_TEST(a_torn_line_is_cut)
{
	open_letters(path, MAX_BYTES);
	for (int i = 0; i < 3; i++)
		add_letter(i, "{\"a\":{}}");
	sync_letters();
	letters = leat_dead_letters_close(letters);
	/* In the record of the last one, so that it looks nearly whole. */
	ck_assert_int_eq(truncate(path, size_of(path) - 3), 0);
	open_letters(path, MAX_BYTES);
	ck_assert_uint_eq(leat_dead_letters_count(letters), 2);
	ck_assert_str_eq(numbers(0, 10), "2 1 next -");
	add_letter(2, "{\"a\":{}}");
	sync_letters();
	ck_assert_str_eq(numbers(0, 10), "3 2 1 next -");
	reopen();
	ck_assert_str_eq(numbers(0, 10), "3 2 1 next -");
}
END_TEST

START_TEST(a_disk_that_is_full_is_waited_for)
{
	struct rlimit limit = { 1 << 16, RLIM_INFINITY }; /* libcheck's own files are small. */
	char record[1 << 17];

	memset(record, 'x', sizeof(record) - 1);
	record[sizeof(record) - 1] = '\0';
	open_letters(path, MAX_BYTES);
	add_letter(1, record);
	sync_letters();
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	add_letter(2, "a");
	while (!waiting[0])
		ck_assert(leat_loop_turn(loop, true));
	ck_assert_ptr_nonnull(strstr(waiting, path));
	limit.rlim_cur = RLIM_INFINITY;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	add_letter(3, "a");
	sync_letters();
	ck_assert_str_eq(waiting, "");
	ck_assert_str_eq(numbers(0, 10), "3 2 1 next -");
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_told)
{
	struct leat_dead_letters *none = NULL;

	ck_assert_int_eq(leat_dead_letters_open(loop, &clock_.base, "/dev/null/a.jsonl", MAX_BYTES,
	                                        &events, dir, &none, &err),
	                 -LEAT_E_DISK);
	ck_assert_ptr_null(none);
}
END_TEST

static void add(TCase *tc)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_letter_is_a_line);
	tcase_add_test(tc, bytes_that_are_no_text_are_kept_in_hex);
	tcase_add_test(tc, a_long_record_is_cut_and_says_so);
	tcase_add_test(tc, a_letter_that_comes_again_is_kept_once);
	tcase_add_test(tc, without_a_place_the_bytes_tell_letters_apart);
	tcase_add_test(tc, without_a_file_letters_are_counted);
	tcase_add_test(tc, pages_go_from_the_newest_to_the_oldest);
	tcase_add_test(tc, a_page_outlives_its_letters);
	tcase_add_test(tc, a_full_file_becomes_the_old_one);
	tcase_add_test(tc, a_flood_is_bounded_too);
	tcase_add_test(tc, what_has_no_room_waits_and_is_written);
	tcase_add_test(tc, a_torn_line_is_cut);
	tcase_add_test(tc, a_disk_that_is_full_is_waited_for);
	tcase_add_test(tc, a_place_that_cannot_be_written_is_told);
}

int main(void)
{
	return suite_main("dead_letters", add);
}

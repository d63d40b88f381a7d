/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint files of a job; see checkpoints.h. */
#include "job/checkpoints.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/files.h"
#include "io/work.h"

enum { FILE_BYTES_MAX = INT32_MAX };

struct leat_checkpoints {
	struct leat_loop *loop;
	const struct leat_clock *clock;
	char *dir;
	uint32_t retained_count;
	uint64_t next_id;
	struct leat_checkpoint_report history[LEAT_CHECKPOINT_HISTORY]; /* A ring. */
	uint64_t history_count;   /* Ever added. */
	struct leat_checkpoint_report completed; /* The newest that is durable. */
	uint64_t failed_count;
	uint64_t completed_count;

	/* The one that is being written. */
	bool is_writing;
	uint64_t id;
	int64_t begin_us;
	char *path;
	struct leat_buf bytes;
	void (*done)(void *owner, const struct leat_err *err);
	void *owner;
};

static char *path_of(const char *dir, uint64_t id)
{
	size_t n = strlen(dir) + 32;
	char *path = leat_malloc(n);

	snprintf(path, n, "%s/cp-%" PRIu64, dir, id);
	return path;
}

/* The number of a file of this name; 0: it is no checkpoint. */
static uint64_t id_of(const char *name)
{
	uint64_t id;
	int end = 0;

	if (sscanf(name, "cp-%" SCNu64 "%n", &id, &end) != 1 || name[end])
		return 0;
	return id;
}

static int newest_first(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;

	return (x < y) - (x > y);
}

/* The numbers of the files in a directory, the newest first. */
static int list_ids(const char *dir, struct leat_arena *arena, uint64_t **ret_ids,
                    uint32_t *ret_count, struct leat_err *err)
{
	struct leat_dir_list list = { 0 };
	uint64_t *ids;
	uint32_t count = 0;

	LEAT_TRY(leat_dir_read(dir, arena, &list, err));
	ids = LEAT_ARENA_ARRAY(arena, uint64_t, list.count + 1);
	for (uint32_t i = 0; i < list.count; i++)
		if (id_of(list.names[i]))
			ids[count++] = id_of(list.names[i]);
	qsort(ids, count, sizeof(*ids), newest_first);
	*ret_ids = ids;
	*ret_count = count;
	return 0;
}

int leat_checkpoints_open(struct leat_loop *loop, const struct leat_clock *clock, const char *dir,
                          uint32_t retained_count, struct leat_checkpoints **ret_checkpoints,
                          struct leat_err *err)
{
	struct leat_arena *arena = leat_arena_new(0);
	uint64_t *ids;
	uint32_t count;
	int r = leat_dir_make(dir, err);

	if (!r)
		r = list_ids(dir, arena, &ids, &count, err);
	if (!r) {
		struct leat_checkpoints *checkpoints = leat_zalloc(sizeof(*checkpoints));
		checkpoints->loop = loop;
		checkpoints->clock = clock;
		checkpoints->dir = leat_strndup(dir, strlen(dir));
		checkpoints->retained_count = retained_count ? retained_count : 1;
		checkpoints->next_id = count ? ids[0] + 1 : 1;
		*ret_checkpoints = checkpoints;
	}
	leat_arena_free(arena);
	return r;
}

struct leat_checkpoints *leat_checkpoints_close(struct leat_checkpoints *checkpoints)
{
	if (checkpoints) {
		leat_assert(!checkpoints->is_writing);
		free(checkpoints->dir);
		free(checkpoints);
	}
	return NULL;
}

/* ---- reading ---- */

static int read_one(struct leat_checkpoints *checkpoints, uint64_t id, struct leat_arena *arena,
                    struct leat_checkpoint *ret, struct leat_err *err)
{
	char *path = path_of(checkpoints->dir, id);
	struct leat_buf bytes;
	int r;

	leat_buf_init(&bytes, FILE_BYTES_MAX);
	r = leat_file_read(path, &bytes, err);
	if (!r) {
		struct leat_str copy = leat_arena_str(arena, leat_buf_view(&bytes));
		r = leat_checkpoint_decode(copy, arena, ret, err);
	}
	leat_buf_done(&bytes);
	free(path);
	return r;
}

int leat_checkpoints_latest(struct leat_checkpoints *checkpoints, const char *job_name,
                            struct leat_arena *arena, struct leat_checkpoint *ret, bool *ret_found,
                            struct leat_err *err)
{
	uint64_t *ids;
	uint32_t count;
	int r = 0;

	*ret_found = false;
	LEAT_TRY(list_ids(checkpoints->dir, arena, &ids, &count, err));
	for (uint32_t i = 0; i < count; i++) {
		r = read_one(checkpoints, ids[i], arena, ret, err);
		if (!r) {
			*ret_found = true;
			return 0;
		}
		LEAT_LOG(ERROR, CHECKPOINT, job_name, "a checkpoint cannot be used",
		         leat_log_i64("id", (int64_t)ids[i]),
		         leat_log_text("reason", err->message));
	}
	/* Files without one that is whole: going on from the start would double everything. */
	return r;
}

/* ---- writing ---- */

uint64_t leat_checkpoints_next_id(struct leat_checkpoints *checkpoints)
{
	return checkpoints->next_id++;
}

static void note(struct leat_checkpoints *checkpoints, uint64_t id, int64_t begin_us,
                 uint64_t size_bytes, const struct leat_err *err)
{
	struct leat_checkpoint_report *report =
	        &checkpoints->history[checkpoints->history_count++ % LEAT_CHECKPOINT_HISTORY];

	*report = (struct leat_checkpoint_report){
		.id = id,
		.completed_us = leat_clock_now_us(checkpoints->clock),
		.duration_us = leat_clock_mono_us(checkpoints->clock) - begin_us,
		.size_bytes = size_bytes,
		.is_ok = !err,
	};
	if (err) {
		snprintf(report->reason, sizeof(report->reason), "%s", err->message);
		checkpoints->failed_count++;
	} else {
		checkpoints->completed = *report;
		checkpoints->completed_count++;
	}
}

void leat_checkpoints_note_failure(struct leat_checkpoints *checkpoints, uint64_t id,
                                   int64_t begin_us, const struct leat_err *err)
{
	note(checkpoints, id, begin_us, 0, err);
}

/* Files that are older than what is kept go, off the loop; that one stays is no harm. */
struct removal {
	char *dir;
	uint32_t retained_count;
};

static void remove_files(void *data)
{
	struct removal *removal = data;
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_err err;
	uint64_t *ids;
	uint32_t count;

	if (list_ids(removal->dir, arena, &ids, &count, &err))
		count = 0; /* The next checkpoint tries again. */
	for (uint32_t i = removal->retained_count; i < count; i++) {
		char *path = path_of(removal->dir, ids[i]);
		int r = leat_file_remove(path, &err);
		free(path);
		if (r)
			break;
	}
	leat_arena_free(arena);
}

static void removed(void *data, bool has_run)
{
	struct removal *removal = data;

	(void)has_run;
	free(removal->dir);
	free(removal);
}

static void remove_old(struct leat_checkpoints *checkpoints)
{
	struct removal *removal;

	if (checkpoints->id <= checkpoints->retained_count)
		return;
	removal = leat_zalloc(sizeof(*removal));
	removal->dir = leat_strndup(checkpoints->dir, strlen(checkpoints->dir));
	removal->retained_count = checkpoints->retained_count;
	leat_work_start(checkpoints->loop, remove_files, removed, removal);
}

static void on_written(void *data, const struct leat_err *err)
{
	struct leat_checkpoints *checkpoints = data;

	checkpoints->is_writing = false;
	note(checkpoints, checkpoints->id, checkpoints->begin_us, checkpoints->bytes.size, err);
	leat_buf_done(&checkpoints->bytes);
	free(checkpoints->path);
	checkpoints->path = NULL;
	if (!err)
		remove_old(checkpoints);
	checkpoints->done(checkpoints->owner, err);
}

void leat_checkpoints_write(struct leat_checkpoints *checkpoints, uint64_t id,
                            struct leat_buf *bytes, int64_t begin_us,
                            void (*done)(void *owner, const struct leat_err *err), void *owner)
{
	leat_assert(!checkpoints->is_writing);
	checkpoints->is_writing = true;
	checkpoints->id = id;
	checkpoints->begin_us = begin_us;
	checkpoints->path = path_of(checkpoints->dir, id);
	checkpoints->bytes = *bytes;
	leat_buf_init(bytes, bytes->max_bytes);
	checkpoints->done = done;
	checkpoints->owner = owner;
	leat_file_write_start(checkpoints->loop, checkpoints->path, checkpoints->bytes.data,
	                      checkpoints->bytes.size, on_written, checkpoints);
}

bool leat_checkpoints_is_writing(const struct leat_checkpoints *checkpoints)
{
	return checkpoints->is_writing;
}

/* ---- reports ---- */

uint32_t leat_checkpoints_history(const struct leat_checkpoints *checkpoints,
                                  struct leat_checkpoint_report ret[LEAT_CHECKPOINT_HISTORY])
{
	uint64_t count = checkpoints->history_count;
	uint32_t n = count < LEAT_CHECKPOINT_HISTORY ? (uint32_t)count : LEAT_CHECKPOINT_HISTORY;

	for (uint32_t i = 0; i < n; i++)
		ret[i] = checkpoints->history[(count - 1 - i) % LEAT_CHECKPOINT_HISTORY];
	return n;
}

const struct leat_checkpoint_report *
leat_checkpoints_completed(const struct leat_checkpoints *checkpoints)
{
	return &checkpoints->completed;
}

uint64_t leat_checkpoints_failed(const struct leat_checkpoints *checkpoints)
{
	return checkpoints->failed_count;
}

uint64_t leat_checkpoints_count(const struct leat_checkpoints *checkpoints)
{
	return checkpoints->completed_count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The dead letters of a job; see dead_letters.h. */
#include "job/dead_letters.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/files.h"
#include "io/work.h"
#include "types/hash.h"

enum {
	PENDING_BYTES = 16 << 20, /* Letters that wait for the disk. */
	/* Of both files beyond max_bytes: each grows by two syncs more before it is rotated. */
	EXCESS_BYTES = 4 * PENDING_BYTES,
	RECORD_BYTES = 1 << 20,   /* Kept of one record. */
	LINE_BYTES = 8 << 20,     /* A line with a record, escaped. */
	RETRY_US = 1000000,       /* Between tries of a disk that refuses. */
};

struct leat_dead_letters {
	struct leat_loop *loop;
	const struct leat_clock *clock;
	const struct leat_dead_letters_events *events;
	void *owner;
	char *path;                /* NULL: only counted. */
	char *old_path;            /* PATH.1 */
	int64_t max_bytes;         /* Of both files. */
	struct leat_append *append; /* PATH. */
	struct leat_timer *timer;  /* The next try after a failure. */
	struct leat_task *task;    /* The done of a sync that has nothing to wait for. */
	struct leat_u64_map ids;   /* Of all letters in the files. */
	struct leat_buf overflow;  /* Lines that the append had no room for. */
	uint64_t next_number;      /* Of the next letter. */
	bool is_dirty;             /* The append was given letters since the last sync began. */
	bool is_failing;           /* The last sync failed. */
	bool was_full;             /* on_room is owed. */
	leat_loop_fn done;         /* Of the sync that is asked for. */
	void *done_data;
	char last[400];            /* Reason of the newest letter. */
};

static void write_more(void *data);

/* ---- lines ---- */

static uint64_t id_of(const struct leat_dead_letter *letter)
{
	struct leat_buf buf;
	uint64_t id;

	leat_buf_init(&buf, LINE_BYTES);
	leat_buf_text(&buf, letter->stage);
	leat_buf_char(&buf, '\0');
	leat_buf_str(&buf, letter->table);
	leat_buf_char(&buf, '\0');
	leat_buf_str(&buf, letter->stream);
	leat_buf_add(&buf, &letter->partition, sizeof(letter->partition));
	leat_buf_add(&buf, &letter->position, sizeof(letter->position));
	if (letter->position < 0) /* Without a place the bytes tell letters apart. */
		leat_buf_add(&buf, letter->bytes.p,
		             letter->bytes.n > RECORD_BYTES ? RECORD_BYTES : letter->bytes.n);
	id = leat_hash_bytes(buf.data, buf.size);
	leat_buf_done(&buf);
	return id;
}

static void write_origin(struct leat_json_writer *json, const struct leat_dead_letter *letter)
{
	leat_json_write_key(json, "origin");
	if (letter->position < 0 && !letter->stream.n) {
		leat_json_write_null(json);
		return;
	}
	leat_json_write_object(json);
	leat_json_write_str_of(json, "topic", letter->stream);
	leat_json_write_i64_of(json, "partition", letter->partition);
	leat_json_write_i64_of(json, "offset", letter->position);
	leat_json_write_object_end(json);
}

static void write_record(struct leat_json_writer *json, struct leat_str record)
{
	struct leat_str kept = { record.p, record.n > RECORD_BYTES ? RECORD_BYTES : record.n };

	if (leat_utf8_is_valid(kept)) {
		leat_json_write_str_of(json, "record", kept);
	} else {
		struct leat_buf hex;
		leat_buf_init(&hex, (size_t)RECORD_BYTES * 2);
		for (uint32_t i = 0; i < kept.n; i++)
			leat_buf_printf(&hex, "%02x", (unsigned char)kept.p[i]);
		leat_json_write_str_of(json, "record_hex", leat_buf_view(&hex));
		leat_buf_done(&hex);
	}
	if (kept.n < record.n)
		leat_json_write_i64_of(json, "record_bytes", record.n);
}

static void write_letter(const struct leat_dead_letter *letter, uint64_t number, uint64_t id,
                         int64_t now_us, struct leat_buf *out)
{
	struct leat_json_writer *json = leat_json_writer_new(out, false);
	char text[32];

	leat_json_write_object(json);
	leat_json_write_i64_of(json, "n", (int64_t)number);
	snprintf(text, sizeof(text), "%016" PRIx64, id);
	leat_json_write_text_of(json, "id", text);
	leat_json_write_time_of(json, "at", now_us);
	leat_json_write_text_of(json, "stage", letter->stage);
	leat_json_write_str_of(json, "table", letter->table);
	snprintf(text, sizeof(text), "LEAT-%d", (int)letter->err.code);
	leat_json_write_text_of(json, "code", text);
	leat_json_write_text_of(json, "reason", letter->err.message);
	if (letter->status)
		leat_json_write_i64_of(json, "status", letter->status);
	else
		leat_json_write_null_of(json, "status");
	write_origin(json, letter);
	write_record(json, letter->bytes);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_buf_char(out, '\n');
}

/* The number and id that a line begins with; false when it is torn. */
static bool read_head(const char *line, const char *end, uint64_t *ret_number, uint64_t *ret_id)
{
	char head[64];
	size_t n = (size_t)(end - line) < sizeof(head) - 1 ? (size_t)(end - line)
	                                                   : sizeof(head) - 1;

	memcpy(head, line, n);
	head[n] = '\0';
	return sscanf(head, "{\"n\":%" SCNu64 ",\"id\":\"%16" SCNx64 "\"", ret_number, ret_id) == 2;
}

/* ---- opening ---- */

/* Learn the lines and return how many bytes of them are whole: a crash may have torn the last
 * one. */
static size_t remember(struct leat_dead_letters *letters, struct leat_str bytes)
{
	const char *p = bytes.p;
	const char *end = bytes.p + bytes.n;

	while (p < end) {
		const char *line_end = memchr(p, '\n', (size_t)(end - p));
		uint64_t number, id;
		if (!line_end)
			break;
		if (read_head(p, line_end, &number, &id)) {
			*leat_u64_map_put(&letters->ids, id) = 1;
			if (number >= letters->next_number)
				letters->next_number = number + 1;
		}
		p = line_end + 1;
	}
	return (size_t)(p - bytes.p);
}

/* A file that is missing is an empty one. */
static int read_if_there(const char *path, struct leat_buf *out, struct leat_err *err)
{
	int r = leat_file_read(path, out, err);

	return r == -LEAT_E_NOT_FOUND ? 0 : r;
}

static int open_file(struct leat_dead_letters *letters, struct leat_err *err)
{
	struct leat_buf buf;
	int r;

	leat_buf_init(&buf, (size_t)letters->max_bytes + EXCESS_BYTES);
	r = read_if_there(letters->old_path, &buf, err);
	if (!r) {
		(void)remember(letters, leat_buf_view(&buf)); /* Whole: it was synced before it was renamed. */
		leat_buf_clear(&buf);
		r = read_if_there(letters->path, &buf, err);
	}
	size_t whole_bytes = remember(letters, leat_buf_view(&buf));
	leat_buf_done(&buf);
	LEAT_TRY(r);
	LEAT_TRY(leat_append_open(letters->loop, letters->path, PENDING_BYTES, &letters->append,
	                          err));
	leat_append_cut(letters->append, (int64_t)whole_bytes);
	return 0;
}

static void call_done(void *data)
{
	struct leat_dead_letters *letters = data;
	leat_loop_fn done = letters->done;

	letters->done = NULL;
	if (done)
		done(letters->done_data);
}

int leat_dead_letters_open(struct leat_loop *loop, const struct leat_clock *clock, const char *path,
                           int64_t max_bytes, const struct leat_dead_letters_events *events,
                           void *owner, struct leat_dead_letters **ret_letters,
                           struct leat_err *err)
{
	struct leat_dead_letters *letters = leat_zalloc(sizeof(*letters));
	size_t n = path ? strlen(path) : 0;

	letters->loop = loop;
	letters->clock = clock;
	letters->events = events;
	letters->owner = owner;
	letters->max_bytes = max_bytes;
	letters->next_number = 1;
	letters->task = leat_task_new(loop, call_done, letters);
	letters->timer = leat_timer_new(loop, write_more, letters);
	leat_u64_map_init(&letters->ids, NULL);
	leat_buf_init(&letters->overflow, (size_t)1 << 30);
	if (path) {
		letters->path = leat_strndup(path, n);
		letters->old_path = leat_zalloc(n + 3);
		snprintf(letters->old_path, n + 3, "%s.1", path);
		int r = open_file(letters, err);
		if (r) {
			leat_dead_letters_close(letters);
			return r;
		}
	}
	*ret_letters = letters;
	return 0;
}

struct leat_dead_letters *leat_dead_letters_close(struct leat_dead_letters *letters)
{
	if (!letters)
		return NULL;
	leat_append_close(letters->append);
	leat_timer_free(letters->timer);
	leat_task_free(letters->task);
	leat_u64_map_done(&letters->ids);
	leat_buf_done(&letters->overflow);
	free(letters->path);
	free(letters->old_path);
	free(letters);
	return NULL;
}

/* ---- writing ---- */

static bool is_full(const struct leat_dead_letters *letters)
{
	return leat_append_bytes(letters->append) >= letters->max_bytes / 2;
}

/* Say why and try again in a while. */
static void wait_for_disk(struct leat_dead_letters *letters, const struct leat_err *err)
{
	letters->is_failing = true;
	letters->events->on_waiting(letters->owner, err->message);
	leat_timer_start(letters->timer, RETRY_US);
}

/* Keep within the bounds: the file that is full becomes the old one.  Nothing waits in the
 * append. */
static bool rotate(struct leat_dead_letters *letters)
{
	struct leat_err err;

	if (!is_full(letters))
		return true;
	letters->append = leat_append_close(letters->append);
	if (!leat_file_rename(letters->path, letters->old_path, &err) &&
	    !leat_append_open(letters->loop, letters->path, PENDING_BYTES, &letters->append, &err))
		return true;
	wait_for_disk(letters, &err);
	return false;
}

/* A file that is full takes no more, so that what waits in the append ends and it can be
 * rotated. */
static bool put_line(struct leat_dead_letters *letters, const char *line, size_t n)
{
	if (!letters->append || is_full(letters) || !leat_append_add(letters->append, line, n))
		return false;
	letters->is_dirty = true;
	return true;
}

static void push_overflow(struct leat_dead_letters *letters)
{
	struct leat_buf *overflow = &letters->overflow;
	size_t done = 0;

	while (done < overflow->size) {
		const char *line = overflow->data + done;
		const char *line_end = memchr(line, '\n', overflow->size - done);
		size_t n = (size_t)(line_end - line) + 1;
		if (!put_line(letters, line, n))
			break;
		done += n;
	}
	if (done)
		memmove(overflow->data, overflow->data + done, overflow->size - done);
	overflow->size -= done;
}

static void on_written(void *data, const struct leat_err *err)
{
	struct leat_dead_letters *letters = data;

	if (err) {
		letters->is_dirty = true;
		wait_for_disk(letters, err);
		return;
	}
	if (!letters->is_dirty && !rotate(letters) && letters->overflow.size)
		return;
	if (letters->is_failing && !leat_timer_is_running(letters->timer)) {
		letters->is_failing = false;
		letters->events->on_waiting(letters->owner, NULL);
	}
	push_overflow(letters);
	if (letters->is_dirty) {
		write_more(letters);
		return;
	}
	call_done(letters);
	if (letters->was_full && leat_dead_letters_has_room(letters)) {
		letters->was_full = false;
		letters->events->on_room(letters->owner);
	}
}

static void write_more(void *data)
{
	struct leat_dead_letters *letters = data;
	struct leat_err err;

	if (!letters->append && leat_append_open(letters->loop, letters->path, PENDING_BYTES,
	                                         &letters->append, &err)) {
		wait_for_disk(letters, &err);
		return;
	}
	if (leat_append_is_syncing(letters->append))
		return;
	letters->is_dirty = false;
	leat_append_sync(letters->append, on_written, letters);
}

void leat_dead_letters_add(struct leat_dead_letters *letters, const struct leat_dead_letter *letter)
{
	uint64_t id = id_of(letter);
	struct leat_buf line;

	snprintf(letters->last, sizeof(letters->last), "%s", letter->err.message);
	if (leat_u64_map_get(&letters->ids, id))
		return;
	*leat_u64_map_put(&letters->ids, id) = 1;
	uint64_t number = letters->next_number++;
	if (!letters->path)
		return;
	leat_buf_init(&line, LINE_BYTES);
	write_letter(letter, number, id, leat_clock_now_us(letters->clock), &line);
	if (letters->overflow.size || !put_line(letters, line.data, line.size))
		leat_buf_add(&letters->overflow, line.data, line.size);
	leat_buf_done(&line);
	if (!leat_timer_is_running(letters->timer))
		leat_timer_start(letters->timer, 0);
}

bool leat_dead_letters_has_room(const struct leat_dead_letters *letters)
{
	bool has_room = !letters->overflow.size;

	if (!has_room)
		((struct leat_dead_letters *)letters)->was_full = true;
	return has_room;
}

void leat_dead_letters_sync(struct leat_dead_letters *letters, leat_loop_fn done, void *data)
{
	leat_assert(!letters->done);
	letters->done = done;
	letters->done_data = data;
	if (!letters->path || (!letters->is_dirty && !letters->overflow.size && letters->append &&
	                       !leat_append_is_syncing(letters->append)))
		leat_task_schedule(letters->task);
	else if (!leat_timer_is_running(letters->timer))
		write_more(letters);
}

uint64_t leat_dead_letters_count(const struct leat_dead_letters *letters)
{
	return letters->next_number - 1;
}

const char *leat_dead_letters_last(const struct leat_dead_letters *letters)
{
	return letters->last;
}

/* ---- reading a page, on the pool ---- */

struct page {
	char *path, *old_path; /* NULL: there are no files. */
	size_t max_bytes;
	uint64_t total;
	uint64_t before;
	uint32_t limit;
	struct leat_buf json;
	struct leat_err err;
	leat_dead_letters_page_fn done;
	void *owner;
};

/* The last lines first. */
static void write_lines(struct page *page, struct leat_str bytes, struct leat_json_writer *json)
{
	const char *end = bytes.p + bytes.n;
	uint64_t last_number = 0;
	uint32_t count = 0;

	while (end > bytes.p && count < page->limit) {
		const char *line_end = end - 1; /* At its line feed. */
		const char *before = memrchr(bytes.p, '\n', (size_t)(line_end - bytes.p));
		const char *line = before ? before + 1 : bytes.p;
		uint64_t number, id;
		end = line;
		if (*line_end != '\n' || !read_head(line, line_end, &number, &id) ||
		    (page->before && number >= page->before))
			continue;
		leat_json_write_raw(json, (struct leat_str){ line, (uint32_t)(line_end - line) });
		last_number = number;
		count++;
	}
	leat_json_write_array_end(json);
	leat_json_write_key(json, "next");
	if (last_number > 1 && end > bytes.p) {
		char text[32];
		snprintf(text, sizeof(text), "%" PRIu64, last_number);
		leat_json_write_text(json, text);
	} else {
		leat_json_write_null(json);
	}
}

static void read_page(void *data)
{
	struct page *page = data;
	struct leat_buf bytes;
	struct leat_json_writer *json = leat_json_writer_new(&page->json, false);
	int r = 0;

	leat_buf_init(&bytes, page->max_bytes);
	if (page->path) {
		r = read_if_there(page->old_path, &bytes, &page->err);
		if (!r)
			r = read_if_there(page->path, &bytes, &page->err);
	}
	leat_json_write_object(json);
	leat_json_write_i64_of(json, "total", (int64_t)page->total);
	leat_json_write_key(json, "errors");
	leat_json_write_array(json);
	write_lines(page, leat_buf_view(&bytes), json);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_buf_done(&bytes);
	if (!r)
		page->err.code = LEAT_OK;
}

static void page_read(void *data, bool has_run)
{
	struct page *page = data;
	bool is_ok = has_run && page->err.code == LEAT_OK;

	page->done(page->owner, is_ok ? leat_buf_view(&page->json) : (struct leat_str){ 0 },
	           is_ok ? NULL : &page->err);
	leat_buf_done(&page->json);
	free(page->path);
	free(page->old_path);
	free(page);
}

void leat_dead_letters_page(struct leat_dead_letters *letters, uint64_t before, uint32_t limit,
                            leat_dead_letters_page_fn done, void *owner)
{
	struct page *page = leat_zalloc(sizeof(*page));

	if (letters->path) {
		page->path = leat_strndup(letters->path, strlen(letters->path));
		page->old_path = leat_strndup(letters->old_path, strlen(letters->old_path));
	}
	page->max_bytes = (size_t)letters->max_bytes + EXCESS_BYTES;
	page->total = leat_dead_letters_count(letters);
	page->before = before;
	page->limit = limit;
	page->done = done;
	page->owner = owner;
	leat_buf_init(&page->json, (size_t)1 << 28);
	leat_err_set(&page->err, LEAT_E_DISK, "the dead letters were not read");
	leat_work_start(letters->loop, read_page, page_read, page);
}

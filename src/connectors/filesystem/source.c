/* SPDX-License-Identifier: Apache-2.0 */
/* Reads files one after the other, in pieces, on the pool of threads.
 *
 *   piece   | room for what is left | bytes read |
 *                        begin ^            end ^
 *
 * While one piece is cut into records the next one is read; a record that goes over the end of a
 * piece is put together in the room of the next.  A piece lives as long as somebody refers to its
 * records.  The position is: the files that are done, and how far the one at work is used. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "connectors/filesystem/filesystem_int.h"
#include "io/loop.h"
#include "io/work.h"

enum {
	PIECE_BYTES = 256 << 10, /* Read at once. */
	ROOM_BYTES = 16 << 10,   /* For the beginning of a record in the piece before. */
	POSITION_MAX = 64 << 20, /* Bytes of a position. */
};

struct piece {
	uint32_t refs;       /* Of the source and of sets of records. */
	size_t begin, end;   /* Bytes that are not used yet. */
	int64_t file_offset; /* Of `begin` in the file. */
	char bytes[];
};

/* Records that were given out. */
struct set {
	struct piece *piece;
	struct leat_record records[];
};

struct fs_source {
	struct leat_source base;
	const struct fs_config *config;
	struct leat_arena *listing;   /* Memory of files. */
	struct fs_files files;        /* Found and not done when they were. */
	uint32_t file;                /* The one at work. */
	struct leat_map done;         /* Paths of files that are done, kept when new ones may come. */
	struct leat_timer *timer;     /* To look for new files. */

	struct leat_work *work;       /* In flight: listing or reading. */
	bool is_listed;               /* files is valid. */
	bool is_asked;                /* next() said EMPTY: call on_ready. */
	bool is_closing;              /* Close when the work is over. */
	bool has_failed;              /* err is valid. */
	struct leat_err err;          /* Why. */

	int fd;                       /* Of the file at work, or -1. */
	int64_t read_offset;          /* Next byte to read. */
	bool is_at_end;               /* The file has no more bytes. */
	struct piece *current;        /* Cut into records, or NULL. */
	struct piece *next;           /* Read and waiting, or being read, or NULL. */

	int64_t ordinal;              /* Of the next record in the file. */
	int64_t set_ordinal;          /* Of the first record of the last set. */
	uint32_t set_count;           /* Records of the last set. */
	int64_t set_ends[LEAT_BATCH_ROWS]; /* Offset in the file behind each record of the last set. */

	uint32_t used_file;           /* Position: this file .. */
	int64_t used_offset;          /* .. from this byte .. */
	int64_t used_ordinal;         /* .. and this record on. */
	const char *resume_path;      /* Of a restored position, until its file is opened. */
};

static struct fs_source *fs_of(struct leat_source *source)
{
	return (struct fs_source *)source;
}

static void piece_unref(struct piece *piece)
{
	if (piece && --piece->refs == 0)
		free(piece);
}

static void wake(struct fs_source *s)
{
	if (!s->is_asked)
		return;
	s->is_asked = false;
	s->base.events->on_ready(s->base.owner);
}

/* ---- work on the pool ---- */

static void close_file(struct fs_source *s)
{
	if (s->fd >= 0)
		(void)close(s->fd); /* Was only read. */
	s->fd = -1;
}

static void finish_close(struct fs_source *s)
{
	close_file(s);
	piece_unref(s->current);
	piece_unref(s->next);
	s->current = s->next = NULL;
	leat_map_done(&s->done);
	s->listing = leat_arena_free(s->listing);
	s->base.events->on_closed(s->base.owner);
}

/* So that on_closed comes from the loop. */
static void run_nothing(void *data)
{
	(void)data;
}

static void run_list(void *data)
{
	struct fs_source *s = data;

	s->has_failed = leat_fs_list(s->config, s->listing, &s->files, &s->err) != 0;
}

/* Read on in the file at work, which is opened first when need be. */
static void run_read(void *data)
{
	struct fs_source *s = data;
	const char *path = s->files.items[s->file].path;
	struct piece *piece = s->next;

	if (s->fd < 0)
		s->fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = s->fd < 0
	                    ? -1
	                    : pread(s->fd, piece->bytes + ROOM_BYTES, PIECE_BYTES, s->read_offset);
	if (n < 0) {
		s->has_failed = true;
		(void)leat_err_set(&s->err, LEAT_E_DISK, "cannot read '%s': %s", path,
		                   strerror(errno));
		return;
	}
	piece->end = ROOM_BYTES + (size_t)n;
	piece->file_offset = s->read_offset;
	s->read_offset += n;
}

/* The paths that stay outlive the listing: rows know where they come from. */
static void drop_done_files(struct fs_source *s)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->files.count; i++) {
		struct fs_file *file = &s->files.items[i];
		struct leat_str path = leat_str_of(file->path);
		if (leat_map_has(&s->done, path))
			continue;
		file->path = leat_arena_dup(s->base.arena, path.p, path.n);
		s->files.items[kept++] = *file;
	}
	s->files.count = kept;
}

/* The file in which a restored position lies comes first. */
static void resume(struct fs_source *s)
{
	for (uint32_t i = 0; s->resume_path && i < s->files.count; i++) {
		if (strcmp(s->files.items[i].path, s->resume_path) != 0)
			continue;
		struct fs_file file = s->files.items[i];
		memmove(s->files.items + 1, s->files.items, i * sizeof(file));
		s->files.items[0] = file;
		s->read_offset = s->used_offset;
		s->ordinal = s->used_ordinal;
		s->resume_path = NULL;
		return;
	}
	s->resume_path = NULL;
	s->used_offset = s->used_ordinal = 0;
}

static void listed(void *data, bool has_run)
{
	struct fs_source *s = data;

	s->work = NULL;
	if (s->is_closing) {
		finish_close(s);
		return;
	}
	s->is_listed = has_run;
	s->file = s->used_file = 0;
	if (!s->has_failed) {
		drop_done_files(s);
		resume(s);
	}
	wake(s);
}

static void has_read(void *data, bool has_run)
{
	struct fs_source *s = data;

	s->work = NULL;
	if (s->is_closing) {
		finish_close(s);
		return;
	}
	if (has_run && !s->has_failed)
		s->is_at_end = s->next->end < ROOM_BYTES + PIECE_BYTES;
	wake(s);
}

static void start_list(void *data)
{
	struct fs_source *s = data;

	s->is_listed = false;
	leat_arena_clear(s->listing);
	s->work = leat_work_start(s->base.loop, run_list, listed, s);
}

static void start_read(struct fs_source *s)
{
	s->next = leat_malloc(sizeof(*s->next) + ROOM_BYTES + PIECE_BYTES);
	*s->next = (struct piece){ .refs = 1, .begin = ROOM_BYTES, .end = ROOM_BYTES };
	s->work = leat_work_start(s->base.loop, run_read, has_read, s);
}

/* ---- pieces to records ---- */

/* Put what is left of the current piece before the next one, which becomes current. */
static void advance(struct fs_source *s)
{
	struct piece *old = s->current, *piece = s->next;
	size_t left = old ? old->end - old->begin : 0, n = piece->end - piece->begin;

	s->next = NULL;
	if (left > ROOM_BYTES) {
		struct piece *larger = leat_malloc(sizeof(*larger) + left + n);
		*larger = (struct piece){ .refs = 1, .begin = left, .end = left + n,
			                  .file_offset = piece->file_offset };
		memcpy(larger->bytes + left, piece->bytes + piece->begin, n);
		piece_unref(piece);
		piece = larger;
	}
	if (left)
		memcpy(piece->bytes + piece->begin - left, old->bytes + old->begin, left);
	piece->begin -= left;
	piece->file_offset -= (int64_t)left;
	piece_unref(old);
	s->current = piece;
}

/* A record that is a line; its end may be CR LF. */
static size_t line_end(struct leat_str bytes, bool is_last, struct leat_str *ret)
{
	const char *end = memchr(bytes.p, '\n', bytes.n);

	if (!end && !is_last)
		return 0;
	*ret = (struct leat_str){ bytes.p, end ? (uint32_t)(end - bytes.p) : bytes.n };
	size_t n = ret->n + (end != NULL);
	if (ret->n && ret->p[ret->n - 1] == '\r')
		ret->n--;
	return n;
}

static void release_set(void *owner)
{
	struct set *set = owner;

	piece_unref(set->piece);
	free(set);
}

/* Cut up to batch_rows records from the current piece; false: it has no whole one. */
static bool cut_records(struct fs_source *s, struct leat_records *ret)
{
	const struct leat_table *table = s->base.table;
	struct piece *piece = s->current;
	bool is_last = s->is_at_end && !s->next;
	uint32_t max = s->base.batch_rows, count = 0;
	struct set *set = leat_malloc(sizeof(*set) + max * sizeof(set->records[0]));

	while (count < max && piece->begin < piece->end) {
		struct leat_record *record = &set->records[count];
		struct leat_str rest = { piece->bytes + piece->begin,
			                 (uint32_t)(piece->end - piece->begin) };
		*record = (struct leat_record){ .position = s->ordinal + count,
			                        .timestamp_us = LEAT_TIMESTAMP_NONE };
		size_t n = table->format->record_end
		                   ? table->format->record_end(table->format_config, rest, is_last,
			                                       &record->value)
		                   : line_end(rest, is_last, &record->value);
		if (!n)
			break;
		piece->begin += n;
		piece->file_offset += (int64_t)n;
		s->set_ends[count++] = piece->file_offset;
	}
	if (!count) {
		free(set);
		return false;
	}
	set->piece = piece;
	piece->refs++;
	s->set_ordinal = s->ordinal;
	s->set_count = count;
	s->ordinal += count;
	const char *path = s->files.items[s->file].path;
	*ret = (struct leat_records){ .stream = leat_str_of(path),
		                      .count = count,
		                      .records = set->records,
		                      .release = release_set,
		                      .owner = set };
	return true;
}

/* The current file is used up: go to the next one. */
static void next_file(struct fs_source *s)
{
	const char *path = s->files.items[s->file].path;

	(void)leat_map_set(&s->done, leat_str_of(path), s);
	close_file(s);
	piece_unref(s->current);
	s->current = NULL;
	s->is_at_end = false;
	s->read_offset = s->ordinal = 0;
	s->file++;
	s->used_file = s->file;
	s->used_offset = s->used_ordinal = 0;
}

/* Without more files the table ends, or new ones are waited for. */
static enum leat_next no_more_files(struct fs_source *s)
{
	if (!s->config->monitor_interval_us)
		return LEAT_NEXT_END;
	s->is_asked = true;
	if (!leat_timer_is_running(s->timer))
		leat_timer_start(s->timer, s->config->monitor_interval_us);
	return LEAT_NEXT_EMPTY;
}

static enum leat_next fs_next(struct leat_source *source, struct leat_records *ret,
                              struct leat_err *err)
{
	struct fs_source *s = fs_of(source);

	for (;;) {
		if (s->has_failed && !s->work) {
			*err = s->err;
			return LEAT_NEXT_FAIL;
		}
		if (s->work ? !s->is_listed : s->is_listed && s->file == s->files.count) {
			if (!s->work)
				return no_more_files(s);
			break;
		}
		if (!s->next && !s->is_at_end && !s->work)
			start_read(s);
		if (s->current && cut_records(s, ret))
			return LEAT_NEXT_READY;
		if (s->current && s->current->end - s->current->begin > LEAT_LIMIT_RECORD_BYTES) {
			(void)leat_err_set(err, LEAT_E_LIMIT,
			                   "a record of '%s' is larger than %d bytes",
			                   s->files.items[s->file].path, LEAT_LIMIT_RECORD_BYTES);
			return LEAT_NEXT_FAIL;
		}
		if (s->next && !s->work)
			advance(s);
		else if (s->is_at_end && !s->work)
			next_file(s);
		else
			break;
	}
	s->is_asked = true;
	return LEAT_NEXT_EMPTY;
}

/* ---- position ---- */

static void fs_used(struct leat_source *source, uint32_t split, int64_t position)
{
	struct fs_source *s = fs_of(source);

	(void)split; /* There is one. */
	leat_assert(position > s->set_ordinal && position <= s->set_ordinal + s->set_count);
	s->used_ordinal = position;
	s->used_offset = s->set_ends[position - s->set_ordinal - 1];
}

static void fs_snapshot(struct leat_source *source, struct leat_buf *out)
{
	struct fs_source *s = fs_of(source);
	const struct leat_map_entry *entry;
	uint32_t at = 0;

	while ((entry = leat_map_next(&s->done, &at)))
		leat_buf_printf(out, "done %.*s\n", LEAT_STR_ARG(entry->key));
	if (s->is_listed && s->used_file < s->files.count)
		leat_buf_printf(out, "at %" PRId64 " %" PRId64 " %s\n", s->used_offset,
		                s->used_ordinal, s->files.items[s->used_file].path);
	else if (s->resume_path)
		leat_buf_printf(out, "at %" PRId64 " %" PRId64 " %s\n", s->used_offset,
		                s->used_ordinal, s->resume_path);
}

static int restore(struct fs_source *s, struct leat_str position, struct leat_err *err)
{
	const char *text = leat_arena_dup(s->base.arena, position.p, position.n);

	while (*text) {
		const char *end = strchr(text, '\n');
		int path = 0;
		if (!end)
			break;
		char *line = leat_arena_dup(s->base.arena, text, (size_t)(end - text));
		if (strncmp(line, "done ", 5) == 0)
			(void)leat_map_set(&s->done, leat_str_of(line + 5), s);
		else if (sscanf(line, "at %" SCNd64 " %" SCNd64 " %n", &s->used_offset,
			        &s->used_ordinal, &path) == 2 &&
		         path)
			s->resume_path = line + path;
		else
			break;
		text = end + 1;
	}
	return *text ? leat_err_set(err, LEAT_E_CHECKPOINT, "the position in the files is damaged")
	             : 0;
}

/* ---- metadata and partitions ---- */

static struct leat_col constant_text(struct leat_arena *arena, struct leat_str text, uint32_t count)
{
	struct leat_str *rows = LEAT_ARENA_ARRAY(arena, struct leat_str, count);

	for (uint32_t i = 0; i < count; i++)
		rows[i] = text;
	return (struct leat_col){ .type = leat_type_basic(LEAT_VARCHAR), .bytes = rows };
}

static struct leat_col constant_i64(struct leat_arena *arena, const struct leat_type *type,
                                    int64_t value, uint32_t count)
{
	int64_t *rows = LEAT_ARENA_ARRAY(arena, int64_t, count);

	for (uint32_t i = 0; i < count; i++)
		rows[i] = value;
	return (struct leat_col){ .type = type, .i64 = rows };
}

/* A partition column: its text in the path, which the scan casts to the declared type. */
static struct leat_col partition_column(struct fs_source *s, const char *path, const char *name,
                                        uint32_t count, struct leat_arena *arena)
{
	struct leat_str text, key = leat_str_of(name);
	bool has = leat_fs_get_partition(path, key, arena, &text);
	struct leat_col col = constant_text(arena, has ? text : key, count);

	if (!has || (text.n == s->config->default_partition.n &&
	             memcmp(text.p, s->config->default_partition.p, text.n) == 0)) {
		uint8_t *nulls = leat_arena_alloc(arena, count);
		memset(nulls, 1, count);
		col.nulls = nulls;
	}
	return col;
}

static int fs_metadata(struct leat_source *source, const struct leat_records *records,
                       const uint16_t *record_of_row, uint32_t row_count, const char *key,
                       struct leat_arena *arena, struct leat_col *ret)
{
	struct fs_source *s = fs_of(source);
	const struct fs_file *file = &s->files.items[s->file];
	struct leat_str path = records->stream;
	const char *slash = strrchr(file->path, '/');

	(void)record_of_row; /* All are of one file. */
	leat_assert(path.p == file->path);
	if (strcmp(key, "file.path") == 0)
		*ret = constant_text(arena, path, row_count);
	else if (strcmp(key, "file.name") == 0)
		*ret = constant_text(arena, slash ? leat_str_of(slash + 1) : path, row_count);
	else if (strcmp(key, "file.size") == 0)
		*ret = constant_i64(arena, leat_type_basic(LEAT_BIGINT), file->size_bytes,
		                    row_count);
	else if (strcmp(key, "file.modification-time") == 0)
		*ret = constant_i64(arena, leat_type_timed(arena, LEAT_TIMESTAMP_LTZ, 3, true),
		                    file->modification_time_us / 1000 * 1000, row_count);
	else
		*ret = partition_column(s, file->path, key, row_count, arena);
	return 0;
}

/* ---- life ---- */

static int fs_open(struct leat_source *source, struct leat_str position, struct leat_err *err)
{
	struct fs_source *s = fs_of(source);

	s->config = source->table->config;
	s->fd = -1;
	leat_map_init(&s->done, NULL);
	if (position.n && restore(s, position, err)) {
		leat_map_done(&s->done);
		return -LEAT_E_CHECKPOINT;
	}
	s->listing = leat_arena_new(0);
	s->timer = leat_timer_new(source->loop, start_list, s);
	start_list(s);
	return 0;
}

static uint32_t fs_splits(struct leat_source *source, struct leat_split_stats *ret, uint32_t max)
{
	struct fs_source *s = fs_of(source);
	bool has_file = s->is_listed && s->file < s->files.count;
	const char *path = has_file ? s->files.items[s->file].path : "";

	if (max)
		*ret = (struct leat_split_stats){ .stream = leat_str_of(path),
			                          .position = s->used_ordinal,
			                          .end_position = -1 };
	return 1;
}

static void fs_close(struct leat_source *source)
{
	struct fs_source *s = fs_of(source);

	s->timer = leat_timer_free(s->timer);
	s->is_closing = true;
	if (!s->work)
		s->work = leat_work_start(source->loop, run_nothing, has_read, s);
}

const struct leat_source_type leat_fs_source = {
	.source_size = sizeof(struct fs_source),
	.open = fs_open,
	.next_records = fs_next,
	.metadata = fs_metadata,
	.used = fs_used,
	.snapshot = fs_snapshot,
	.splits = fs_splits,
	.close = fs_close,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Writes part files, a line per row, into a folder per partition.
 *
 * Rows collect in a buffer per folder.  The pool appends them to a hidden file; at a flush, or at
 * its size, that is made durable and renamed to its final name, part-<job>-<run>-<number>.  Flushes
 * are answered in their order when all that was written before is there.  */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "connectors/filesystem/filesystem_int.h"
#include "io/files.h"
#include "io/loop.h"
#include "io/work.h"
#include "types/render.h"

enum {
	WRITE_BYTES = 1 << 20, /* Collected before they are written without a flush. */
	ROW_BYTES_MAX = 64 << 20,
};

/* A folder that rows go to. */
struct folder {
	struct folder *next;     /* In the order of their first row. */
	const char *path;        /* Of the folder. */
	struct leat_buf rows;    /* Lines not yet given to the pool. */
	struct leat_buf writing; /* With the pool, or kept after a failure. */
	int64_t part_bytes;      /* Written to the part at work; 0: it does not exist. */
	uint64_t part;           /* Its number. */
	bool finish;             /* With the pool: make it durable and give it its name. */
	bool is_new;             /* The folder may have to be made. */
};

struct fs_sink {
	struct leat_sink base;
	const struct fs_config *config;
	const char *root;                    /* The path of the table. */
	struct leat_encoder *encoder;
	const struct leat_schema *schema;    /* Of the columns in the files. */
	uint32_t *columns;                   /* Their indices in base.schema. */
	struct leat_col *cols;               /* Of the batch at work. */
	uint32_t partition_count;            /* Columns that name folders. */
	uint32_t *partitions;                /* Their indices in base.schema. */
	struct leat_map folders;             /* By path. */
	struct folder *first, *last;         /* All of them. */
	struct leat_buf name;                /* Scratch: path of a row's folder. */
	struct leat_buf value;               /* Scratch: text of a partition value. */
	uint64_t next_part;                  /* Number of the next part file. */
	struct leat_work *work;              /* In flight. */
	bool has_failed;                     /* err is valid, of the work. */
	struct leat_err err;                 /* Why. */
	uint64_t flush_epoch;                /* Asked for and not answered; valid with wants_flush. */
	bool wants_flush;                    /* A flush is to be answered. */
	bool is_flushing;                    /* The work in flight answers it. */
	bool was_full;                       /* write() refused: call on_room. */
	bool is_closing;                     /* Close when the work is over. */
	size_t pending_bytes;                /* In all buffers. */
	struct leat_sink_stats stats;
	uint64_t flushing_rows;              /* Rows that the work in flight covers. */
};

static struct fs_sink *fs_of(struct leat_sink *sink)
{
	return (struct fs_sink *)sink;
}

/* ---- on the pool ---- */

static const char *part_path(const struct fs_sink *s, const struct folder *f, bool is_final,
                             char *out, size_t size)
{
	(void)snprintf(out, size, "%s/%spart-%.*s-%" PRIu64 "-%" PRIu64 "%s", f->path,
	               is_final ? "" : ".", LEAT_STR_ARG(s->base.job_uid), s->base.restart_epoch,
	               f->part, is_final ? "" : ".inprogress");
	return out;
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t written = write(fd, p, n);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		p += written;
		n -= (size_t)written;
	}
	return 0;
}

/* Append to the part at work.  What a failed try left behind is cut off by the next one. */
static int append(const char *path, int64_t part_bytes, const struct leat_buf *bytes, bool sync)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0)
		return -1;
	int r = ftruncate(fd, part_bytes) || lseek(fd, part_bytes, SEEK_SET) < 0 ||
	        write_all(fd, bytes->data, bytes->size) || (sync && fsync(fd));
	int saved = errno;
	if (close(fd) && !r) {
		r = -1;
		saved = errno;
	}
	errno = saved;
	return r ? -1 : 0;
}

static int leave_mark(const struct fs_sink *s, const struct folder *f, struct leat_err *err)
{
	char path[4096];

	if (!s->config->commit_policy.n ||
	    !memmem(s->config->commit_policy.p, s->config->commit_policy.n, "success-file", 12))
		return 0;
	(void)snprintf(path, sizeof(path), "%s/%.*s", f->path,
	               LEAT_STR_ARG(s->config->success_file));
	return leat_file_write(path, "", 0, err);
}

static int write_folder(struct fs_sink *s, struct folder *f, struct leat_err *err)
{
	char from[4096], to[4096];

	if (f->is_new)
		LEAT_TRY(leat_dir_make(f->path, err));
	(void)part_path(s, f, false, from, sizeof(from));
	if (append(from, f->part_bytes, &f->writing, f->finish))
		return leat_err_set(err, LEAT_E_DISK, "cannot write '%s': %s", from,
		                    strerror(errno));
	if (!f->finish)
		return 0;
	LEAT_TRY(leat_file_rename(from, part_path(s, f, true, to, sizeof(to)), err));
	return leave_mark(s, f, err);
}

static void run_write(void *data)
{
	struct fs_sink *s = data;

	for (struct folder *f = s->first; f && !s->has_failed; f = f->next)
		if (f->writing.size || (f->finish && f->part_bytes))
			s->has_failed = write_folder(s, f, &s->err) != 0;
}

/* ---- on the loop ---- */

static void start_work(struct fs_sink *s);

static void finish_close(struct fs_sink *s)
{
	for (struct folder *f = s->first; f; f = f->next) {
		leat_buf_done(&f->rows);
		leat_buf_done(&f->writing);
	}
	leat_buf_done(&s->name);
	leat_buf_done(&s->value);
	s->base.events->on_closed(s->base.owner);
}

static void take_written(struct fs_sink *s)
{
	for (struct folder *f = s->first; f; f = f->next) {
		f->is_new = f->is_new && !f->writing.size;
		f->part_bytes += (int64_t)f->writing.size;
		s->pending_bytes -= f->writing.size;
		s->stats.sent_bytes += f->writing.size;
		leat_buf_clear(&f->writing);
		if (f->finish && f->part_bytes) {
			f->part = ++s->next_part;
			f->part_bytes = 0;
		}
		f->finish = false;
	}
}

static void has_written(void *data, bool has_run)
{
	struct fs_sink *s = data;

	(void)has_run;
	s->work = NULL;
	if (s->is_closing) {
		finish_close(s);
		return;
	}
	if (s->has_failed) {
		s->base.events->on_error(s->base.owner, &s->err);
		return;
	}
	take_written(s);
	s->stats.requests++;
	if (s->is_flushing) {
		s->is_flushing = false;
		s->stats.acknowledged = s->flushing_rows;
		uint64_t epoch = s->flush_epoch;
		s->base.events->on_durable(s->base.owner, epoch);
	}
	if (s->wants_flush || s->pending_bytes >= WRITE_BYTES)
		start_work(s);
	if (s->was_full && s->pending_bytes < s->base.budget_bytes) {
		s->was_full = false;
		s->base.events->on_room(s->base.owner);
	}
}

/* Give all that has collected to the pool. */
static void start_work(struct fs_sink *s)
{
	if (s->work || s->is_closing || s->has_failed)
		return;
	s->is_flushing = s->wants_flush;
	s->wants_flush = false;
	s->flushing_rows = s->stats.rows_in;
	for (struct folder *f = s->first; f; f = f->next) {
		struct leat_buf empty = f->writing;
		f->writing = f->rows;
		f->rows = empty;
		f->finish = s->is_flushing ||
		            f->part_bytes + (int64_t)f->writing.size >= s->config->roll_bytes;
	}
	s->work = leat_work_start(s->base.loop, run_write, has_written, s);
}

/* ---- rows ---- */

static struct folder *folder_of(struct fs_sink *s, const struct leat_batch *batch, uint32_t row)
{
	leat_buf_clear(&s->name);
	leat_buf_text(&s->name, s->root);
	for (uint32_t i = 0; i < s->partition_count; i++) {
		const struct leat_col *col = &batch->cols[s->partitions[i]];
		leat_buf_clear(&s->value);
		if (!leat_col_is_null(col, row))
			leat_render_text(col, row, s->base.zone, &s->value);
		leat_buf_char(&s->name, '/');
		leat_fs_put_partition(s->base.schema->fields[s->partitions[i]].name,
		                      s->value.size ? leat_buf_view(&s->value)
		                                    : s->config->default_partition,
		                      &s->name);
	}
	struct folder *f = leat_map_get(&s->folders, leat_buf_view(&s->name));
	if (f)
		return f;
	f = LEAT_ARENA_NEW(s->base.arena, struct folder);
	f->path = leat_arena_dup(s->base.arena, s->name.data, s->name.size);
	f->part = ++s->next_part;
	f->is_new = true;
	leat_buf_init(&f->rows, SIZE_MAX / 4);
	leat_buf_init(&f->writing, SIZE_MAX / 4);
	(void)leat_map_set(&s->folders, leat_buf_view(&s->name), f);
	if (s->last)
		s->last->next = f;
	else
		s->first = f;
	s->last = f;
	return f;
}

static enum leat_push fs_write(struct leat_sink *sink, struct leat_batch *batch,
                               struct leat_err *err)
{
	struct fs_sink *s = fs_of(sink);
	struct leat_batch view = *batch;
	struct folder *folder = NULL;

	if (s->pending_bytes >= sink->budget_bytes) {
		s->was_full = true;
		start_work(s);
		return LEAT_PUSH_FULL;
	}
	for (uint32_t i = 0; i < s->schema->field_count; i++)
		s->cols[i] = batch->cols[s->columns[i]];
	view.schema = s->schema;
	view.cols = s->cols;
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		uint32_t row = leat_sel_row(batch->sel, i);
		if (s->partition_count || !folder)
			folder = folder_of(s, batch, row);
		size_t before = folder->rows.size;
		if (sink->table->format->encode(s->encoder, &view, row, &folder->rows, err))
			return LEAT_PUSH_FAIL;
		leat_buf_char(&folder->rows, '\n');
		s->pending_bytes += folder->rows.size - before;
	}
	s->stats.rows_in += batch->sel.count;
	if (s->pending_bytes >= WRITE_BYTES)
		start_work(s);
	return LEAT_PUSH_OK;
}

static void fs_flush(struct leat_sink *sink, uint64_t epoch)
{
	struct fs_sink *s = fs_of(sink);

	s->flush_epoch = epoch;
	s->wants_flush = true;
	start_work(s);
}

static void fs_stats(const struct leat_sink *sink, struct leat_sink_stats *ret)
{
	const struct fs_sink *s = (const struct fs_sink *)sink;

	*ret = s->stats;
	ret->in_flight_rows = ret->rows_in - ret->acknowledged;
	ret->in_flight_bytes = s->pending_bytes;
}

/* ---- life ---- */

/* A change of a row is written as such when the format can tell. */
static enum leat_sink_mode fs_mode(const struct leat_table *table)
{
	return table->format->kinds & ~(1u << LEAT_INSERT) ? LEAT_SINK_RETRACT : LEAT_SINK_APPEND;
}

/* Folders are named in the order of PARTITIONED BY; the other columns are in the files. */
static void split_columns(struct fs_sink *s, struct leat_schema *inner, struct leat_field *fields)
{
	const struct leat_table *table = s->base.table;
	const struct leat_schema *schema = s->base.schema;
	bool *is_partition = LEAT_ARENA_ARRAY(s->base.arena, bool, schema->field_count);

	for (uint32_t i = 0; i < table->partition_count; i++) {
		int at = leat_schema_find(schema, table->columns[table->partition_columns[i]].name);
		if (at < 0)
			continue;
		is_partition[at] = true;
		s->partitions[s->partition_count++] = (uint32_t)at;
	}
	for (uint32_t i = 0; i < schema->field_count; i++) {
		if (is_partition[i])
			continue;
		s->columns[inner->field_count] = i;
		fields[inner->field_count++] = schema->fields[i];
	}
	inner->fields = fields;
}

static int fs_open(struct leat_sink *sink, struct leat_err *err)
{
	struct fs_sink *s = fs_of(sink);
	const struct leat_schema *schema = sink->schema;
	struct leat_schema *inner = LEAT_ARENA_NEW(sink->arena, struct leat_schema);
	struct leat_field *fields = LEAT_ARENA_ARRAY(sink->arena, struct leat_field,
	                                             schema->field_count);

	(void)err; /* Folders are made with the first row. */
	s->config = sink->table->config;
	s->columns = LEAT_ARENA_ARRAY(sink->arena, uint32_t, schema->field_count);
	s->cols = LEAT_ARENA_ARRAY(sink->arena, struct leat_col, schema->field_count);
	s->partitions = LEAT_ARENA_ARRAY(sink->arena, uint32_t, schema->field_count);
	s->root = leat_fs_path(s->config, sink->arena);
	split_columns(s, inner, fields);
	s->schema = inner;
	s->encoder = sink->table->format->encoder_new(sink->table->format_config, sink->arena,
	                                              inner, sink->zone);
	leat_map_init(&s->folders, sink->arena);
	leat_buf_init(&s->name, 1 << 16);
	leat_buf_init(&s->value, ROW_BYTES_MAX);
	return 0;
}

static void run_nothing(void *data)
{
	(void)data;
}

static void fs_close(struct leat_sink *sink)
{
	struct fs_sink *s = fs_of(sink);

	s->is_closing = true;
	if (!s->work)
		s->work = leat_work_start(sink->loop, run_nothing, has_written, s);
}

const struct leat_sink_type leat_fs_sink = {
	.sink_size = sizeof(struct fs_sink),
	.mode = fs_mode,
	.open = fs_open,
	.write = fs_write,
	.flush = fs_flush,
	.stats = fs_stats,
	.close = fs_close,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Writes rows as lines to the standard output or error, on the pool: a terminal or pipe may
 * block. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "connectors/print/connector.h"
#include "connectors/print/row_int.h"
#include "io/loop.h"
#include "io/work.h"
#include "leat/sink.h"

struct print_config {
	struct leat_str identifier; /* Before each line. */
	bool standard_error;        /* Where to. */
	int64_t parallelism;        /* Has no effect. */
};

struct print_sink {
	struct leat_sink base;
	struct leat_buf lines;   /* Not yet given to the pool. */
	struct leat_buf writing; /* With the pool. */
	struct leat_work *work;  /* In flight. */
	int error;               /* errno of the work, or 0. */
	uint64_t epoch;          /* Asked for and not answered; valid with wants_flush. */
	bool wants_flush;        /* A flush is to be answered. */
	bool is_flushing;        /* The work in flight answers it. */
	bool was_full;           /* write() refused: call on_room. */
	bool is_closing;         /* Close when the work is over. */
	uint64_t writing_rows;   /* Rows taken when the work began. */
	struct leat_sink_stats stats;
};

static void run_write(void *data)
{
	struct print_sink *s = data;
	const struct print_config *config = s->base.table->config;
	int fd = config->standard_error ? STDERR_FILENO : STDOUT_FILENO;
	size_t at = 0;

	while (at < s->writing.size) {
		ssize_t n = write(fd, s->writing.data + at, s->writing.size - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			s->error = errno;
			return;
		}
		at += (size_t)n;
	}
}

static void start_work(struct print_sink *s);

static void has_written(void *data, bool has_run)
{
	struct print_sink *s = data;

	(void)has_run;
	s->work = NULL;
	if (s->is_closing) {
		leat_buf_done(&s->lines);
		leat_buf_done(&s->writing);
		s->base.events->on_closed(s->base.owner);
		return;
	}
	if (s->error) {
		struct leat_err err;
		(void)leat_err_set(&err, LEAT_E_DISK, "cannot print: %s", strerror(s->error));
		s->base.events->on_error(s->base.owner, &err);
		return;
	}
	s->stats.sent_bytes += s->writing.size;
	s->stats.requests++;
	s->stats.acknowledged = s->writing_rows;
	leat_buf_clear(&s->writing);
	if (s->is_flushing) {
		s->is_flushing = false;
		s->base.events->on_durable(s->base.owner, s->epoch);
	}
	if (s->lines.size || s->wants_flush)
		start_work(s);
	if (s->was_full) {
		s->was_full = false;
		s->base.events->on_room(s->base.owner);
	}
}

static void start_work(struct print_sink *s)
{
	if (s->work || s->is_closing || s->error)
		return;
	struct leat_buf empty = s->writing;
	s->writing = s->lines;
	s->lines = empty;
	s->is_flushing = s->wants_flush;
	s->wants_flush = false;
	s->writing_rows = s->stats.rows_in;
	s->work = leat_work_start(s->base.loop, run_write, has_written, s);
}

static enum leat_sink_mode print_mode(const struct leat_table *table)
{
	(void)table;
	return LEAT_SINK_RETRACT;
}

static int print_open(struct leat_sink *sink, struct leat_err *err)
{
	struct print_sink *s = (struct print_sink *)sink;

	(void)err;
	leat_buf_init(&s->lines, SIZE_MAX / 4);
	leat_buf_init(&s->writing, SIZE_MAX / 4);
	return 0;
}

static enum leat_push print_write(struct leat_sink *sink, struct leat_batch *batch,
                                  struct leat_err *err)
{
	struct print_sink *s = (struct print_sink *)sink;
	const struct print_config *config = sink->table->config;

	(void)err;
	if (s->lines.size >= sink->budget_bytes) {
		s->was_full = true;
		return LEAT_PUSH_FULL;
	}
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		if (config->identifier.n) {
			leat_buf_str(&s->lines, config->identifier);
			leat_buf_text(&s->lines, "> ");
		}
		leat_print_row(batch, leat_sel_row(batch->sel, i), &s->lines);
		leat_buf_char(&s->lines, '\n');
	}
	s->stats.rows_in += batch->sel.count;
	start_work(s);
	return LEAT_PUSH_OK;
}

static void print_flush(struct leat_sink *sink, uint64_t epoch)
{
	struct print_sink *s = (struct print_sink *)sink;

	s->epoch = epoch;
	s->wants_flush = true;
	start_work(s);
}

static void print_stats(const struct leat_sink *sink, struct leat_sink_stats *ret)
{
	const struct print_sink *s = (const struct print_sink *)sink;

	*ret = s->stats;
	ret->in_flight_rows = ret->rows_in - ret->acknowledged;
	ret->in_flight_bytes = s->lines.size + s->writing.size;
}

static void run_nothing(void *data)
{
	(void)data;
}

static void print_close(struct leat_sink *sink)
{
	struct print_sink *s = (struct print_sink *)sink;

	s->is_closing = true;
	if (!s->work)
		s->work = leat_work_start(sink->loop, run_nothing, has_written, s);
}

static const struct leat_opt print_opts[] = {
	{ .name = "print-identifier", .type = LEAT_OPT_STR,
	  .offset = offsetof(struct print_config, identifier),
	  .doc = "A text before each line, followed by \"> \"." },
	{ .name = "sink.parallelism", .type = LEAT_OPT_INT, .flags = LEAT_OPT_IGNORED,
	  .offset = offsetof(struct print_config, parallelism),
	  .doc = "Accepted and without effect." },
	{ .name = "standard-error", .type = LEAT_OPT_BOOL,
	  .offset = offsetof(struct print_config, standard_error), .fallback = "false",
	  .doc = "Writes to the standard error instead of the standard output." },
	{ 0 },
};

static const struct leat_sink_type print_sink_type = {
	.sink_size = sizeof(struct print_sink),
	.mode = print_mode,
	.open = print_open,
	.write = print_write,
	.flush = print_flush,
	.stats = print_stats,
	.close = print_close,
};

const struct leat_connector leat_connector_print = {
	.name = "print",
	.doc = "Prints rows to the standard output, as +I[1, a].",
	.opts = print_opts,
	.config_size = sizeof(struct print_config),
	.sink = &print_sink_type,
};

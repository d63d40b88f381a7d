/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of connectors: a table made by hand, a scan or a sink of it on a loop. */
#pragma once

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connectors/scan.h"
#include "formats/formats.h"
#include "io/loop.h"
#include "types/render.h"

static inline struct leat_str str_of(const char *text)
{
	return leat_str_of(text);
}

/* ---- tables ---- */

/** A table; add columns, then use it. */
struct test_table {
	struct leat_table table;
	struct leat_arena *arena;
	struct leat_table_column columns[16];
	struct leat_field fields[16];
	struct leat_schema schema;
	uint32_t wanted[16];
	uint32_t key[4], partitions[4];
};

/** Parse options "key", "value", .., NULL into a config of @p rows. */
static inline void *test_config(struct leat_arena *arena, const struct leat_opt *rows, size_t size,
                                const char *const *options)
{
	void *config = leat_arena_zalloc(arena, size);
	struct leat_err err;

	leat_opt_defaults(rows, arena, config);
	for (; options && options[0]; options += 2) {
		struct leat_opt_pair pair = { .key = str_of(options[0]), .value = str_of(options[1]) };
		const struct leat_opt *row = leat_opt_find(rows, pair.key);
		ck_assert_msg(row != NULL, "no option %s", options[0]);
		ck_assert_msg(leat_opt_set(rows, row, arena, &pair, config, &err) == 0, "%s",
		              err.message);
	}
	return config;
}

static inline void test_table_init(struct test_table *t, const struct leat_connector *connector,
                                   const char *const *options, const struct leat_format *format,
                                   const char *const *format_options)
{
	memset(t, 0, sizeof(*t));
	t->arena = leat_arena_new(0);
	t->table = (struct leat_table){
		.name = LEAT_STR("t"),
		.connector = connector,
		.config = test_config(t->arena, connector->opts, connector->config_size, options),
		.format = format,
		.columns = t->columns,
		.partition_columns = t->partitions,
		.key_columns = t->key,
	};
	if (format)
		t->table.format_config =
		        test_config(t->arena, format->opts, format->config_size, format_options);
	t->schema.fields = t->fields;
}

static inline void test_column(struct test_table *t, const char *name, const struct leat_type *type,
                               const char *metadata_key)
{
	uint32_t i = t->table.column_count++;

	t->columns[i] = (struct leat_table_column){ str_of(name), type, metadata_key };
	t->fields[i] = (struct leat_field){ str_of(name), type };
	t->wanted[i] = i;
	t->schema.field_count = t->table.column_count;
}

static inline void test_table_done(struct test_table *t)
{
	leat_arena_free(t->arena);
}

/* ---- scans ---- */

/** A scan and what has come from it. */
struct test_scan {
	struct test_table *table;
	struct leat_loop *loop;
	struct leat_arena *arena;  /**< Of the run. */
	struct leat_scan *scan;
	struct leat_buf rows;      /**< A JSON object a line. */
	uint32_t row_count;        /**< Lines of rows. */
	struct leat_buf letters;   /**< Reasons of dead letters, a line each. */
	char waiting[320];         /**< Reason, or "". */
	uint32_t waits;            /**< Times that a reason was given. */
	bool is_ready, is_ended, is_closed, has_failed;
	struct leat_err err;
	uint32_t batch_rows;       /**< 0: as many as possible. */
	size_t budget_bytes;       /**< 0: 16 MB. */
	struct leat_timer *guard;  /**< Ends a test that hangs. */
	struct leat_buf position;  /**< Of the last snapshot. */
};

static inline void test_scan_ready(void *owner)
{
	((struct test_scan *)owner)->is_ready = true;
}

static inline void test_scan_waiting(void *owner, const char *reason)
{
	struct test_scan *s = owner;

	snprintf(s->waiting, sizeof(s->waiting), "%s", reason ? reason : "");
	s->waits += reason != NULL;
}

static inline void test_scan_letter(void *owner, const struct leat_dead_letter *letter)
{
	struct test_scan *s = owner;

	leat_buf_printf(&s->letters, "%.*s %d %lld: %s\n", LEAT_STR_ARG(letter->stream),
	                letter->partition, (long long)letter->position, letter->err.message);
}

static inline void test_scan_closed(void *owner)
{
	((struct test_scan *)owner)->is_closed = true;
}

static const struct leat_scan_events test_scan_events = {
	.on_ready = test_scan_ready,
	.on_waiting = test_scan_waiting,
	.on_dead_letter = test_scan_letter,
	.on_closed = test_scan_closed,
};

static inline void test_scan_hangs(void *data)
{
	struct test_scan *s = data;

	ck_abort_msg("the scan hangs after %u rows, waiting '%s'", s->row_count, s->waiting);
}

static inline void test_scan_init(struct test_scan *s, struct test_table *table)
{
	memset(s, 0, sizeof(*s));
	s->table = table;
	s->loop = leat_loop_new();
	leat_buf_init(&s->rows, 1 << 26);
	leat_buf_init(&s->letters, 1 << 20);
	leat_buf_init(&s->position, 1 << 20);
	s->guard = leat_timer_new(s->loop, test_scan_hangs, s);
}

/** Open, at @p position (n 0: as the options say). */
static inline void test_scan_open(struct test_scan *s, struct leat_str position)
{
	s->arena = leat_arena_new(0);
	s->is_ended = s->is_closed = s->has_failed = false;
	s->is_ready = true;
	struct leat_scan_options options = {
		.table = &s->table->table,
		.schema = &s->table->schema,
		.columns = s->table->wanted,
		.loop = s->loop,
		.clock = leat_loop_clock(),
		.arena = s->arena,
		.job_name = LEAT_STR("test"),
		.budget_bytes = s->budget_bytes ? s->budget_bytes : 16 << 20,
		.batch_rows = s->batch_rows ? s->batch_rows : LEAT_BATCH_ROWS,
		.position = leat_arena_str(s->arena, position),
		.events = &test_scan_events,
		.owner = s,
	};
	leat_timer_start(s->guard, 20000000);
	ck_assert_msg(leat_scan_new(&options, &s->scan, &s->err) == 0, "%s", s->err.message);
}

static inline void test_scan_take(struct test_scan *s, struct leat_batch *batch)
{
	for (uint32_t i = 0; i < batch->sel.count; i++) {
		leat_render_json_row(batch->schema, batch->cols, leat_sel_row(batch->sel, i), NULL,
		                     &s->rows);
		leat_buf_char(&s->rows, '\n');
		s->row_count++;
	}
	leat_batch_unref(batch);
}

/** Take one batch, or wait a turn for it. */
static inline void test_scan_step(struct test_scan *s)
{
	struct leat_batch *batch;
	uint32_t split;

	if (!s->is_ready) {
		ck_assert(leat_loop_turn(s->loop, true));
		return;
	}
	switch (leat_scan_next(s->scan, &batch, &split, &s->err)) {
	case LEAT_NEXT_READY:
		ck_assert_uint_lt(split, leat_scan_split_count(s->scan));
		test_scan_take(s, batch);
		return;
	case LEAT_NEXT_EMPTY:
		s->is_ready = false;
		return;
	case LEAT_NEXT_END:
		s->is_ended = true;
		return;
	case LEAT_NEXT_FAIL:
		s->has_failed = true;
		return;
	}
}

/** Run until there are @p rows, or the end, or a failure. */
static inline void test_scan_until(struct test_scan *s, uint32_t rows)
{
	while (s->row_count < rows && !s->is_ended && !s->has_failed)
		test_scan_step(s);
}

/** The position as of now, in s->position. */
static inline struct leat_str test_scan_snapshot(struct test_scan *s)
{
	leat_buf_clear(&s->position);
	leat_scan_snapshot(s->scan, &s->position);
	return leat_buf_view(&s->position);
}

static inline void test_scan_close(struct test_scan *s)
{
	leat_scan_close(s->scan);
	while (!s->is_closed && leat_loop_turn(s->loop, true))
		;
	ck_assert(s->is_closed);
	s->arena = leat_arena_free(s->arena);
}

static inline void test_scan_done(struct test_scan *s)
{
	s->guard = leat_timer_free(s->guard);
	while (leat_loop_turn(s->loop, false))
		;
	leat_buf_done(&s->rows);
	leat_buf_done(&s->letters);
	leat_buf_done(&s->position);
	leat_loop_free(s->loop);
}

/** Compare all rows so far. */
static inline void test_scan_rows_are(struct test_scan *s, const char *want)
{
	const char *got = leat_buf_cstr(&s->rows);

	if (strcmp(got, want) != 0)
		fprintf(stderr, "--- want\n%s--- got\n%s", want, got);
	ck_assert_msg(strcmp(got, want) == 0, "the rows differ");
}

/* ---- sinks ---- */

/** A sink on a loop. */
struct test_sink {
	struct test_table *table;
	struct leat_loop *loop;
	struct leat_arena *arena;
	struct leat_sink *sink;
	uint64_t durable; /**< Epoch answered last. */
	bool has_room, is_closed;
	char error[400];  /**< Of on_error, or "". */
};

static inline void test_sink_room(void *owner)
{
	((struct test_sink *)owner)->has_room = true;
}

static inline void test_sink_durable(void *owner, uint64_t epoch)
{
	((struct test_sink *)owner)->durable = epoch;
}

static inline void test_sink_letter(void *owner, const struct leat_dead_letter *letter)
{
	(void)owner;
	ck_abort_msg("a dead letter: %s", letter->err.message);
}

static inline void test_sink_waiting(void *owner, const char *reason)
{
	(void)owner;
	(void)reason;
}

static inline void test_sink_error(void *owner, const struct leat_err *err)
{
	snprintf(((struct test_sink *)owner)->error, 400, "%s", err->message);
}

static inline void test_sink_closed(void *owner)
{
	((struct test_sink *)owner)->is_closed = true;
}

static const struct leat_sink_events test_sink_events = {
	.on_room = test_sink_room,
	.on_durable = test_sink_durable,
	.on_dead_letter = test_sink_letter,
	.on_waiting = test_sink_waiting,
	.on_error = test_sink_error,
	.on_closed = test_sink_closed,
};

static inline void test_sink_open(struct test_sink *s, struct test_table *table,
                                  struct leat_loop *loop)
{
	const struct leat_sink_type *type = table->table.connector->sink;
	struct leat_err err;

	memset(s, 0, sizeof(*s));
	s->table = table;
	s->loop = loop;
	s->arena = leat_arena_new(0);
	s->sink = leat_arena_zalloc(s->arena, type->sink_size);
	*s->sink = (struct leat_sink){
		.type = type,
		.table = &table->table,
		.schema = &table->schema,
		.mode = type->mode(&table->table),
		.loop = loop,
		.clock = leat_loop_clock(),
		.events = &test_sink_events,
		.owner = s,
		.arena = s->arena,
		.job_name = LEAT_STR("test"),
		.job_uid = LEAT_STR("0123"),
		.restart_epoch = 1,
		.budget_bytes = 16 << 20,
	};
	ck_assert_msg(type->open(s->sink, &err) == 0, "%s", err.message);
}

/** Write JSON rows, a line each, decoded by the json format with the table's columns. */
static inline void test_sink_write(struct test_sink *s, const char *const *lines)
{
	struct leat_batch *batch = leat_batch_new(&s->table->schema);
	struct leat_record records[64];
	struct leat_decoded *decoded = calloc(1, sizeof(*decoded));
	int32_t wanted[16];
	uint32_t count = 0;
	struct leat_err err;
	static const char *const none[] = { NULL };

	for (uint32_t i = 0; i < s->table->schema.field_count; i++)
		wanted[i] = (int32_t)i;
	struct leat_decode_spec spec = { .arena = batch->arena,
		                         .physical = &s->table->schema,
		                         .wanted = wanted,
		                         .wanted_count = s->table->schema.field_count };
	void *config = test_config(batch->arena, leat_format_json.opts,
	                           leat_format_json.config_size, none);
	struct leat_decoder *decoder = leat_format_json.decoder_new(config, &spec);
	for (; lines[count]; count++)
		records[count] = (struct leat_record){ .value = str_of(lines[count]) };
	leat_format_json.decode(decoder, records, count, batch->arena, batch->cols, decoded);
	ck_assert_uint_eq(decoded->row_count, count);
	batch->row_count = count;
	leat_batch_select_all(batch);
	ck_assert_int_eq(s->sink->type->write(s->sink, batch, &err), LEAT_PUSH_OK);
	leat_batch_unref(batch);
	free(decoded);
}

static inline void test_sink_flush(struct test_sink *s, uint64_t epoch)
{
	s->sink->type->flush(s->sink, epoch);
	while (s->durable != epoch && !s->error[0] && leat_loop_turn(s->loop, true))
		;
	ck_assert_str_eq(s->error, "");
	ck_assert_uint_eq(s->durable, epoch);
}

static inline void test_sink_close(struct test_sink *s)
{
	s->sink->type->close(s->sink);
	while (!s->is_closed && leat_loop_turn(s->loop, true))
		;
	ck_assert(s->is_closed);
	leat_arena_free(s->arena);
}

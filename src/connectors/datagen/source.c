/* SPDX-License-Identifier: Apache-2.0 */
/* Makes rows at a given rate.  The position is how many were made. */
#include <inttypes.h>

#include "base/clock.h"
#include "base/number.h"
#include "connectors/datagen/datagen_int.h"
#include "io/loop.h"

enum { STEP_US = 10000 }; /* Rows are made in steps of this time, at least. */

struct datagen_source {
	struct leat_source base;
	const struct datagen_config *config;
	struct datagen_field *fields; /* Per wanted column. */
	struct leat_timer *timer;     /* Until the next rows are due. */
	struct leat_task *closing;    /* Answers close(). */
	uint64_t random;              /* State of the generator. */
	int64_t row_count;            /* Made so far, over all runs. */
	int64_t limit_rows;           /* The table ends there; INT64_MAX: never. */
	int64_t first_row;            /* Rows made before this run. */
	int64_t start_us;             /* Of this run, monotonic. */
	bool is_asked;                /* next() said EMPTY: call on_ready. */
};

static struct datagen_source *datagen_of(struct leat_source *source)
{
	return (struct datagen_source *)source;
}

static void due(void *data)
{
	struct datagen_source *s = data;

	if (!s->is_asked)
		return;
	s->is_asked = false;
	s->base.events->on_ready(s->base.owner);
}

static void closed(void *data)
{
	struct datagen_source *s = data;

	s->closing = leat_task_free(s->closing);
	s->base.events->on_closed(s->base.owner);
}

/* The sequence that is shortest ends the table, wanted or not. */
static int find_limit(struct datagen_source *s, struct leat_err *err)
{
	const struct leat_table *table = s->base.table;

	s->limit_rows = s->config->number_of_rows ? s->config->number_of_rows : INT64_MAX;
	for (uint32_t i = 0; i < table->column_count; i++) {
		struct datagen_field field;
		LEAT_TRY(leat_datagen_field(s->config, s->base.arena, table->columns[i].name,
		                            table->columns[i].type, &field, err));
		if (field.kind == DATAGEN_SEQUENCE && field.end - field.start + 1 < s->limit_rows)
			s->limit_rows = field.end - field.start + 1;
		for (uint32_t c = 0; c < s->base.wanted_count; c++)
			if (s->base.wanted[c] == i)
				s->fields[c] = field;
	}
	return 0;
}

static int datagen_open(struct leat_source *source, struct leat_str position, struct leat_err *err)
{
	struct datagen_source *s = datagen_of(source);

	s->config = source->table->config;
	s->fields = LEAT_ARENA_ARRAY(source->arena, struct datagen_field, source->wanted_count);
	LEAT_TRY(find_limit(s, err));
	if (position.n && !leat_number_parse_i64(position, &s->row_count))
		return leat_err_set(err, LEAT_E_CHECKPOINT, "the position in datagen is damaged");
	s->first_row = s->row_count;
	s->start_us = leat_clock_mono_us(source->clock);
	s->random = ((uint64_t)leat_clock_now_us(source->clock) ^ (uint64_t)s->row_count << 20) | 1;
	s->timer = leat_timer_new(source->loop, due, s);
	return 0;
}

/* Rows that may be made now; 0: the timer was started. */
static int64_t rows_due(struct datagen_source *s)
{
	int64_t elapsed_us = leat_clock_mono_us(s->base.clock) - s->start_us;
	int64_t rate = s->config->rows_per_second;
	/* One step's worth is due at the start. */
	__int128 until = (__int128)(elapsed_us + STEP_US) * rate / 1000000;
	int64_t made = s->row_count - s->first_row;

	if (until < 1)
		until = 1;
	if (until > made)
		return until - made > LEAT_BATCH_ROWS ? LEAT_BATCH_ROWS : (int64_t)(until - made);
	int64_t wait_us = (int64_t)((__int128)(made + 1) * 1000000 / rate) - elapsed_us - STEP_US;
	leat_timer_start(s->timer, wait_us > STEP_US ? wait_us : STEP_US);
	return 0;
}

static enum leat_next datagen_next(struct leat_source *source, const struct leat_schema *schema,
                                   struct leat_batch **ret_batch, struct leat_err *err)
{
	struct datagen_source *s = datagen_of(source);
	int64_t left = s->limit_rows - s->row_count;

	(void)err;
	if (left <= 0)
		return LEAT_NEXT_END;
	int64_t count = rows_due(s);
	if (!count) {
		s->is_asked = true;
		return LEAT_NEXT_EMPTY;
	}
	if (count > left)
		count = left;
	if (count > source->batch_rows)
		count = source->batch_rows;

	int64_t now_us = leat_clock_now_us(source->clock);
	struct leat_batch *batch = leat_batch_new(schema);
	for (uint32_t c = 0; c < source->wanted_count; c++) {
		struct leat_col_builder *b = leat_col_builder_new(
			batch->arena, schema->fields[c].type, (uint32_t)count);
		for (int64_t i = 0; i < count; i++)
			leat_datagen_value(&s->fields[c], s->row_count + i, now_us, &s->random,
			                   batch->arena, b);
		batch->cols[c] = leat_col_builder_finish(b);
	}
	batch->row_count = (uint32_t)count;
	leat_batch_select_all(batch);
	s->row_count += count;
	*ret_batch = batch;
	return LEAT_NEXT_READY;
}

static void datagen_snapshot(struct leat_source *source, struct leat_buf *out)
{
	leat_buf_i64(out, datagen_of(source)->row_count);
}

static uint32_t datagen_splits(struct leat_source *source, struct leat_split_stats *ret,
                               uint32_t max)
{
	struct datagen_source *s = datagen_of(source);

	if (max)
		*ret = (struct leat_split_stats){ .position = s->row_count,
			                          .end_position = s->limit_rows == INT64_MAX
			                                                  ? -1
			                                                  : s->limit_rows };
	return 1;
}

static void datagen_close(struct leat_source *source)
{
	struct datagen_source *s = datagen_of(source);

	s->timer = leat_timer_free(s->timer);
	s->closing = leat_task_new(source->loop, closed, s);
	leat_task_schedule(s->closing);
}

const struct leat_source_type leat_datagen_source = {
	.source_size = sizeof(struct datagen_source),
	.open = datagen_open,
	.next_batch = datagen_next,
	.snapshot = datagen_snapshot,
	.splits = datagen_splits,
	.close = datagen_close,
};

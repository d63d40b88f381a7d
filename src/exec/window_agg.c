/* SPDX-License-Identifier: Apache-2.0 */
/* WINDOW_AGG: aggregates by key and window; rows leave when their window is complete.
 *
 * Before a row is processed the watermark has risen to that after the row before it, so what is
 * late and what has fired does not depend on batches.  When the watermark passes a window's end - 1
 * ms, its keys leave in the order in which they came, then the watermark goes on.  A row none of
 * whose windows is open any more is late: dropped and counted.  Rows without time are dropped too
 * and count as filtered.  Processing time is that of the turn of the loop; at the end of input all
 * windows leave.
 *
 * A batch is processed in runs: as many rows as come before the next window is due.  A run's rows
 * are sorted by pane (they usually have the same), and each pane's are looked up and added
 * together. */
#include "exec/op.h"

#include <string.h>

#include "exec/aggs_int.h"
#include "exec/emit_int.h"
#include "exec/keys_int.h"
#include "exec/window_int.h"
#include "state/pane.h"
#include "types/rowkey.h"
#include "types/serial.h"

enum {
	RUN_PAIRS = LEAT_BATCH_ROWS, /* Pairs of row and window in a run. */
	RUNS_PER_CALL = 64,          /* So a call is bounded though a row may be in many windows. */
};

struct window_agg {
	struct leat_op op;
	const struct leat_spec_window_agg *spec;
	bool retracts; /* The input carries -U or -D: count rows, see aggs_int.h. */
	bool is_plain_tumble; /* Assigned here, by event time, in UTC. */
	struct leat_aggs aggs;
	struct leat_keys keys;
	struct leat_panes panes;
	struct leat_emit emit;
	int64_t watermark_us;      /* Of the input, before the next row. */
	bool is_idle;              /* The input is. */
	struct leat_batch *batch;  /* In work, or NULL. */
	uint32_t next_index;       /* First selected row that is not processed. */
	uint32_t next_window;      /* Its first window that is not processed. */
	bool is_row_taken;         /* One of its windows was open. */
	struct leat_pane *firing;  /* Taken out of panes; its rows are leaving, or NULL. */
	uint32_t fire_position;    /* In its table. */
	struct leat_window_range cached; /* Window of the row before (TUMBLE). */
	struct leat_pane **run_panes;    /* Distinct panes of the run. */
	uint32_t run_pane_count;
	uint32_t pair_count;             /* Rows in windows: the run, in order. */
	struct leat_pane **pair_panes;   /* Of each its pane. */
	uint16_t *pair_indices;          /* And the index of its row in the selection. */
	uint16_t *sorted;     /* Their row indices, by pane. */
	void **blocks;        /* Of one pane's rows. */
	uint16_t *rows;       /* Their row numbers; first the places of new ones. */
	struct leat_col_builder **key_cols; /* Of the output, while rows leave. */
};

static bool is_by_column(const struct window_agg *self)
{
	return self->spec->start_column >= 0;
}

static int open(struct leat_op *op, struct leat_err *err)
{
	struct window_agg *self = (struct window_agg *)op;
	const struct leat_spec_window_agg *spec = &op->node->window_agg;
	const struct leat_spec_node *input = &op->env->spec->nodes[op->node->inputs[0]];

	self->spec = spec;
	self->watermark_us = LEAT_WATERMARK_NONE;
	self->retracts = input->kinds & (1 << LEAT_UPDATE_BEFORE | 1 << LEAT_DELETE);
	self->is_plain_tumble = !is_by_column(self) && spec->window.kind == LEAT_WINDOW_TUMBLE &&
		spec->window.time != LEAT_TIME_PROCTIME && !spec->window.is_local;
	leat_aggs_init(&self->aggs, op->arena, spec->agg_count, spec->aggs,
	               self->retracts ? sizeof(int64_t) : 0);
	leat_panes_init(&self->panes, self->aggs.block_bytes);
	leat_keys_init(&self->keys, op->arena, spec->key_count, spec->keys);
	leat_emit_init(&self->emit, op);
	self->run_panes = LEAT_ARENA_ARRAY(op->arena, struct leat_pane *, RUN_PAIRS);
	self->pair_panes = LEAT_ARENA_ARRAY(op->arena, struct leat_pane *, RUN_PAIRS);
	self->pair_indices = LEAT_ARENA_ARRAY(op->arena, uint16_t, RUN_PAIRS);
	self->sorted = LEAT_ARENA_ARRAY(op->arena, uint16_t, RUN_PAIRS);
	self->blocks = LEAT_ARENA_ARRAY(op->arena, void *, RUN_PAIRS);
	self->rows = LEAT_ARENA_ARRAY(op->arena, uint16_t, RUN_PAIRS);
	self->key_cols = LEAT_ARENA_ARRAY(op->arena, struct leat_col_builder *, spec->key_count);
	leat_assert(op->node->schema->field_count ==
	            spec->key_count + spec->agg_count + spec->property_count);
	return is_by_column(self) ? 0 : leat_window_check(&spec->window, err);
}

/* ---- rows into panes ---- */

/* Window number @p n of a row; false when there is none. */
static bool window_of_row(struct window_agg *self, uint32_t row, uint32_t n,
                          struct leat_window_range *ret)
{
	const struct leat_window *window = &self->spec->window;
	const struct leat_col *cols = self->batch->cols;
	int64_t local_us;

	if (is_by_column(self)) {
		const struct leat_col *start = &cols[self->spec->start_column];
		const struct leat_col *end = &cols[self->spec->end_column];
		if (n || leat_col_is_null(start, row) || leat_col_is_null(end, row))
			return false;
		*ret = (struct leat_window_range){ start->i64[row], end->i64[row] };
		return true;
	}
	if (!leat_window_local_us(window, &self->op.env->eval, &cols[window->time_column], row,
	                          &local_us))
		return false;
	if (window->kind != LEAT_WINDOW_TUMBLE)
		return leat_window_nth(window, local_us, n, ret);
	if (n)
		return false;
	if (local_us < self->cached.start_us || local_us >= self->cached.end_us)
		leat_window_nth(window, local_us, 0, &self->cached);
	*ret = self->cached;
	return true;
}

/* What holds back a window of the input's kind of time now. */
static int64_t progress(const struct window_agg *self)
{
	return self->spec->window.time == LEAT_TIME_PROCTIME &&
	       self->watermark_us != LEAT_WATERMARK_END ?
		self->op.env->eval.now_us : self->watermark_us;
}

static bool is_due(const struct window_agg *self)
{
	return self->panes.count && leat_panes_first_fire(&self->panes) <= progress(self);
}

/* The pane of a window, or NULL when it has fired. */
static struct leat_pane *pane_of_window(struct window_agg *self, struct leat_window_range range)
{
	struct leat_pane *last = self->panes.last;

	if (last && last->end_us == range.end_us)
		return last;
	int64_t fire_us = leat_window_fire_us(&self->spec->window, self->op.env->eval.zone,
	                                      range.end_us);
	if (fire_us <= progress(self))
		return NULL;
	return leat_panes_get(&self->panes, range.start_us, range.end_us, fire_us);
}

static void add_pair(struct window_agg *self, struct leat_pane *pane, uint32_t index)
{
	if (pane->run_rows++ == 0)
		self->run_panes[self->run_pane_count++] = pane;
	self->pair_panes[self->pair_count] = pane;
	self->pair_indices[self->pair_count++] = (uint16_t)index;
}

/* The row's windows from next_window on; false when the run is full before the last one. */
static bool collect_row(struct window_agg *self, uint32_t row)
{
	struct leat_window_range range;
	uint32_t n = self->next_window;

	for (; window_of_row(self, row, n, &range); n++) {
		if (self->pair_count == RUN_PAIRS) {
			self->next_window = n;
			return false;
		}
		struct leat_pane *pane = pane_of_window(self, range);
		if (!pane)
			continue;
		self->is_row_taken = true;
		add_pair(self, pane, self->next_index);
	}
	if (self->is_row_taken)
		self->op.stats.absorbed++;
	else if (n)
		self->op.stats.late++;
	else
		self->op.stats.filtered++;
	self->is_row_taken = false;
	self->next_window = 0;
	self->next_index++;
	return true;
}

/* Raise the watermark to that after physical row @p row; true when a window is due. */
static bool rise(struct window_agg *self, uint32_t row)
{
	if (self->batch->watermarks && self->batch->watermarks[row] > self->watermark_us)
		self->watermark_us = self->batch->watermarks[row];
	return is_due(self);
}

/* Collect rows that fall into the pane found last while no window is due: what most rows do, when
 * windows tumble in UTC.  The first row of another kind is left to collect_run(). */
static void collect_same_pane(struct window_agg *self)
{
	const struct leat_batch *batch = self->batch;
	const struct leat_col *time = &batch->cols[self->spec->window.time_column];
	struct leat_pane *pane = self->panes.last;
	int64_t due_us = leat_panes_first_fire(&self->panes);
	uint32_t index = self->next_index;

	if (!pane || !self->is_plain_tumble || time->type->precision > 6)
		return;
	for (; index < batch->sel.count && self->pair_count < RUN_PAIRS; index++) {
		uint32_t row = leat_sel_row(batch->sel, index);
		if (leat_col_is_null(time, row) || time->i64[row] < pane->start_us ||
		    time->i64[row] >= pane->end_us)
			break;
		if (row && batch->watermarks) {
			if (batch->watermarks[row - 1] >= due_us)
				break;
			if (batch->watermarks[row - 1] > self->watermark_us)
				self->watermark_us = batch->watermarks[row - 1];
		}
		add_pair(self, pane, index);
	}
	self->op.stats.absorbed += index - self->next_index;
	self->next_index = index;
}

/* Collect the pairs of rows until a window is due, the run is full or the batch ends. */
static void collect_run(struct window_agg *self)
{
	const struct leat_batch *batch = self->batch;

	self->pair_count = self->run_pane_count = 0;
	while (self->next_index < batch->sel.count) {
		if (!self->next_window)
			collect_same_pane(self);
		if (self->next_index == batch->sel.count)
			break;
		uint32_t row = leat_sel_row(batch->sel, self->next_index);
		if (row > 0 && rise(self, row - 1))
			return;
		if (!collect_row(self, row))
			return;
	}
	rise(self, batch->row_count - 1);
}

/* ---- panes ---- */

/* The blocks of @p count rows of one pane. */
static void find_blocks(struct window_agg *self, struct leat_pane *pane, const uint16_t *indices,
                        uint32_t count)
{
	struct leat_state_keys keys = { self->keys.bytes.data, self->keys.offsets,
		                        self->keys.hashes };
	uint32_t new_count = leat_state_table_put_all(pane->table, &keys, indices, count,
	                                              self->blocks, self->rows);

	for (uint32_t i = 0; i < new_count; i++)
		leat_aggs_open_block(&self->aggs, self->blocks[self->rows[i]]);
	for (uint32_t i = 0; i < count; i++)
		self->rows[i] = (uint16_t)leat_sel_row(self->batch->sel, indices[i]);
}

/* Add or retract the rows of one pane, as their kinds say. */
static void apply_rows(struct window_agg *self, uint32_t count)
{
	const uint8_t *kinds = self->retracts ? self->batch->kinds : NULL;
	uint32_t begin = 0;

	while (begin < count) {
		bool retract = kinds && leat_row_kind_is_retract(kinds[self->rows[begin]]);
		uint32_t end = begin + 1;
		while (end < count &&
		       (kinds && leat_row_kind_is_retract(kinds[self->rows[end]])) == retract)
			end++;
		struct leat_sel sel = { self->rows + begin, end - begin };
		if (retract)
			leat_aggs_retract(&self->aggs, self->blocks + begin, sel);
		else
			leat_aggs_add(&self->aggs, self->blocks + begin, sel);
		if (self->retracts)
			for (uint32_t i = begin; i < end; i++)
				*(int64_t *)self->blocks[i] += retract ? -1 : 1;
		begin = end;
	}
}

/* Sort the pairs of the run by pane and add each pane's rows. */
static void apply_run(struct window_agg *self)
{
	uint32_t at = 0;

	if (self->run_pane_count == 1) {
		self->run_panes[0]->run_rows = 0;
		find_blocks(self, self->run_panes[0], self->pair_indices, self->pair_count);
		apply_rows(self, self->pair_count);
		return;
	}
	for (uint32_t i = 0; i < self->run_pane_count; i++) {
		struct leat_pane *pane = self->run_panes[i];
		uint32_t rows = pane->run_rows;
		pane->run_rows = at; /* From now on: where its next row goes. */
		at += rows;
	}
	for (uint32_t i = 0; i < self->pair_count; i++)
		self->sorted[self->pair_panes[i]->run_rows++] = self->pair_indices[i];
	at = 0;
	for (uint32_t i = 0; i < self->run_pane_count; i++) {
		struct leat_pane *pane = self->run_panes[i];
		uint32_t count = pane->run_rows - at;
		find_blocks(self, pane, self->sorted + at, count);
		apply_rows(self, count);
		at += count;
		pane->run_rows = 0;
	}
}

/* ---- firing ---- */

static int64_t property(const struct window_agg *self, enum leat_window_property kind)
{
	const struct leat_pane *pane = self->firing;

	switch (kind) {
	case LEAT_WINDOW_START:
		return pane->start_us;
	case LEAT_WINDOW_END:
		return pane->end_us;
	case LEAT_WINDOW_TIME:
		return leat_window_time_us(&self->spec->window, self->op.env->eval.zone,
		                           pane->end_us);
	case LEAT_WINDOW_PROCTIME:
		return self->op.env->eval.now_us;
	}
	leat_unreachable();
}

static int emit_block(struct window_agg *self, struct leat_str key, const void *block,
                      struct leat_err *err)
{
	const struct leat_spec_window_agg *spec = self->spec;
	uint32_t col = spec->key_count + spec->agg_count;

	for (uint32_t i = 0; i < spec->key_count; i++)
		self->key_cols[i] = leat_emit_col(&self->emit, i);
	leat_rowkey_get(key, self->key_cols, spec->key_count, true);
	LEAT_TRY(leat_aggs_emit(&self->aggs, block, &self->emit, spec->key_count, err));
	for (uint32_t i = 0; i < spec->property_count; i++)
		leat_col_builder_i64(leat_emit_col(&self->emit, col + i),
		                     property(self, spec->properties[i]));
	leat_emit_row(&self->emit, LEAT_INSERT, true);
	self->op.stats.created++;
	return 0;
}

static void close_pane(struct window_agg *self, struct leat_pane *pane)
{
	uint32_t position = 0;
	struct leat_str key;
	void *block;

	while ((block = leat_state_table_next(pane->table, &position, &key)))
		leat_aggs_close_block(&self->aggs, block);
	leat_pane_free(pane);
}

/* Let rows of the due windows leave while there is room; true when all have left. */
static int fire(struct window_agg *self, bool *ret_done, struct leat_err *err)
{
	*ret_done = false;
	for (;;) {
		struct leat_str key;
		void *block;
		if (!self->firing) {
			if (!is_due(self))
				break;
			self->firing = leat_panes_take_first(&self->panes);
			self->fire_position = 0;
		}
		while (leat_emit_rows(&self->emit) < LEAT_BATCH_ROWS &&
		       (block = leat_state_table_next(self->firing->table, &self->fire_position,
		                                      &key)))
			if (!self->retracts || *(int64_t *)block > 0)
				LEAT_TRY(emit_block(self, key, block, err));
		if (leat_emit_rows(&self->emit) == LEAT_BATCH_ROWS)
			return 0;
		close_pane(self, self->firing);
		self->firing = NULL;
	}
	/* The end is told by the graph, behind everything else. */
	if (self->watermark_us != LEAT_WATERMARK_END)
		leat_emit_advance(&self->emit, self->watermark_us);
	*ret_done = true;
	return 0;
}

static int next(struct leat_op *op, struct leat_err *err)
{
	struct window_agg *self = (struct window_agg *)op;

	for (int runs = 0; runs < RUNS_PER_CALL; runs++) {
		bool done;
		LEAT_TRY(fire(self, &done, err));
		if (!done || !self->batch)
			break;
		if (self->next_index == self->batch->sel.count) {
			self->batch = leat_batch_unref(self->batch);
			break;
		}
		collect_run(self);
		apply_run(self);
	}
	if (leat_emit_has_item(&self->emit))
		leat_emit_put(&self->emit);
	else if (!self->batch)
		leat_op_put_watermark(op, LEAT_WATERMARK_NONE, self->is_idle);
	op->has_more = self->batch || self->firing || leat_emit_has_item(&self->emit) ||
		is_due(self) || self->is_idle != op->is_idle;
	return 0;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct window_agg *self = (struct window_agg *)op;

	(void)input;
	self->batch = leat_batch_ref(item->batch);
	self->next_index = 0;
	self->is_idle = false;
	leat_keys_make(&self->keys, self->batch);
	leat_aggs_bind(&self->aggs, self->batch);
	return next(op, err);
}

static int watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                     struct leat_err *err)
{
	struct window_agg *self = (struct window_agg *)op;

	(void)input;
	if (item->watermark_us > self->watermark_us)
		self->watermark_us = item->watermark_us;
	self->is_idle = item->is_idle;
	return next(op, err);
}

static int64_t next_time(const struct leat_op *op)
{
	const struct window_agg *self = (const struct window_agg *)op;

	return self->spec->window.time == LEAT_TIME_PROCTIME ?
		leat_panes_first_fire(&self->panes) : INT64_MAX;
}

/* ---- state ---- */

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	const struct window_agg *self = (const struct window_agg *)op;

	leat_assert(!self->batch && !self->firing);
	leat_serial_put_u64((uint64_t)self->watermark_us, out);
	leat_serial_put_varint(self->panes.count, out);
	for (uint32_t i = 0; i < self->panes.count; i++) {
		const struct leat_pane *pane = self->panes.items[i];
		uint32_t position = 0;
		struct leat_str key;
		const void *block;
		leat_serial_put_u64((uint64_t)pane->start_us, out);
		leat_serial_put_u64((uint64_t)pane->end_us, out);
		leat_serial_put_u64((uint64_t)pane->fire_us, out);
		leat_serial_put_varint(leat_state_table_count(pane->table), out);
		while ((block = leat_state_table_next(pane->table, &position, &key))) {
			leat_serial_put_str(key, out);
			if (self->retracts)
				leat_serial_put_u64((uint64_t)*(const int64_t *)block, out);
			leat_aggs_save(&self->aggs, block, out);
		}
	}
}

static bool restore_pane(struct window_agg *self, struct leat_str *in)
{
	uint64_t start_us, end_us, fire_us, count, rows;

	if (!leat_serial_get_u64(in, &start_us) || !leat_serial_get_u64(in, &end_us) ||
	    !leat_serial_get_u64(in, &fire_us) || !leat_serial_get_varint(in, &count))
		return false;
	struct leat_pane *pane = leat_panes_get(&self->panes, (int64_t)start_us, (int64_t)end_us,
	                                        (int64_t)fire_us);
	for (uint64_t i = 0; i < count; i++) {
		struct leat_str key;
		bool is_new;
		if (!leat_serial_get_str(in, &key) ||
		    !leat_keys_is_valid(key, self->op.node->schema, self->spec->key_count))
			return false;
		void *block = leat_state_table_put(pane->table, key, leat_state_table_hash(key),
		                                   &is_new);
		if (!is_new)
			return false;
		leat_aggs_open_block(&self->aggs, block);
		if (self->retracts) {
			if (!leat_serial_get_u64(in, &rows))
				return false;
			*(int64_t *)block = (int64_t)rows;
		}
		if (!leat_aggs_load(&self->aggs, block, in))
			return false;
	}
	return true;
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct window_agg *self = (struct window_agg *)op;
	uint64_t watermark_us, count;

	if (!leat_serial_get_u64(in, &watermark_us) || !leat_serial_get_varint(in, &count))
		return leat_op_damaged(op, err);
	self->watermark_us = (int64_t)watermark_us;
	leat_emit_advance(&self->emit, op->stats.watermark_us);
	for (uint64_t i = 0; i < count; i++)
		if (!restore_pane(self, in))
			return leat_op_damaged(op, err);
	return 0;
}

static void measure(const struct leat_op *op, struct leat_op_stats *stats)
{
	const struct window_agg *self = (const struct window_agg *)op;

	for (uint32_t i = 0; i < self->panes.count; i++) {
		stats->state_keys += leat_state_table_count(self->panes.items[i]->table);
		stats->state_bytes += leat_state_table_bytes(self->panes.items[i]->table);
	}
}

static void close(struct leat_op *op)
{
	struct window_agg *self = (struct window_agg *)op;

	while (self->panes.count)
		close_pane(self, leat_panes_take_first(&self->panes));
	leat_panes_done(&self->panes);
	if (self->firing)
		close_pane(self, self->firing);
	leat_batch_unref(self->batch);
	leat_emit_done(&self->emit);
	leat_keys_done(&self->keys);
	leat_aggs_done(&self->aggs);
}

const struct leat_op_type leat_op_window_agg = {
	.name = "window aggregate",
	.op_size = sizeof(struct window_agg),
	.open = open,
	.push = push,
	.watermark = watermark,
	.time = next,
	.next = next,
	.next_time = next_time,
	.snapshot = snapshot,
	.restore = restore,
	.measure = measure,
	.close = close,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* GROUP_AGG: aggregates by key, updated by every row.
 *
 * For each row, as Flink: +I for the first row of a key; -U +U when the result has changed, nothing
 * when it is equal (unless state expires: then readers must see that the group lives); -D when the
 * last row of the group was taken back.  A retraction for a key without state is dropped and counts
 * as filtered.  Without keys there is one group, and no row before the first.
 *
 * With a TTL a group is forgotten when no row came for that long, by the clock on the wall: at once
 * when its next row comes, else by a slow walk over the table. */
#include "exec/op.h"

#include "exec/aggs_int.h"
#include "exec/emit_int.h"
#include "exec/keys_int.h"
#include "types/compare.h"
#include "types/serial.h"

enum {
	LOOKUP_ROWS = 64, /* Keys that are on their way into the cache at once. */
	SWEEP_ROWS = 64,  /* Entries of the table that are looked at per batch, for the TTL. */
};

/* In front of the states in each block. */
struct head {
	int64_t rows;    /* Rows added and not taken back. */
	int64_t last_us; /* Wall clock of the last row. */
};

struct group_agg {
	struct leat_op op;
	const struct leat_spec_group_agg *spec;
	struct leat_aggs aggs;
	struct leat_keys keys;
	struct leat_state_table *table;
	struct leat_emit emit;
	struct leat_batch *batch;  /* In work, or NULL. */
	uint32_t next_index;       /* First selected row that is not processed. */
	uint32_t sweep_position;   /* In the table. */
};

static int open(struct leat_op *op, struct leat_err *err)
{
	struct group_agg *self = (struct group_agg *)op;
	const struct leat_spec_group_agg *spec = &op->node->group_agg;

	(void)err;
	self->spec = spec;
	leat_aggs_init(&self->aggs, op->arena, spec->agg_count, spec->aggs, sizeof(struct head));
	leat_keys_init(&self->keys, op->arena, spec->key_count, spec->keys);
	leat_emit_init(&self->emit, op);
	self->table = leat_state_table_new(self->aggs.block_bytes, 0);
	leat_assert(op->node->schema->field_count == spec->key_count + spec->agg_count);
	return 0;
}

/* ---- one row ---- */

/* Append key and results of @p block as a row that is not counted yet. */
static int build_row(struct group_agg *self, uint32_t row, const void *block, struct leat_err *err)
{
	const struct leat_spec_group_agg *spec = self->spec;

	for (uint32_t i = 0; i < spec->key_count; i++)
		leat_col_builder_append(leat_emit_col(&self->emit, i),
		                        &self->batch->cols[spec->keys[i]], row, false);
	return leat_aggs_emit(&self->aggs, block, &self->emit, spec->key_count, err);
}

/* Are the results in the two last rows that were built equal? */
static bool is_unchanged(struct group_agg *self)
{
	uint32_t rows = leat_emit_rows(&self->emit);

	for (uint32_t i = 0; i < self->spec->agg_count; i++) {
		struct leat_col col = leat_col_builder_finish(
			leat_emit_col(&self->emit, self->spec->key_count + i));
		if (!leat_col_equal(&col, rows, &col, rows + 1))
			return false;
	}
	return true;
}

static void drop_built_rows(struct group_agg *self)
{
	for (uint32_t i = 0; i < self->op.node->schema->field_count; i++)
		leat_col_builder_truncate(leat_emit_col(&self->emit, i),
		                          leat_emit_rows(&self->emit));
}

static void emit_row(struct group_agg *self, enum leat_row_kind kind, bool visible)
{
	leat_emit_row(&self->emit, kind, visible);
	self->op.stats.created += visible;
}

static void drop_group(struct group_agg *self, void *block)
{
	leat_aggs_close_block(&self->aggs, block);
	leat_state_table_remove(self->table, block);
}

/* Row @p row, the first of its group. */
static int begin_group(struct group_agg *self, uint32_t row, void *block, struct leat_err *err)
{
	((struct head *)block)->rows = 1;
	leat_aggs_add(&self->aggs, &block, (struct leat_sel){ &(uint16_t){ (uint16_t)row }, 1 });
	LEAT_TRY(build_row(self, row, block, err));
	emit_row(self, LEAT_INSERT, true);
	return 0;
}

/* Row @p row of a group whose results the readers know. */
static int update_group(struct group_agg *self, uint32_t row, void *block, struct leat_err *err)
{
	struct head *head = block;
	struct leat_sel sel = { &(uint16_t){ (uint16_t)row }, 1 };
	bool retract = leat_row_kind_is_retract((uint8_t)leat_batch_kind(self->batch, row));

	LEAT_TRY(build_row(self, row, block, err));
	if (retract)
		leat_aggs_retract(&self->aggs, &block, sel);
	else
		leat_aggs_add(&self->aggs, &block, sel);
	head->rows += retract ? -1 : 1;
	if (head->rows == 0) {
		emit_row(self, LEAT_DELETE, true);
		drop_group(self, block);
		return 0;
	}
	LEAT_TRY(build_row(self, row, block, err));
	if (!self->spec->state_ttl_us && is_unchanged(self)) {
		drop_built_rows(self);
		return 0;
	}
	emit_row(self, LEAT_UPDATE_BEFORE, self->spec->emit_update_before);
	emit_row(self, LEAT_UPDATE_AFTER, true);
	return 0;
}

static bool has_expired(const struct group_agg *self, const struct head *head)
{
	return self->spec->state_ttl_us &&
	       self->op.env->eval.now_us - head->last_us >= self->spec->state_ttl_us;
}

static int process_row(struct group_agg *self, uint32_t index, struct leat_err *err)
{
	uint32_t row = leat_sel_row(self->batch->sel, index);
	struct leat_str key = leat_keys_at(&self->keys, index);
	uint64_t hash = self->keys.hashes[index];
	bool retract = leat_row_kind_is_retract((uint8_t)leat_batch_kind(self->batch, row));
	struct head *head = leat_state_table_find(self->table, key, hash);
	bool is_new;

	if (head && has_expired(self, head)) {
		drop_group(self, head);
		head = NULL;
	}
	if (!head && retract) {
		self->op.stats.filtered++;
		return 0;
	}
	self->op.stats.absorbed++;
	if (head) {
		head->last_us = self->op.env->eval.now_us;
		return update_group(self, row, head, err);
	}
	head = leat_state_table_put(self->table, key, hash, &is_new);
	leat_aggs_open_block(&self->aggs, head);
	head->last_us = self->op.env->eval.now_us;
	return begin_group(self, row, head, err);
}

/* ---- batches ---- */

static void prefetch(const struct group_agg *self, uint32_t begin)
{
	uint32_t left = self->batch->sel.count - begin;

	leat_state_table_prefetch(self->table, self->keys.hashes + begin,
	                          left < LOOKUP_ROWS ? left : LOOKUP_ROWS);
}

/* Forget some of the groups that have expired. */
static void sweep(struct group_agg *self)
{
	struct leat_str key;
	struct head *head;

	for (int i = 0; i < SWEEP_ROWS; i++) {
		head = leat_state_table_next(self->table, &self->sweep_position, &key);
		if (!head) {
			self->sweep_position = 0;
			return;
		}
		if (has_expired(self, head))
			drop_group(self, head);
	}
}

static int next(struct leat_op *op, struct leat_err *err)
{
	struct group_agg *self = (struct group_agg *)op;
	const struct leat_batch *batch = self->batch;

	/* A row makes up to two. */
	while (self->batch && leat_emit_rows(&self->emit) + 2 <= LEAT_BATCH_ROWS) {
		if (self->next_index == batch->sel.count) {
			if (batch->watermarks)
				leat_emit_advance(&self->emit,
				                  batch->watermarks[batch->row_count - 1]);
			self->batch = leat_batch_unref(self->batch);
			break;
		}
		uint32_t row = leat_sel_row(batch->sel, self->next_index);
		if (row && batch->watermarks)
			leat_emit_advance(&self->emit, batch->watermarks[row - 1]);
		if (self->next_index % LOOKUP_ROWS == 0)
			prefetch(self, self->next_index);
		LEAT_TRY(process_row(self, self->next_index++, err));
	}
	if (leat_emit_has_item(&self->emit))
		leat_emit_put(&self->emit);
	op->has_more = self->batch || leat_emit_has_item(&self->emit);
	return 0;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct group_agg *self = (struct group_agg *)op;

	(void)input;
	self->batch = leat_batch_ref(item->batch);
	self->next_index = 0;
	leat_emit_pin(&self->emit, self->batch);
	leat_keys_make(&self->keys, self->batch);
	leat_aggs_bind(&self->aggs, self->batch);
	if (self->spec->state_ttl_us)
		sweep(self);
	return next(op, err);
}

static int watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                     struct leat_err *err)
{
	struct group_agg *self = (struct group_agg *)op;

	(void)input;
	(void)err;
	if (item->watermark_us == LEAT_WATERMARK_END)
		return 0;
	leat_emit_advance(&self->emit, item->watermark_us);
	leat_op_put_watermark(op, item->watermark_us, item->is_idle);
	return 0;
}

/* ---- state ---- */

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	const struct group_agg *self = (const struct group_agg *)op;
	uint32_t position = 0;
	struct leat_str key;
	const struct head *head;

	leat_assert(!self->batch);
	leat_serial_put_varint(leat_state_table_count(self->table), out);
	while ((head = leat_state_table_next(self->table, &position, &key))) {
		leat_serial_put_str(key, out);
		leat_serial_put_u64((uint64_t)head->rows, out);
		leat_serial_put_u64((uint64_t)head->last_us, out);
		leat_aggs_save(&self->aggs, head, out);
	}
}

static bool restore_group(struct group_agg *self, struct leat_str *in)
{
	struct leat_str key;
	uint64_t rows, last_us;
	bool is_new;

	if (!leat_serial_get_str(in, &key) || !leat_serial_get_u64(in, &rows) ||
	    !leat_serial_get_u64(in, &last_us) ||
	    !leat_keys_is_valid(key, self->op.node->schema, self->spec->key_count))
		return false;
	struct head *head = leat_state_table_put(self->table, key, leat_state_table_hash(key),
	                                         &is_new);
	if (!is_new)
		return false;
	leat_aggs_open_block(&self->aggs, head);
	head->rows = (int64_t)rows;
	head->last_us = (int64_t)last_us;
	return leat_aggs_load(&self->aggs, head, in);
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct group_agg *self = (struct group_agg *)op;
	uint64_t count;

	if (!leat_serial_get_varint(in, &count))
		return leat_op_damaged(op, err);
	leat_emit_advance(&self->emit, op->stats.watermark_us);
	for (uint64_t i = 0; i < count; i++)
		if (!restore_group(self, in))
			return leat_op_damaged(op, err);
	return 0;
}

static void measure(const struct leat_op *op, struct leat_op_stats *stats)
{
	const struct group_agg *self = (const struct group_agg *)op;

	stats->state_keys = leat_state_table_count(self->table);
	stats->state_bytes = leat_state_table_bytes(self->table);
}

static void close(struct leat_op *op)
{
	struct group_agg *self = (struct group_agg *)op;
	uint32_t position = 0;
	struct leat_str key;
	void *block;

	while (self->table && (block = leat_state_table_next(self->table, &position, &key)))
		leat_aggs_close_block(&self->aggs, block);
	leat_state_table_free(self->table);
	leat_batch_unref(self->batch);
	leat_emit_done(&self->emit);
	leat_keys_done(&self->keys);
	leat_aggs_done(&self->aggs);
}

const struct leat_op_type leat_op_group_agg = {
	.name = "group aggregate",
	.op_size = sizeof(struct group_agg),
	.open = open,
	.push = push,
	.watermark = watermark,
	.next = next,
	.snapshot = snapshot,
	.restore = restore,
	.measure = measure,
	.close = close,
};

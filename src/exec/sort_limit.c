/* SPDX-License-Identifier: Apache-2.0 */
/* SORT_LIMIT: ORDER BY, OFFSET and LIMIT.
 *
 *   LIMIT_ROWS    no order, inserts only: rows OFFSET .. OFFSET + LIMIT - 1 pass, the others do not
 *   SORT_BY_TIME  first by a rowtime column, ascending: rows leave sorted when the watermark passes
 *                 their time; a row not above the last that left is late
 *   SORT_AT_END   the rows that are left at the end of input, sorted
 *   TOP_N         the rows of ranks OFFSET .. OFFSET + LIMIT - 1, updated by every row: those that
 *                 leave the ranks as -D, then those that enter as +I; a -U and the +U behind it are
 *                 one change, and -U +U when the row stays among the ranks
 *
 * Rows of equal keys keep the order they came in. */
#include "exec/op.h"

#include <stdlib.h>
#include <string.h>

#include "exec/emit_int.h"
#include "exec/sort_key_int.h"
#include "state/sorted.h"
#include "types/serial.h"

enum mode { LIMIT_ROWS, SORT_BY_TIME, SORT_AT_END, TOP_N };

/* Rows that one row of input makes at most. */
enum { CHANGES = 4 };

struct sort_limit {
	struct leat_op op;
	const struct leat_spec_sort_limit *spec;
	enum mode mode;
	bool retracts;              /* The input carries -U or -D: all rows are kept. */
	uint64_t end_rank;          /* OFFSET + LIMIT; UINT64_MAX: no limit. */
	struct leat_sorted *sorted; /* Rows, serialised. */
	struct leat_buf key, row;   /* Of the row in work. */
	struct leat_emit emit;
	struct leat_batch *batch;   /* In work, or NULL. */
	uint32_t next_index;        /* First selected row that is not processed. */
	uint64_t passed;            /* LIMIT_ROWS, SORT_BY_TIME: rows seen or left so far. */
	int64_t watermark_us;       /* Of the input, before the next row. */
	int64_t fire_us;            /* SORT_BY_TIME: rows up to this time are leaving. */
	int64_t last_us;            /* SORT_BY_TIME: time of the last row that left. */
	bool is_ending;             /* SORT_AT_END: rows are leaving. */
	struct leat_sorted_entry *before; /* TOP_N: a -U whose +U has not come, or NULL. */
};

static enum mode mode_of(const struct leat_op *op, bool retracts)
{
	const struct leat_spec_sort_limit *spec = &op->node->sort_limit;

	if (spec->order_count == 0)
		return retracts ? TOP_N : LIMIT_ROWS;
	const struct leat_type *first = leat_op_input(op, 0)->fields[spec->order[0].column].type;
	if (spec->is_updating)
		return TOP_N;
	if (first->time == LEAT_TIME_ROWTIME && !spec->order[0].descending && !retracts &&
	    first->precision <= 6)
		return SORT_BY_TIME;
	return SORT_AT_END;
}

static int open(struct leat_op *op, struct leat_err *err)
{
	struct sort_limit *self = (struct sort_limit *)op;
	const struct leat_spec_sort_limit *spec = &op->node->sort_limit;
	const struct leat_spec_node *input = &op->env->spec->nodes[op->node->inputs[0]];
	uint64_t end;

	self->spec = spec;
	self->retracts = input->kinds & (1 << LEAT_UPDATE_BEFORE | 1 << LEAT_DELETE);
	self->mode = mode_of(op, self->retracts);
	self->end_rank = UINT64_MAX;
	if (spec->limit >= 0 &&
	    !__builtin_add_overflow((uint64_t)spec->offset, (uint64_t)spec->limit, &end))
		self->end_rank = end;
	self->watermark_us = self->fire_us = self->last_us = LEAT_WATERMARK_NONE;
	leat_buf_init(&self->key, SIZE_MAX);
	leat_buf_init(&self->row, SIZE_MAX);
	leat_emit_init(&self->emit, op);
	self->sorted = leat_sorted_new();
	for (uint32_t i = 0; i < spec->order_count; i++) {
		const struct leat_field *field = &input->schema->fields[spec->order[i].column];
		if (!leat_sort_key_can_order(field->type))
			return leat_err_set(err, LEAT_E_TYPE,
			                    "column \"%.*s\" cannot be ordered by",
			                    LEAT_STR_ARG(field->name));
	}
	return 0;
}

/* ---- rows out ---- */

static int emit_entry(struct sort_limit *self, const struct leat_sorted_entry *entry,
                      enum leat_row_kind kind, struct leat_err *err)
{
	struct leat_str row = leat_sorted_row(entry);

	for (uint32_t i = 0; i < self->op.node->schema->field_count; i++)
		LEAT_TRY(leat_serial_get(&row, leat_emit_col(&self->emit, i), true, err));
	leat_emit_row(&self->emit, kind, true);
	self->op.stats.created++;
	return 0;
}

/* Let the first rows of the list leave while @p more says so and there is room. */
static int drain(struct sort_limit *self, bool (*more)(const struct sort_limit *),
                 struct leat_err *err)
{
	uint64_t offset = (uint64_t)self->spec->offset;
	int r = 0;

	while (!r && leat_emit_rows(&self->emit) < LEAT_BATCH_ROWS && more(self)) {
		struct leat_sorted_entry *entry = leat_sorted_take(self->sorted, 0);
		if (self->mode == SORT_BY_TIME)
			self->last_us = leat_sort_key_first_i64(leat_sorted_key(entry));
		if (self->passed >= offset && self->passed < self->end_rank)
			r = emit_entry(self, entry, LEAT_INSERT, err);
		self->passed++;
		free(entry);
	}
	return r;
}

static bool has_ended_row(const struct sort_limit *self)
{
	return self->is_ending && leat_sorted_count(self->sorted);
}

static bool has_due_row(const struct sort_limit *self)
{
	return leat_sorted_count(self->sorted) &&
	       leat_sort_key_first_i64(leat_sorted_key(leat_sorted_at(self->sorted, 0))) <=
		       self->fire_us;
}

static bool has_pending_row(const struct sort_limit *self)
{
	return self->mode == SORT_BY_TIME ? has_due_row(self) : has_ended_row(self);
}

/* ---- TOP_N ---- */

/* Rows that a change moves out of the ranks and into them; NULL: none. */
struct change {
	struct leat_sorted_entry *leaving, *entering;
};

/* Add @p entry; *@p ret_surplus is an entry that nobody needs any more, or NULL. */
static struct change add_entry(struct sort_limit *self, struct leat_sorted_entry *entry,
                               struct leat_sorted_entry **ret_surplus)
{
	struct leat_sorted *sorted = self->sorted;
	uint64_t offset = (uint64_t)self->spec->offset;
	uint64_t rank = leat_sorted_rank(sorted, leat_sorted_key(entry));
	struct change change = { NULL, NULL };

	*ret_surplus = NULL;
	if (rank >= self->end_rank && !self->retracts) {
		*ret_surplus = entry;
		return change;
	}
	leat_sorted_insert(sorted, rank, entry);
	uint64_t count = leat_sorted_count(sorted);
	if (rank >= self->end_rank)
		return change;
	if (count > offset)
		change.entering = leat_sorted_at(sorted, rank > offset ? rank : offset);
	if (count > self->end_rank) {
		change.leaving = leat_sorted_at(sorted, self->end_rank);
		if (!self->retracts)
			*ret_surplus = leat_sorted_take(sorted, self->end_rank);
	}
	if (change.entering == change.leaving)
		change = (struct change){ NULL, NULL };
	return change;
}

/* Take the entry at @p rank out into *@p ret_entry. */
static struct change remove_entry(struct sort_limit *self, uint64_t rank,
                                  struct leat_sorted_entry **ret_entry)
{
	struct leat_sorted *sorted = self->sorted;
	uint64_t offset = (uint64_t)self->spec->offset;
	struct change change = { NULL, NULL };
	uint64_t count = leat_sorted_count(sorted);

	if (rank < self->end_rank && count > offset)
		change.leaving = leat_sorted_at(sorted, rank > offset ? rank : offset);
	if (rank < self->end_rank && count > self->end_rank)
		change.entering = leat_sorted_at(sorted, self->end_rank);
	*ret_entry = leat_sorted_take(sorted, rank);
	if (change.entering == change.leaving)
		change = (struct change){ NULL, NULL };
	return change;
}

static int emit_change(struct sort_limit *self, struct change change, struct leat_err *err)
{
	if (change.leaving)
		LEAT_TRY(emit_entry(self, change.leaving, LEAT_DELETE, err));
	if (change.entering)
		LEAT_TRY(emit_entry(self, change.entering, LEAT_INSERT, err));
	return 0;
}

static int insert_row(struct sort_limit *self, struct leat_sorted_entry *entry,
                      struct leat_err *err)
{
	struct leat_sorted_entry *surplus;
	int r = emit_change(self, add_entry(self, entry, &surplus), err);

	free(surplus);
	return r;
}

/* Take back a row equal to @p entry, which is freed. */
static int retract_row(struct sort_limit *self, struct leat_sorted_entry *entry,
                       struct leat_err *err)
{
	uint64_t rank = leat_sorted_find(self->sorted, leat_sorted_key(entry),
	                                 leat_sorted_row(entry));
	struct leat_sorted_entry *old;

	free(entry);
	if (rank == UINT64_MAX)
		return 0;
	int r = emit_change(self, remove_entry(self, rank, &old), err);
	free(old);
	return r;
}

/* A row equal to @p before becomes @p after; @p before is freed. */
static int update_row(struct sort_limit *self, struct leat_sorted_entry *before,
                      struct leat_sorted_entry *after, struct leat_err *err)
{
	struct leat_str key = leat_sorted_key(after);
	uint64_t rank = leat_sorted_find(self->sorted, leat_sorted_key(before),
	                                 leat_sorted_row(before));
	bool keeps_rank = before->key_bytes == key.n && !memcmp(before->bytes, key.p, key.n);
	struct leat_sorted_entry *old, *surplus = NULL;
	struct change out, in;
	int r;

	free(before);
	if (rank == UINT64_MAX)
		return insert_row(self, after, err);
	if (keeps_rank) {
		old = leat_sorted_take(self->sorted, rank);
		leat_sorted_insert(self->sorted, rank, after);
		bool visible = rank >= (uint64_t)self->spec->offset && rank < self->end_rank;
		out = (struct change){ visible ? old : NULL, NULL };
		in = (struct change){ NULL, visible ? after : NULL };
	} else {
		out = remove_entry(self, rank, &old);
		in = add_entry(self, after, &surplus);
	}
	/* A row that came in for the old one and went out for the new one has not moved. */
	if (out.entering == in.leaving)
		out.entering = in.leaving = NULL;
	if (out.leaving == in.entering)
		out.leaving = in.entering = NULL;
	if (out.leaving == old && in.entering == after && !out.entering && !in.leaving) {
		r = emit_entry(self, old, LEAT_UPDATE_BEFORE, err);
		if (!r)
			r = emit_entry(self, after, LEAT_UPDATE_AFTER, err);
	} else {
		r = emit_change(self, (struct change){ out.leaving, NULL }, err);
		if (!r)
			r = emit_change(self, (struct change){ in.leaving, out.entering }, err);
		if (!r)
			r = emit_change(self, (struct change){ NULL, in.entering }, err);
	}
	free(old);
	free(surplus);
	return r;
}

/* A -U that no +U followed is a deletion. */
static int flush_before(struct sort_limit *self, struct leat_err *err)
{
	struct leat_sorted_entry *before = self->before;

	self->before = NULL;
	return before ? retract_row(self, before, err) : 0;
}

static int change_top(struct sort_limit *self, enum leat_row_kind kind,
                      struct leat_sorted_entry *entry, struct leat_err *err)
{
	struct leat_sorted_entry *before = self->before;

	if (kind == LEAT_UPDATE_AFTER && before) {
		self->before = NULL;
		return update_row(self, before, entry, err);
	}
	int r = flush_before(self, err);
	if (r) {
		free(entry);
		return r;
	}
	switch (kind) {
	case LEAT_INSERT:
	case LEAT_UPDATE_AFTER:
		return insert_row(self, entry, err);
	case LEAT_UPDATE_BEFORE:
		self->before = entry;
		return 0;
	case LEAT_DELETE:
		return retract_row(self, entry, err);
	}
	leat_unreachable();
}

/* ---- rows in ---- */

static struct leat_sorted_entry *entry_of_row(struct sort_limit *self, uint32_t row)
{
	const struct leat_batch *batch = self->batch;

	leat_buf_clear(&self->key);
	leat_buf_clear(&self->row);
	leat_sort_key_put(self->spec->order, self->spec->order_count, batch->cols, row, &self->key);
	for (uint32_t i = 0; i < batch->schema->field_count; i++)
		leat_serial_put(&batch->cols[i], row, &self->row);
	return leat_sorted_entry_new(leat_buf_view(&self->key), leat_buf_view(&self->row));
}

/* SORT_AT_END: the list holds what is left; without retractions no more than the ranks. */
static void keep_row(struct sort_limit *self, enum leat_row_kind kind,
                     struct leat_sorted_entry *entry)
{
	if (!leat_row_kind_is_retract((uint8_t)kind)) {
		struct leat_sorted_entry *surplus;
		add_entry(self, entry, &surplus);
		free(surplus);
		return;
	}
	uint64_t rank = leat_sorted_find(self->sorted, leat_sorted_key(entry),
	                                 leat_sorted_row(entry));
	if (rank != UINT64_MAX)
		free(leat_sorted_take(self->sorted, rank));
	free(entry);
}

static void keep_timed_row(struct sort_limit *self, uint32_t row)
{
	const struct leat_col *time = &self->batch->cols[self->spec->order[0].column];

	if (leat_col_is_null(time, row)) {
		self->op.stats.filtered++;
		return;
	}
	if (time->i64[row] <= self->last_us) {
		self->op.stats.late++;
		return;
	}
	self->op.stats.absorbed++;
	struct leat_sorted_entry *entry = entry_of_row(self, row);
	leat_sorted_insert(self->sorted, leat_sorted_rank(self->sorted, leat_sorted_key(entry)),
	                   entry);
}

static int process_row(struct sort_limit *self, uint32_t row, struct leat_err *err)
{
	enum leat_row_kind kind = leat_batch_kind(self->batch, row);

	if (self->mode == SORT_BY_TIME) {
		keep_timed_row(self, row);
		return 0;
	}
	self->op.stats.absorbed++;
	if (self->mode == TOP_N)
		return change_top(self, kind, entry_of_row(self, row), err);
	keep_row(self, kind, entry_of_row(self, row));
	return 0;
}

/* The watermark has risen: rows up to it are due, and it goes on when they have left. */
static void rise(struct sort_limit *self, int64_t watermark_us)
{
	if (watermark_us <= self->watermark_us)
		return;
	self->watermark_us = watermark_us;
	self->fire_us = watermark_us;
}

/* Let due rows leave, then the watermark; true when all have left. */
static int settle(struct sort_limit *self, bool *ret_done, struct leat_err *err)
{
	LEAT_TRY(drain(self, has_pending_row, err));
	*ret_done = !has_pending_row(self);
	if (*ret_done && self->watermark_us != LEAT_WATERMARK_END)
		leat_emit_advance(&self->emit, self->watermark_us);
	/* A row that comes now waits for the next rise, as in Flink, even when it is below. */
	if (*ret_done)
		self->fire_us = LEAT_WATERMARK_NONE;
	return 0;
}

static int next(struct leat_op *op, struct leat_err *err)
{
	struct sort_limit *self = (struct sort_limit *)op;
	struct leat_batch *batch = self->batch;
	bool done;

	for (;;) {
		LEAT_TRY(settle(self, &done, err));
		if (!done || !self->batch)
			break;
		if (self->next_index == batch->sel.count) {
			if (batch->watermarks)
				rise(self, batch->watermarks[batch->row_count - 1]);
			self->batch = leat_batch_unref(self->batch);
			continue;
		}
		uint32_t row = leat_sel_row(batch->sel, self->next_index);
		if (row && batch->watermarks && batch->watermarks[row - 1] > self->watermark_us) {
			rise(self, batch->watermarks[row - 1]);
			continue;
		}
		if (leat_emit_rows(&self->emit) + CHANGES > LEAT_BATCH_ROWS)
			break;
		self->next_index++;
		LEAT_TRY(process_row(self, row, err));
	}
	if (leat_emit_has_item(&self->emit))
		leat_emit_put(&self->emit);
	op->has_more = self->batch || has_pending_row(self) || leat_emit_has_item(&self->emit);
	return 0;
}

/* LIMIT_ROWS: the selection shrinks. */
static void pass_rows(struct sort_limit *self, const struct leat_item *item)
{
	struct leat_batch *batch = leat_op_share_batch(&self->op, item->batch);
	uint64_t offset = (uint64_t)self->spec->offset;
	uint16_t *rows = leat_arena_alloc(batch->arena, batch->sel.count * sizeof(*rows));
	uint32_t count = 0;

	for (uint32_t i = 0; i < batch->sel.count; i++, self->passed++)
		if (self->passed >= offset && self->passed < self->end_rank)
			rows[count++] = (uint16_t)leat_sel_row(batch->sel, i);
	self->op.stats.filtered += batch->sel.count - count;
	batch->sel = (struct leat_sel){ rows, count };
	leat_op_put_batch(&self->op, batch, 0);
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct sort_limit *self = (struct sort_limit *)op;

	(void)input;
	if (self->mode == LIMIT_ROWS) {
		pass_rows(self, item);
		return 0;
	}
	self->batch = leat_batch_ref(item->batch);
	self->next_index = 0;
	return next(op, err);
}

static int watermark(struct leat_op *op, uint32_t input, const struct leat_item *item,
                     struct leat_err *err)
{
	struct sort_limit *self = (struct sort_limit *)op;

	(void)input;
	rise(self, item->watermark_us);
	if (item->watermark_us == LEAT_WATERMARK_END) {
		self->is_ending = self->mode == SORT_AT_END;
		LEAT_TRY(flush_before(self, err));
	}
	LEAT_TRY(next(op, err));
	if (op->out.kind == LEAT_ITEM_NONE)
		leat_op_put_watermark(op, LEAT_WATERMARK_NONE, item->is_idle);
	return 0;
}

/* ---- state ---- */

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	const struct sort_limit *self = (const struct sort_limit *)op;
	uint64_t count = leat_sorted_count(self->sorted);

	leat_assert(!self->batch);
	leat_serial_put_varint(self->passed, out);
	leat_serial_put_u64((uint64_t)self->watermark_us, out);
	leat_serial_put_u64((uint64_t)self->last_us, out);
	leat_serial_put_varint(self->before != NULL, out);
	if (self->before) {
		leat_serial_put_str(leat_sorted_key(self->before), out);
		leat_serial_put_str(leat_sorted_row(self->before), out);
	}
	leat_serial_put_varint(count, out);
	for (uint64_t i = 0; i < count; i++) {
		const struct leat_sorted_entry *entry = leat_sorted_at(self->sorted, i);
		leat_serial_put_str(leat_sorted_key(entry), out);
		leat_serial_put_str(leat_sorted_row(entry), out);
	}
}

/* An entry whose row has the columns of the input, or NULL. */
static struct leat_sorted_entry *restore_entry(struct sort_limit *self, struct leat_str *in)
{
	const struct leat_schema *schema = leat_op_input(&self->op, 0);
	struct leat_str key, row;

	if (!leat_serial_get_str(in, &key) || !leat_serial_get_str(in, &row))
		return NULL;
	if (self->mode == SORT_BY_TIME && (key.n < 9 || key.p[0] != 1))
		return NULL;
	struct leat_str rest = row;
	for (uint32_t i = 0; i < schema->field_count; i++)
		if (leat_serial_skip(&rest, schema->fields[i].type, NULL))
			return NULL;
	return rest.n ? NULL : leat_sorted_entry_new(key, row);
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct sort_limit *self = (struct sort_limit *)op;
	uint64_t watermark_us, last_us, has_before, count;

	if (!leat_serial_get_varint(in, &self->passed) || !leat_serial_get_u64(in, &watermark_us) ||
	    !leat_serial_get_u64(in, &last_us) || !leat_serial_get_varint(in, &has_before))
		return leat_op_damaged(op, err);
	self->watermark_us = (int64_t)watermark_us;
	self->last_us = (int64_t)last_us;
	if (has_before && !(self->before = restore_entry(self, in)))
		return leat_op_damaged(op, err);
	if (!leat_serial_get_varint(in, &count))
		return leat_op_damaged(op, err);
	for (uint64_t i = 0; i < count; i++) {
		struct leat_sorted_entry *entry = restore_entry(self, in);
		if (!entry)
			return leat_op_damaged(op, err);
		if (leat_sorted_rank(self->sorted, leat_sorted_key(entry)) != i) {
			free(entry);
			return leat_op_damaged(op, err);
		}
		leat_sorted_insert(self->sorted, i, entry);
	}
	leat_emit_advance(&self->emit, op->stats.watermark_us);
	return 0;
}

static void measure(const struct leat_op *op, struct leat_op_stats *stats)
{
	const struct sort_limit *self = (const struct sort_limit *)op;

	stats->state_keys = leat_sorted_count(self->sorted);
	stats->state_bytes = leat_sorted_bytes(self->sorted);
}

static void close(struct leat_op *op)
{
	struct sort_limit *self = (struct sort_limit *)op;

	leat_sorted_free(self->sorted);
	free(self->before);
	leat_batch_unref(self->batch);
	leat_buf_done(&self->key);
	leat_buf_done(&self->row);
	leat_emit_done(&self->emit);
}

const struct leat_op_type leat_op_sort_limit = {
	.name = "sort or limit",
	.op_size = sizeof(struct sort_limit),
	.open = open,
	.push = push,
	.watermark = watermark,
	.next = next,
	.snapshot = snapshot,
	.restore = restore,
	.measure = measure,
	.close = close,
};

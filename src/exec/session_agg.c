/* SPDX-License-Identifier: Apache-2.0 */
/* WINDOW_AGG over sessions: windows that a gap without rows of their key ends.
 *
 * A row at time t opens the window [t, t + gap) of its key; windows of a key that overlap or touch
 * are one.  A session leaves when the watermark passes its end - 1 ms, those of the same end in the
 * order of their first rows.  A row whose window, joined with what it touches, has fired is late.
 * Everything else is as for other windows: see window_agg.c. */
#include "exec/op.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exec/aggs_int.h"
#include "exec/emit_int.h"
#include "exec/keys_int.h"
#include "exec/window_int.h"
#include "state/timers.h"
#include "types/rowkey.h"
#include "types/serial.h"

/* The open sessions of a key: the block in the table. */
struct user {
	struct session *first;
};

struct session {
	struct leat_timer timer; /* First member. */
	struct user *user;
	struct session *next;    /* Of the same key. */
	int64_t start_us, end_us;
	_Alignas(16) char block[]; /* The aggregates'. */
};

struct session_agg {
	struct leat_op op;
	const struct leat_spec_window_agg *spec;
	bool retracts; /* The input carries -U or -D: count rows, see aggs_int.h. */
	struct leat_aggs aggs;
	struct leat_keys keys;
	struct leat_state_table *table; /* Of struct user. */
	struct leat_timers timers;
	uint64_t next_number;           /* Of the next session. */
	uint64_t session_count;
	struct leat_emit emit;
	int64_t watermark_us;           /* Of the input, before the next row. */
	bool is_idle;                   /* The input is. */
	struct leat_batch *batch;       /* In work, or NULL. */
	uint32_t next_index;            /* First selected row that is not processed. */
	struct leat_col_builder **key_cols;
};

static int open(struct leat_op *op, struct leat_err *err)
{
	struct session_agg *self = (struct session_agg *)op;
	const struct leat_spec_window_agg *spec = &op->node->window_agg;
	const struct leat_spec_node *input = &op->env->spec->nodes[op->node->inputs[0]];

	self->spec = spec;
	self->watermark_us = LEAT_WATERMARK_NONE;
	self->retracts = input->kinds & (1 << LEAT_UPDATE_BEFORE | 1 << LEAT_DELETE);
	leat_aggs_init(&self->aggs, op->arena, spec->agg_count, spec->aggs,
	               self->retracts ? sizeof(int64_t) : 0);
	leat_keys_init(&self->keys, op->arena, spec->key_count, spec->keys);
	leat_emit_init(&self->emit, op);
	self->table = leat_state_table_new(sizeof(struct user), 0);
	self->key_cols = LEAT_ARENA_ARRAY(op->arena, struct leat_col_builder *, spec->key_count);
	if (spec->start_column >= 0)
		return leat_err_set(err, LEAT_E_UNSUPPORTED,
		                    "a session window is assigned by its own aggregation");
	if (spec->window.size_us <= 0)
		return leat_err_set(err, LEAT_E_WINDOW, "the gap of a session must be positive");
	for (uint32_t i = 0; i < spec->agg_count; i++)
		if (!spec->aggs[i].call.ops->merge)
			return leat_err_set(err, LEAT_E_UNSUPPORTED,
			                    "%s over session windows is not supported",
			                    spec->aggs[i].aggregate->name);
	return 0;
}

/* What has passed: the watermark, or the clock. */
static int64_t progress(const struct session_agg *self)
{
	return self->spec->window.time == LEAT_TIME_PROCTIME &&
	       self->watermark_us != LEAT_WATERMARK_END ?
		self->op.env->eval.now_us : self->watermark_us;
}

/* ---- sessions ---- */

static struct session *new_session(struct session_agg *self, struct user *user, int64_t start_us,
                                   int64_t end_us, uint64_t number)
{
	struct session *session = leat_zalloc(sizeof(*session) + self->aggs.block_bytes);

	session->user = user;
	session->start_us = start_us;
	session->end_us = end_us;
	session->timer.number = number;
	session->timer.due_us =
		leat_window_fire_us(&self->spec->window, self->op.env->eval.zone, end_us);
	leat_aggs_open_block(&self->aggs, session->block);
	session->next = user->first;
	user->first = session;
	leat_timers_add(&self->timers, &session->timer);
	self->session_count++;
	return session;
}

/* Remove a session, and its key when it was the last one. */
static void drop_session(struct session_agg *self, struct session *session)
{
	struct session **link = &session->user->first;

	while (*link != session)
		link = &(*link)->next;
	*link = session->next;
	if (!session->user->first)
		leat_state_table_remove(self->table, session->user);
	leat_timers_remove(&self->timers, &session->timer);
	leat_aggs_close_block(&self->aggs, session->block);
	free(session);
	self->session_count--;
}

/* Add what @p from has to @p into, and drop it. */
static void merge_sessions(struct session_agg *self, struct session *into, struct session *from)
{
	leat_aggs_merge(&self->aggs, into->block, from->block);
	if (self->retracts)
		*(int64_t *)into->block += *(int64_t *)from->block;
	drop_session(self, from);
}

/* The bounds of the window that [start, end) and the sessions of @p user which it touches make. */
static struct leat_window_range joined(const struct user *user, int64_t start_us, int64_t end_us)
{
	struct leat_window_range range = { start_us, end_us };

	/* Sessions of a key never touch each other, so one pass finds them all. */
	for (const struct session *s = user ? user->first : NULL; s; s = s->next) {
		if (s->start_us > end_us || s->end_us < start_us)
			continue;
		if (s->start_us < range.start_us)
			range.start_us = s->start_us;
		if (s->end_us > range.end_us)
			range.end_us = s->end_us;
	}
	return range;
}

/* The one session of @p user that covers @p range: the oldest of those in it takes up the
 * others. */
static struct session *session_of(struct session_agg *self, struct user *user,
                                  struct leat_window_range range)
{
	struct session *oldest = NULL;

	for (struct session *s = user->first; s; s = s->next)
		if (s->start_us >= range.start_us && s->end_us <= range.end_us &&
		    (!oldest || s->timer.number < oldest->timer.number))
			oldest = s;
	if (!oldest)
		return new_session(self, user, range.start_us, range.end_us, self->next_number++);
	for (struct session *s = user->first, *next; s; s = next) {
		next = s->next;
		if (s != oldest && s->start_us >= range.start_us && s->end_us <= range.end_us)
			merge_sessions(self, oldest, s);
	}
	oldest->start_us = range.start_us;
	if (oldest->end_us != range.end_us) {
		oldest->end_us = range.end_us;
		leat_timers_remove(&self->timers, &oldest->timer);
		oldest->timer.due_us = leat_window_fire_us(&self->spec->window,
		                                           self->op.env->eval.zone, range.end_us);
		leat_timers_add(&self->timers, &oldest->timer);
	}
	return oldest;
}

static void process_row(struct session_agg *self, uint32_t index)
{
	const struct leat_window *window = &self->spec->window;
	struct leat_batch *batch = self->batch;
	uint32_t row = leat_sel_row(batch->sel, index);
	uint64_t hash = self->keys.hashes[index];
	struct leat_str key = leat_keys_at(&self->keys, index);
	int64_t local_us;
	bool is_new;

	if (!leat_window_local_us(window, &self->op.env->eval, &batch->cols[window->time_column],
	                          row, &local_us)) {
		self->op.stats.filtered++;
		return;
	}
	struct user *user = leat_state_table_find(self->table, key, hash);
	struct leat_window_range range = joined(user, local_us, local_us + window->size_us);
	if (leat_window_fire_us(window, self->op.env->eval.zone, range.end_us) <= progress(self)) {
		self->op.stats.late++;
		return;
	}
	self->op.stats.absorbed++;
	user = leat_state_table_put(self->table, key, hash, &is_new);
	struct session *session = session_of(self, user, range);
	void *block = session->block;
	struct leat_sel sel = { &(uint16_t){ (uint16_t)row }, 1 };
	bool retract = leat_row_kind_is_retract((uint8_t)leat_batch_kind(batch, row));
	if (retract)
		leat_aggs_retract(&self->aggs, &block, sel);
	else
		leat_aggs_add(&self->aggs, &block, sel);
	if (self->retracts)
		*(int64_t *)block += retract ? -1 : 1;
}

/* ---- firing ---- */

static int64_t property(const struct session_agg *self, const struct session *session,
                        enum leat_window_property kind)
{
	switch (kind) {
	case LEAT_WINDOW_START:
		return session->start_us;
	case LEAT_WINDOW_END:
		return session->end_us;
	case LEAT_WINDOW_TIME:
		return leat_window_time_us(&self->spec->window, self->op.env->eval.zone,
		                           session->end_us);
	case LEAT_WINDOW_PROCTIME:
		return self->op.env->eval.now_us;
	}
	leat_unreachable();
}

static int emit_session(struct session_agg *self, const struct session *session,
                        struct leat_err *err)
{
	const struct leat_spec_window_agg *spec = self->spec;
	uint32_t col = spec->key_count + spec->agg_count;

	if (self->retracts && *(const int64_t *)session->block <= 0)
		return 0;
	for (uint32_t i = 0; i < spec->key_count; i++)
		self->key_cols[i] = leat_emit_col(&self->emit, i);
	leat_rowkey_get(leat_state_table_key(session->user), self->key_cols, spec->key_count, true);
	LEAT_TRY(leat_aggs_emit(&self->aggs, session->block, &self->emit, spec->key_count, err));
	for (uint32_t i = 0; i < spec->property_count; i++)
		leat_col_builder_i64(leat_emit_col(&self->emit, col + i),
		                     property(self, session, spec->properties[i]));
	leat_emit_row(&self->emit, LEAT_INSERT, true);
	self->op.stats.created++;
	return 0;
}

static bool is_due(const struct session_agg *self)
{
	const struct leat_timer *first = leat_timers_first(&self->timers);

	return first && first->due_us <= progress(self);
}

/* Let due sessions leave while there is room, then the watermark. */
static int fire(struct session_agg *self, struct leat_err *err)
{
	while (is_due(self) && leat_emit_rows(&self->emit) < LEAT_BATCH_ROWS) {
		struct session *session = (struct session *)leat_timers_first(&self->timers);
		LEAT_TRY(emit_session(self, session, err));
		drop_session(self, session);
	}
	/* The end is told by the graph, behind everything else. */
	if (!is_due(self) && self->watermark_us != LEAT_WATERMARK_END)
		leat_emit_advance(&self->emit, self->watermark_us);
	return 0;
}

static void rise(struct session_agg *self, uint32_t row)
{
	if (self->batch->watermarks && self->batch->watermarks[row] > self->watermark_us)
		self->watermark_us = self->batch->watermarks[row];
}

static int next(struct leat_op *op, struct leat_err *err)
{
	struct session_agg *self = (struct session_agg *)op;

	for (;;) {
		LEAT_TRY(fire(self, err));
		if (is_due(self) || !self->batch)
			break;
		if (self->next_index == self->batch->sel.count) {
			rise(self, self->batch->row_count - 1);
			self->batch = leat_batch_unref(self->batch);
			continue;
		}
		uint32_t row = leat_sel_row(self->batch->sel, self->next_index);
		if (row > 0)
			rise(self, row - 1);
		if (is_due(self))
			continue;
		process_row(self, self->next_index++);
	}
	if (leat_emit_has_item(&self->emit))
		leat_emit_put(&self->emit);
	else if (!self->batch)
		leat_op_put_watermark(op, LEAT_WATERMARK_NONE, self->is_idle);
	op->has_more = self->batch || is_due(self) || leat_emit_has_item(&self->emit) ||
		self->is_idle != op->is_idle;
	return 0;
}

static int push(struct leat_op *op, uint32_t input, const struct leat_item *item,
                struct leat_err *err)
{
	struct session_agg *self = (struct session_agg *)op;

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
	struct session_agg *self = (struct session_agg *)op;

	(void)input;
	if (item->watermark_us > self->watermark_us)
		self->watermark_us = item->watermark_us;
	self->is_idle = item->is_idle;
	return next(op, err);
}

static int64_t next_time(const struct leat_op *op)
{
	const struct session_agg *self = (const struct session_agg *)op;
	const struct leat_timer *first = leat_timers_first(&self->timers);

	return self->spec->window.time == LEAT_TIME_PROCTIME && first ? first->due_us : INT64_MAX;
}

/* ---- state ---- */

static void save_session(const struct session_agg *self, const struct session *session,
                         struct leat_buf *out)
{
	leat_serial_put_u64((uint64_t)session->start_us, out);
	leat_serial_put_u64((uint64_t)session->end_us, out);
	leat_serial_put_u64(session->timer.number, out);
	if (self->retracts)
		leat_serial_put_u64((uint64_t)*(const int64_t *)session->block, out);
	leat_aggs_save(&self->aggs, session->block, out);
}

static void snapshot(const struct leat_op *op, struct leat_buf *out)
{
	const struct session_agg *self = (const struct session_agg *)op;
	uint32_t position = 0;
	struct leat_str key;
	const struct user *user;

	leat_assert(!self->batch);
	leat_serial_put_u64((uint64_t)self->watermark_us, out);
	leat_serial_put_varint(self->next_number, out);
	leat_serial_put_varint(self->session_count, out);
	while ((user = leat_state_table_next(self->table, &position, &key)))
		for (const struct session *s = user->first; s; s = s->next) {
			leat_serial_put_str(key, out);
			save_session(self, s, out);
		}
}

static bool restore_session(struct session_agg *self, struct leat_str *in)
{
	uint64_t start_us, end_us, number, rows;
	struct leat_str key;
	bool is_new;

	if (!leat_serial_get_str(in, &key) ||
	    !leat_keys_is_valid(key, self->op.node->schema, self->spec->key_count) ||
	    !leat_serial_get_u64(in, &start_us) || !leat_serial_get_u64(in, &end_us) ||
	    !leat_serial_get_u64(in, &number))
		return false;
	struct user *user = leat_state_table_put(self->table, key, leat_state_table_hash(key),
	                                         &is_new);
	struct session *session =
		new_session(self, user, (int64_t)start_us, (int64_t)end_us, number);
	if (self->retracts) {
		if (!leat_serial_get_u64(in, &rows))
			return false;
		*(int64_t *)session->block = (int64_t)rows;
	}
	return leat_aggs_load(&self->aggs, session->block, in);
}

static int restore(struct leat_op *op, struct leat_str *in, struct leat_err *err)
{
	struct session_agg *self = (struct session_agg *)op;
	uint64_t watermark_us, count;

	if (!leat_serial_get_u64(in, &watermark_us) ||
	    !leat_serial_get_varint(in, &self->next_number) || !leat_serial_get_varint(in, &count))
		return leat_op_damaged(op, err);
	self->watermark_us = (int64_t)watermark_us;
	leat_emit_advance(&self->emit, op->stats.watermark_us);
	for (uint64_t i = 0; i < count; i++)
		if (!restore_session(self, in))
			return leat_op_damaged(op, err);
	return 0;
}

static void measure(const struct leat_op *op, struct leat_op_stats *stats)
{
	const struct session_agg *self = (const struct session_agg *)op;

	stats->state_keys = self->session_count;
	stats->state_bytes = leat_state_table_bytes(self->table) +
		self->session_count * (sizeof(struct session) + self->aggs.block_bytes);
}

static void close(struct leat_op *op)
{
	struct session_agg *self = (struct session_agg *)op;

	while (leat_timers_first(&self->timers))
		drop_session(self, (struct session *)leat_timers_first(&self->timers));
	leat_timers_done(&self->timers);
	leat_state_table_free(self->table);
	leat_batch_unref(self->batch);
	leat_emit_done(&self->emit);
	leat_keys_done(&self->keys);
	leat_aggs_done(&self->aggs);
}

const struct leat_op_type leat_op_session_agg = {
	.name = "session aggregate",
	.op_size = sizeof(struct session_agg),
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

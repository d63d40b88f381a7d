/* SPDX-License-Identifier: Apache-2.0 */
/* DISTINCT around any aggregate: a counted set of argument combinations in front of the inner
 * state.
 *
 * The inner aggregate sees a combination when its count becomes positive, and its retraction when
 * it stops being so.  NULL is a value like others here: whether it counts is the inner one's
 * matter. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "expr/aggregates/aggregate.h"
#include "expr/expr.h"
#include "types/rowkey.h"

enum { KEY_BYTES_MAX = 1 << 30 };

/* The inner state follows at inner_offset(). */
struct state {
	struct leat_map counts; /* Key of the arguments to intptr_t count. */
};

static size_t inner_offset(void)
{
	return (sizeof(struct state) + 15) & ~(size_t)15;
}

static void *inner_of(void *state)
{
	return (char *)state + inner_offset();
}

static const void *inner_of_const(const void *state)
{
	return (const char *)state + inner_offset();
}

static void distinct_init(const struct leat_agg_call *call, void *state)
{
	const struct leat_agg_call *inner = call->data;
	struct state *s = state;

	leat_map_init(&s->counts, NULL);
	memset(inner_of(state), 0, inner->ops->state_bytes);
	if (inner->ops->init)
		inner->ops->init(inner, inner_of(state));
}

static struct leat_str key_of(const struct leat_agg_call *call, const struct leat_col *args,
                              uint32_t row, struct leat_buf *buf)
{
	leat_buf_clear(buf);
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct leat_col *col = &args[i];
		leat_rowkey_put(&col, 1, row, buf);
	}
	return leat_buf_view(buf);
}

/* Add @p delta to the count of the row's arguments; true when the inner aggregate must hear of
 * it. */
static bool count(struct state *state, struct leat_str key, intptr_t delta)
{
	intptr_t before = (intptr_t)leat_map_get(&state->counts, key);
	intptr_t after = before + delta;

	if (after == 0)
		leat_map_remove(&state->counts, key);
	else
		leat_map_set(&state->counts, key, (void *)after);
	return (before > 0) != (after > 0);
}

static void change(const struct leat_agg_call *call, void *const *states,
                   const struct leat_col *args, struct leat_sel sel, intptr_t delta)
{
	const struct leat_agg_call *inner = call->data;
	struct leat_buf key;

	leat_buf_init(&key, KEY_BYTES_MAX);
	for (uint32_t i = 0; i < sel.count; i++) {
		uint16_t row = (uint16_t)leat_sel_row(sel, i);
		struct leat_sel one = { &row, 1 };
		void *inner_state = inner_of(states[i]);

		if (!count(states[i], key_of(call, args, row, &key), delta))
			continue;
		if (delta > 0)
			inner->ops->add(inner, &inner_state, args, one);
		else
			inner->ops->retract(inner, &inner_state, args, one);
	}
	leat_buf_done(&key);
}

static void distinct_add(const struct leat_agg_call *call, void *const *states,
                         const struct leat_col *args, struct leat_sel sel)
{
	change(call, states, args, sel, 1);
}

static void distinct_retract(const struct leat_agg_call *call, void *const *states,
                             const struct leat_col *args, struct leat_sel sel)
{
	change(call, states, args, sel, -1);
}

/* A column per argument, one row, from the bytes of a key. */
static void columns_of(const struct leat_agg_call *call, struct leat_arena *arena,
                       struct leat_str key, struct leat_col *ret_cols)
{
	struct leat_col_builder **builders = LEAT_ARENA_ARRAY(arena, struct leat_col_builder *,
	                                                      call->arg_count);

	for (uint32_t i = 0; i < call->arg_count; i++)
		builders[i] = leat_col_builder_new(arena, call->args[i], 1);
	leat_rowkey_get(key, builders, call->arg_count, false);
	for (uint32_t i = 0; i < call->arg_count; i++)
		ret_cols[i] = leat_col_builder_finish(builders[i]);
}

/* The combinations of @p from that @p into has not yet are added to its inner aggregate. */
static void distinct_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	const struct leat_agg_call *inner = call->data;
	const struct state *other = from;
	struct leat_arena *arena = leat_arena_new(0);
	struct leat_col *cols = LEAT_ARENA_ARRAY(arena, struct leat_col, call->arg_count);
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	while ((entry = leat_map_next(&other->counts, &position))) {
		struct leat_sel one = { NULL, 1 };
		void *inner_state = inner_of(into);
		intptr_t times = (intptr_t)entry->value;

		if (!count(into, entry->key, times))
			continue;
		columns_of(call, arena, entry->key, cols);
		if (times > 0)
			inner->ops->add(inner, &inner_state, cols, one);
		else
			inner->ops->retract(inner, &inner_state, cols, one);
	}
	leat_arena_free(arena);
}

static int distinct_emit(const struct leat_agg_call *call, const void *state,
                         struct leat_col_builder *out, struct leat_err *err)
{
	const struct leat_agg_call *inner = call->data;

	return inner->ops->emit(inner, inner_of_const(state), out, err);
}

static void distinct_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	const struct leat_agg_call *inner = call->data;
	const struct state *s = state;
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	leat_buf_add(out, &s->counts.count, sizeof(s->counts.count));
	while ((entry = leat_map_next(&s->counts, &position))) {
		int64_t times = (intptr_t)entry->value;
		leat_snapshot_put_str(entry->key, out);
		leat_buf_add(out, &times, sizeof(times));
	}
	if (inner->ops->save)
		inner->ops->save(inner, inner_of_const(state), out);
	else
		leat_buf_add(out, inner_of_const(state), inner->ops->state_bytes);
}

static void distinct_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	const struct leat_agg_call *inner = call->data;
	struct state *s = state;
	uint32_t key_count;

	leat_reader_take(in, &key_count, sizeof(key_count));
	for (uint32_t i = 0; i < key_count && !in->failed; i++) {
		struct leat_str key = leat_reader_take_str(in);
		int64_t times;
		leat_reader_take(in, &times, sizeof(times));
		if (!in->failed)
			leat_map_set(&s->counts, key, (void *)(intptr_t)times);
	}
	if (inner->ops->load)
		inner->ops->load(inner, inner_of(state), in);
	else
		leat_reader_take(in, inner_of(state), inner->ops->state_bytes);
}

static void distinct_done(const struct leat_agg_call *call, void *state)
{
	const struct leat_agg_call *inner = call->data;
	struct state *s = state;

	leat_map_done(&s->counts);
	if (inner->ops->done)
		inner->ops->done(inner, inner_of(state));
}

const struct leat_agg_call *leat_agg_distinct(struct leat_arena *arena,
                                              const struct leat_agg_call *inner)
{
	struct leat_agg_ops *ops = LEAT_ARENA_NEW(arena, struct leat_agg_ops);
	struct leat_agg_call *copy = LEAT_ARENA_NEW(arena, struct leat_agg_call);
	struct leat_agg_call *call = LEAT_ARENA_NEW(arena, struct leat_agg_call);

	*ops = (struct leat_agg_ops){
		.state_bytes = inner_offset() + inner->ops->state_bytes,
		.init = distinct_init,
		.add = distinct_add,
		.retract = inner->ops->retract ? distinct_retract : NULL,
		.merge = distinct_merge,
		.emit = distinct_emit,
		.save = distinct_save,
		.load = distinct_load,
		.done = distinct_done,
	};
	*copy = *inner;
	*call = *inner;
	call->ops = ops;
	call->data = copy;
	return call;
}

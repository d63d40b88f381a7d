/* SPDX-License-Identifier: Apache-2.0 */
/* FIRST_VALUE and LAST_VALUE: in the order of arrival, NULLs left out. */
#include "expr/aggregates/bag.h"
#include "expr/registry.h"
#include "types/serial.h"

enum { VALUE_BYTES_MAX = 1 << 30 };

/* The call's data: which end. */
struct end {
	bool last;
};

/* ---- rows that only come: the value, as bytes ---- */

static void one_init(const struct leat_agg_call *call, void *state)
{
	(void)call;
	leat_buf_init(state, VALUE_BYTES_MAX);
}

static void one_add(const struct leat_agg_call *call, void *const *states,
                    const struct leat_col *args, struct leat_sel sel)
{
	const struct end *end = call->data;

	LEAT_EACH_STATE(struct leat_buf, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row) || (state->size && !end->last))
			continue;
		leat_buf_clear(state);
		leat_serial_put(&args[0], row, state);
	}
}

static void one_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	const struct end *end = call->data;
	const struct leat_buf *other = from;
	struct leat_buf *state = into;

	if (!other->size || (state->size && !end->last))
		return;
	leat_buf_clear(state);
	leat_buf_str(state, leat_buf_view(other));
}

static int emit_bytes(struct leat_str bytes, struct leat_col_builder *out, struct leat_err *err)
{
	if (bytes.n)
		return leat_serial_get(&bytes, out, true, err);
	leat_col_builder_null(out);
	return 0;
}

static int one_emit(const struct leat_agg_call *call, const void *state,
                    struct leat_col_builder *out, struct leat_err *err)
{
	(void)call;
	return emit_bytes(leat_buf_view(state), out, err);
}

static void one_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	(void)call;
	leat_snapshot_put_str(leat_buf_view(state), out);
}

static void one_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	(void)call;
	leat_buf_str(state, leat_reader_take_str(in));
}

static void one_done(const struct leat_agg_call *call, void *state)
{
	(void)call;
	leat_buf_done(state);
}

static const struct leat_agg_ops one_ops = {
	.state_bytes = sizeof(struct leat_buf),
	.init = one_init,
	.add = one_add,
	.merge = one_merge,
	.emit = one_emit,
	.save = one_save,
	.load = one_load,
	.done = one_done,
};

/* ---- rows that are taken back: all values ---- */

static void all_change(void *const *states, const struct leat_col *args, struct leat_sel sel,
                       void (*change)(struct leat_bag *bag, struct leat_str item))
{
	struct leat_buf bytes;

	leat_buf_init(&bytes, VALUE_BYTES_MAX);
	LEAT_EACH_STATE(struct leat_bag, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		leat_buf_clear(&bytes);
		leat_serial_put(&args[0], row, &bytes);
		change(state, leat_buf_view(&bytes));
	}
	leat_buf_done(&bytes);
}

static void all_add(const struct leat_agg_call *call, void *const *states,
                    const struct leat_col *args, struct leat_sel sel)
{
	(void)call;
	all_change(states, args, sel, leat_bag_add);
}

static void all_retract(const struct leat_agg_call *call, void *const *states,
                        const struct leat_col *args, struct leat_sel sel)
{
	(void)call;
	all_change(states, args, sel, leat_bag_remove);
}

static int all_emit(const struct leat_agg_call *call, const void *state,
                    struct leat_col_builder *out, struct leat_err *err)
{
	const struct end *end = call->data;
	uint32_t position = 0;
	const struct leat_str *item = end->last ? leat_bag_last(state)
	                                        : leat_bag_next(state, &position);

	return emit_bytes(item ? *item : (struct leat_str){ NULL, 0 }, out, err);
}

static void all_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	(void)call;
	leat_bag_save(state, out);
}

static void all_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	(void)call;
	leat_bag_load(state, in);
}

static void all_done(const struct leat_agg_call *call, void *state)
{
	(void)call;
	leat_bag_done(state);
}

static const struct leat_agg_ops all_ops = {
	.state_bytes = sizeof(struct leat_bag),
	.add = all_add,
	.retract = all_retract,
	.emit = all_emit,
	.save = all_save,
	.load = all_load,
	.done = all_done,
};

static int bind_end(struct leat_bind *bind, bool last, bool retracting,
                    const struct leat_agg_ops **ret_ops)
{
	struct end *end = LEAT_ARENA_NEW(bind->arena, struct end);

	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_INT));
	end->last = last;
	bind->data = end;
	*ret_ops = retracting ? &all_ops : &one_ops;
	return leat_bind_returns(bind, bind->args[0], true);
}

static int bind_first(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                      struct leat_err *err)
{
	(void)err;
	return bind_end(bind, false, retracting, ret_ops);
}

static int bind_last(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                     struct leat_err *err)
{
	(void)err;
	return bind_end(bind, true, retracting, ret_ops);
}

const struct leat_aggregate leat_aggregates_order[] = {
	{ .name = "FIRST_VALUE",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_first,
	  .flags = LEAT_AGG_RETRACTS,
	  .syntax = "FIRST_VALUE(value)",
	  .doc = "The value that came first, NULLs left out.",
	  .example = "SELECT FIRST_VALUE(x) AS r FROM (VALUES (1)) AS t(x)",
	  .result = "{\"r\":1}" },
	{ .name = "LAST_VALUE",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_last,
	  .flags = LEAT_AGG_RETRACTS,
	  .syntax = "LAST_VALUE(value)",
	  .doc = "The value that came last, NULLs left out.",
	  .example = "SELECT LAST_VALUE(x) AS r FROM (VALUES (1)) AS t(x)",
	  .result = "{\"r\":1}" },
	{ .name = NULL },
};

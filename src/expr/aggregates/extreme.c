/* SPDX-License-Identifier: Apache-2.0 */
/* MIN and MAX: of rows that only come, the value so far; of rows that are taken back too, a sorted
 * multiset. */
#include "expr/aggregates/sorted.h"
#include "expr/registry.h"

/* The call's data: the phys of the values and which end is wanted. */
struct extreme {
	enum leat_phys phys; /* Of the argument. */
	int sign;            /* 1 MAX, -1 MIN. */
};

struct best {
	struct leat_scalar value; /* Owned. */
	bool has;                 /* False: no value that is not NULL has come. */
};

static void best_offer(struct best *best, const struct extreme *extreme,
                       const struct leat_scalar *value)
{
	if (best->has &&
	    leat_scalar_compare(value, &best->value, extreme->phys) * extreme->sign <= 0)
		return;
	if (best->has)
		leat_scalar_done(&best->value, extreme->phys);
	best->value = *value;
	best->has = true;
	leat_scalar_own(&best->value, extreme->phys);
}

static void best_add(const struct leat_agg_call *call, void *const *states,
                     const struct leat_col *args, struct leat_sel sel)
{
	LEAT_EACH_STATE(struct best, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		struct leat_scalar value = leat_scalar_of(&args[0], row);
		best_offer(state, call->data, &value);
	}
}

static void best_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	const struct best *other = from;

	if (other->has)
		best_offer(into, call->data, &other->value);
}

static int best_emit(const struct leat_agg_call *call, const void *state,
                     struct leat_col_builder *out, struct leat_err *err)
{
	const struct extreme *extreme = call->data;
	const struct best *best = state;

	(void)err;
	if (best->has)
		leat_scalar_emit(&best->value, extreme->phys, out);
	else
		leat_col_builder_null(out);
	return 0;
}

static void best_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	const struct extreme *extreme = call->data;
	const struct best *best = state;

	leat_buf_add(out, &best->has, sizeof(best->has));
	if (best->has)
		leat_scalar_save(&best->value, extreme->phys, out);
}

static void best_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	const struct extreme *extreme = call->data;
	struct best *best = state;
	uint8_t has;

	leat_reader_take(in, &has, sizeof(has));
	best->has = has;
	if (has)
		leat_scalar_load(&best->value, extreme->phys, in);
}

static void best_done(const struct leat_agg_call *call, void *state)
{
	const struct extreme *extreme = call->data;
	struct best *best = state;

	if (best->has)
		leat_scalar_done(&best->value, extreme->phys);
	best->has = false;
}

static const struct leat_agg_ops best_ops = {
	.state_bytes = sizeof(struct best),
	.add = best_add,
	.merge = best_merge,
	.emit = best_emit,
	.save = best_save,
	.load = best_load,
	.done = best_done,
};

static void sorted_add(const struct leat_agg_call *call, void *const *states,
                       const struct leat_col *args, struct leat_sel sel)
{
	const struct extreme *extreme = call->data;

	LEAT_EACH_STATE(struct leat_sorted, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		struct leat_scalar value = leat_scalar_of(&args[0], row);
		leat_sorted_add(state, &value, extreme->phys);
	}
}

static void sorted_retract(const struct leat_agg_call *call, void *const *states,
                           const struct leat_col *args, struct leat_sel sel)
{
	const struct extreme *extreme = call->data;

	LEAT_EACH_STATE(struct leat_sorted, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		struct leat_scalar value = leat_scalar_of(&args[0], row);
		leat_sorted_remove(state, &value, extreme->phys);
	}
}

static int sorted_emit(const struct leat_agg_call *call, const void *state,
                       struct leat_col_builder *out, struct leat_err *err)
{
	const struct extreme *extreme = call->data;
	const struct leat_scalar *value = leat_sorted_extreme(state, extreme->sign);

	(void)err;
	if (value)
		leat_scalar_emit(value, extreme->phys, out);
	else
		leat_col_builder_null(out);
	return 0;
}

static void sorted_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	const struct extreme *extreme = call->data;

	leat_sorted_save(state, extreme->phys, out);
}

static void sorted_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	const struct extreme *extreme = call->data;

	leat_sorted_load(state, extreme->phys, in);
}

static void sorted_done(const struct leat_agg_call *call, void *state)
{
	const struct extreme *extreme = call->data;

	leat_sorted_done(state, extreme->phys);
}

static const struct leat_agg_ops sorted_ops = {
	.state_bytes = sizeof(struct leat_sorted),
	.add = sorted_add,
	.retract = sorted_retract,
	.emit = sorted_emit,
	.save = sorted_save,
	.load = sorted_load,
	.done = sorted_done,
};

static int bind_extreme(struct leat_bind *bind, int sign, bool retracting,
                        const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	struct extreme *extreme = LEAT_ARENA_NEW(bind->arena, struct extreme);

	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_INT));
	if (bind->args[0]->child_count || leat_type_is_binary(bind->args[0]))
		return leat_bind_reject(bind, err);
	*extreme = (struct extreme){ leat_type_phys(bind->args[0]), sign };
	bind->data = extreme;
	*ret_ops = retracting ? &sorted_ops : &best_ops;
	return leat_bind_returns(bind, bind->args[0], true);
}

static int bind_max(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                    struct leat_err *err)
{
	return bind_extreme(bind, 1, retracting, ret_ops, err);
}

static int bind_min(struct leat_bind *bind, bool retracting, const struct leat_agg_ops **ret_ops,
                    struct leat_err *err)
{
	return bind_extreme(bind, -1, retracting, ret_ops, err);
}

const struct leat_aggregate leat_aggregates_extreme[] = {
	{ .name = "MAX",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_max,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "MAX(value)",
	  .doc = "The greatest value that is not NULL.",
	  .example = "SELECT MAX(x) AS r FROM (VALUES (1), (3), (2)) AS t(x)",
	  .result = "{\"r\":3}" },
	{ .name = "MIN",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_min,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "MIN(value)",
	  .doc = "The least value that is not NULL.",
	  .example = "SELECT MIN(x) AS r FROM (VALUES (1), (3), (2)) AS t(x)",
	  .result = "{\"r\":1}" },
	{ .name = NULL },
};

/* SPDX-License-Identifier: Apache-2.0 */
/* LISTAGG, ARRAY_AGG and JSON_ARRAYAGG: all values, in the order of arrival. */
#include "expr/aggregates/bag.h"
#include "expr/json_text.h"
#include "expr/registry.h"
#include "types/serial.h"

enum { VALUE_BYTES_MAX = 1 << 30, JSON_TEXT_LENGTH = 2000 /* Of Flink's result type. */ };

/* The call's data. */
struct listing {
	struct leat_str separator; /* LISTAGG. */
	bool with_nulls;           /* NULLs are values too. */
	/* Append the bytes that are kept of a value. */
	void (*put)(const struct leat_col *col, uint32_t row, struct leat_buf *out);
};

static void listing_change(const struct leat_agg_call *call, void *const *states,
                           const struct leat_col *args, struct leat_sel sel,
                           void (*change)(struct leat_bag *bag, struct leat_str item))
{
	const struct listing *listing = call->data;
	struct leat_buf bytes;

	leat_buf_init(&bytes, VALUE_BYTES_MAX);
	LEAT_EACH_STATE(struct leat_bag, state, row, states, sel)
	{
		if (!listing->with_nulls && leat_col_is_null(&args[0], row))
			continue;
		leat_buf_clear(&bytes);
		listing->put(&args[0], row, &bytes);
		change(state, leat_buf_view(&bytes));
	}
	leat_buf_done(&bytes);
}

static void listing_add(const struct leat_agg_call *call, void *const *states,
                        const struct leat_col *args, struct leat_sel sel)
{
	listing_change(call, states, args, sel, leat_bag_add);
}

static void listing_retract(const struct leat_agg_call *call, void *const *states,
                            const struct leat_col *args, struct leat_sel sel)
{
	listing_change(call, states, args, sel, leat_bag_remove);
}

static void listing_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	const struct leat_str *item;
	uint32_t position = 0;

	(void)call;
	while ((item = leat_bag_next(from, &position)))
		leat_bag_add(into, *item);
}

static void listing_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	(void)call;
	leat_bag_save(state, out);
}

static void listing_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	(void)call;
	leat_bag_load(state, in);
}

static void listing_done(const struct leat_agg_call *call, void *state)
{
	(void)call;
	leat_bag_done(state);
}

#define LISTING_OPS(emit_function)                                                                 \
	{                                                                                          \
		.state_bytes = sizeof(struct leat_bag), .add = listing_add,                        \
		.retract = listing_retract, .merge = listing_merge, .emit = emit_function,         \
		.save = listing_save, .load = listing_load, .done = listing_done                   \
	}

static struct listing *new_listing(struct leat_bind *bind)
{
	struct listing *listing = LEAT_ARENA_NEW(bind->arena, struct listing);

	bind->data = listing;
	return listing;
}

/* All items with @p separator between them. */
static void join(const struct leat_bag *bag, struct leat_str separator, struct leat_buf *out)
{
	const struct leat_str *item;
	uint32_t position = 0;
	bool first = true;

	while ((item = leat_bag_next(bag, &position))) {
		if (!first)
			leat_buf_str(out, separator);
		leat_buf_str(out, *item);
		first = false;
	}
}

static int check_size(const struct leat_buf *buf, struct leat_err *err)
{
	if (!buf->full)
		return 0;
	return leat_err_set(err, LEAT_E_RUNTIME, "an aggregate makes a text over 1 GB");
}

/* ---- LISTAGG ---- */

static void put_text(const struct leat_col *col, uint32_t row, struct leat_buf *out)
{
	leat_buf_str(out, col->bytes[row]);
}

static int listagg_emit(const struct leat_agg_call *call, const void *state,
                        struct leat_col_builder *out, struct leat_err *err)
{
	const struct listing *listing = call->data;
	const struct leat_bag *bag = state;
	struct leat_buf text;
	int r;

	if (bag->count == 0) {
		leat_col_builder_null(out);
		return 0;
	}
	leat_buf_init(&text, VALUE_BYTES_MAX);
	join(bag, listing->separator, &text);
	r = check_size(&text, err);
	if (!r)
		leat_col_builder_copy_bytes(out, leat_buf_view(&text));
	leat_buf_done(&text);
	return r;
}

static const struct leat_agg_ops listagg_ops = LISTING_OPS(listagg_emit);

static int bind_listagg(struct leat_bind *bind, bool retracting,
                        const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	struct listing *listing = new_listing(bind);

	(void)retracting;
	LEAT_TRY(leat_bind_signature(bind, "s?s>S?", err));
	listing->put = put_text;
	listing->separator = LEAT_STR(",");
	if (bind->arg_count > 1) {
		if (!leat_bind_text(bind, 1, &listing->separator))
			return leat_bind_reject_arg(bind, 1, err,
			                            "the separator must be a literal");
		listing->separator = leat_arena_str(bind->arena, listing->separator);
	}
	*ret_ops = &listagg_ops;
	return 0;
}

/* ---- ARRAY_AGG(value[, keyword]) ---- */

static int array_agg_emit(const struct leat_agg_call *call, const void *state,
                          struct leat_col_builder *out, struct leat_err *err)
{
	const struct leat_bag *bag = state;
	const struct leat_str *item;
	uint32_t position = 0;

	(void)call;
	if (bag->count == 0) {
		leat_col_builder_null(out);
		return 0;
	}
	leat_col_builder_begin(out);
	while ((item = leat_bag_next(bag, &position))) {
		struct leat_str bytes = *item;
		LEAT_TRY(leat_serial_get(&bytes, leat_col_builder_child(out, 0), true, err));
	}
	leat_col_builder_end(out);
	return 0;
}

static const struct leat_agg_ops array_agg_ops = LISTING_OPS(array_agg_emit);

static int bind_array_agg(struct leat_bind *bind, bool retracting,
                          const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	struct listing *listing = new_listing(bind);

	(void)retracting;
	if (bind->arg_count > 1 && !leat_bind_symbol(bind, 1).p)
		return leat_bind_reject(bind, err);
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_INT));
	listing->put = leat_serial_put;
	listing->with_nulls = !leat_str_is(leat_bind_symbol(bind, 1), "IGNORE");
	*ret_ops = &array_agg_ops;
	bind->ret = leat_type_array(bind->arena, bind->args[0], true);
	return 0;
}

/* ---- JSON_ARRAYAGG(value[, keyword]) ---- */

static int json_arrayagg_emit(const struct leat_agg_call *call, const void *state,
                              struct leat_col_builder *out, struct leat_err *err)
{
	struct leat_buf text;
	int r;

	(void)call;
	leat_buf_init(&text, VALUE_BYTES_MAX);
	leat_buf_char(&text, '[');
	join(state, LEAT_STR(","), &text);
	leat_buf_char(&text, ']');
	r = check_size(&text, err);
	if (!r)
		leat_col_builder_copy_bytes(out, leat_buf_view(&text));
	leat_buf_done(&text);
	return r;
}

static const struct leat_agg_ops json_arrayagg_ops = LISTING_OPS(json_arrayagg_emit);

static int bind_json_arrayagg(struct leat_bind *bind, bool retracting,
                              const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	struct listing *listing = new_listing(bind);

	(void)retracting;
	if (bind->arg_count > 1 && !leat_bind_symbol(bind, 1).p)
		return leat_bind_reject(bind, err);
	listing->put = leat_json_put_value;
	listing->with_nulls = leat_str_is(leat_bind_symbol(bind, 1), "NULL");
	*ret_ops = &json_arrayagg_ops;
	bind->ret = leat_type_sized(bind->arena, LEAT_VARCHAR, JSON_TEXT_LENGTH, false);
	return 0;
}

const struct leat_aggregate leat_aggregates_collect[] = {
	{ .name = "LISTAGG",
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_listagg,
	  .flags = LEAT_AGG_RETRACTS,
	  .syntax = "LISTAGG([DISTINCT] string[, separator])",
	  .doc = "The texts that are not NULL, joined, by default with a comma.",
	  .example = "SELECT LISTAGG(x, '-') AS r FROM (VALUES ('a'), ('a')) AS t(x)",
	  .result = "{\"r\":\"a-a\"}" },
	{ .name = "ARRAY_AGG",
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_array_agg,
	  .flags = LEAT_AGG_RETRACTS,
	  .syntax = "ARRAY_AGG([DISTINCT] value [RESPECT NULLS|IGNORE NULLS])",
	  .doc = "An array of all values, by default NULLs too; NULL when there is none.",
	  .example = "SELECT ARRAY_AGG(x) AS r FROM (VALUES (1), (1)) AS t(x)",
	  .result = "{\"r\":[1,1]}" },
	{ .name = "JSON_ARRAYAGG",
	  .min_args = 1,
	  .max_args = 2,
	  .bind = bind_json_arrayagg,
	  .flags = LEAT_AGG_RETRACTS,
	  .syntax = "JSON_ARRAYAGG(value [NULL|ABSENT ON NULL])",
	  .doc = "A JSON array of all values; NULLs are left out unless NULL ON NULL.",
	  .example = "SELECT JSON_ARRAYAGG(x) AS r FROM (VALUES (1), (1)) AS t(x)",
	  .result = "{\"r\":\"[1,1]\"}" },
	{ .name = NULL },
};

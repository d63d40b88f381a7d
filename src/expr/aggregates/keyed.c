/* SPDX-License-Identifier: Apache-2.0 */
/* COLLECT and JSON_OBJECTAGG: values by key. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/map.h"
#include "expr/aggregates/aggregate.h"
#include "expr/json_text.h"
#include "expr/registry.h"
#include "types/rowkey.h"

enum { VALUE_BYTES_MAX = 1 << 30, JSON_TEXT_LENGTH = 2000 /* Of Flink's result type. */ };

static void map_init(const struct leat_agg_call *call, void *state)
{
	(void)call;
	leat_map_init(state, NULL);
}

/* ---- COLLECT: how often each value came ---- */

static void collect_change(void *const *states, const struct leat_col *args, struct leat_sel sel,
                           intptr_t delta)
{
	const struct leat_col *col = &args[0];
	struct leat_buf key;

	leat_buf_init(&key, VALUE_BYTES_MAX);
	LEAT_EACH_STATE(struct leat_map, state, row, states, sel)
	{
		if (leat_col_is_null(col, row))
			continue;
		leat_buf_clear(&key);
		leat_rowkey_put(&col, 1, row, &key);
		struct leat_str bytes = leat_buf_view(&key);
		intptr_t count = (intptr_t)leat_map_get(state, bytes) + delta;
		if (count)
			leat_map_set(state, bytes, (void *)count);
		else
			leat_map_remove(state, bytes);
	}
	leat_buf_done(&key);
}

static void collect_add(const struct leat_agg_call *call, void *const *states,
                        const struct leat_col *args, struct leat_sel sel)
{
	(void)call;
	collect_change(states, args, sel, 1);
}

static void collect_retract(const struct leat_agg_call *call, void *const *states,
                            const struct leat_col *args, struct leat_sel sel)
{
	(void)call;
	collect_change(states, args, sel, -1);
}

static void collect_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	(void)call;
	while ((entry = leat_map_next(from, &position))) {
		intptr_t count = (intptr_t)leat_map_get(into, entry->key) + (intptr_t)entry->value;
		if (count)
			leat_map_set(into, entry->key, (void *)count);
		else
			leat_map_remove(into, entry->key);
	}
}

static int collect_emit(const struct leat_agg_call *call, const void *state,
                        struct leat_col_builder *out, struct leat_err *err)
{
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	(void)call;
	(void)err;
	leat_col_builder_begin(out);
	while ((entry = leat_map_next(state, &position))) {
		struct leat_col_builder *element = leat_col_builder_child(out, 0);
		if ((intptr_t)entry->value <= 0)
			continue;
		leat_rowkey_get(entry->key, &element, 1, true);
		leat_col_builder_i64(leat_col_builder_child(out, 1), (intptr_t)entry->value);
	}
	leat_col_builder_end(out);
	return 0;
}

static void collect_save(const struct leat_agg_call *call, const void *state, struct leat_buf *out)
{
	const struct leat_map *map = state;
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	(void)call;
	leat_buf_add(out, &map->count, sizeof(map->count));
	while ((entry = leat_map_next(map, &position))) {
		int64_t count = (intptr_t)entry->value;
		leat_snapshot_put_str(entry->key, out);
		leat_buf_add(out, &count, sizeof(count));
	}
}

static void collect_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	uint32_t key_count;

	(void)call;
	leat_reader_take(in, &key_count, sizeof(key_count));
	for (uint32_t i = 0; i < key_count && !in->failed; i++) {
		struct leat_str key = leat_reader_take_str(in);
		int64_t count;
		leat_reader_take(in, &count, sizeof(count));
		if (!in->failed)
			leat_map_set(state, key, (void *)(intptr_t)count);
	}
}

static void collect_done(const struct leat_agg_call *call, void *state)
{
	(void)call;
	leat_map_done(state);
}

static const struct leat_agg_ops collect_ops = {
	.state_bytes = sizeof(struct leat_map),
	.init = map_init,
	.add = collect_add,
	.retract = collect_retract,
	.merge = collect_merge,
	.emit = collect_emit,
	.save = collect_save,
	.load = collect_load,
	.done = collect_done,
};

static int bind_collect(struct leat_bind *bind, bool retracting,
                        const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	(void)retracting;
	(void)err;
	if (bind->args[0]->id == LEAT_NULL)
		leat_bind_want(bind, 0, leat_type_basic(LEAT_INT));
	*ret_ops = &collect_ops;
	bind->ret = leat_type_multiset(bind->arena, bind->args[0], false);
	return 0;
}

/* ---- JSON_OBJECTAGG(key, value[, keyword]): the last value of each key, as JSON ---- */

/* The call's data. */
struct objectagg {
	bool absent; /* ABSENT ON NULL. */
};

static void objectagg_set(struct leat_map *map, struct leat_str key, const char *json, size_t n)
{
	free(leat_map_set(map, key, leat_strndup(json, n)));
}

static void objectagg_change(const struct leat_agg_call *call, void *const *states,
                             const struct leat_col *args, struct leat_sel sel, bool retract)
{
	const struct objectagg *objectagg = call->data;
	struct leat_buf json;

	leat_buf_init(&json, VALUE_BYTES_MAX);
	LEAT_EACH_STATE(struct leat_map, state, row, states, sel)
	{
		if (leat_col_is_null(&args[0], row) ||
		    (objectagg->absent && leat_col_is_null(&args[1], row)))
			continue;
		struct leat_str key = args[0].bytes[row];
		leat_buf_clear(&json);
		leat_json_put_value(&args[1], row, &json);
		if (!retract) {
			objectagg_set(state, key, json.data, json.size);
			continue;
		}
		/* A later row of the key stays. */
		const char *have = leat_map_get(state, key);
		if (have && strlen(have) == json.size && memcmp(have, json.data, json.size) == 0)
			free(leat_map_remove(state, key));
	}
	leat_buf_done(&json);
}

static void objectagg_add(const struct leat_agg_call *call, void *const *states,
                          const struct leat_col *args, struct leat_sel sel)
{
	objectagg_change(call, states, args, sel, false);
}

static void objectagg_retract(const struct leat_agg_call *call, void *const *states,
                              const struct leat_col *args, struct leat_sel sel)
{
	objectagg_change(call, states, args, sel, true);
}

static void objectagg_merge(const struct leat_agg_call *call, void *into, const void *from)
{
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	(void)call;
	while ((entry = leat_map_next(from, &position)))
		objectagg_set(into, entry->key, entry->value, strlen(entry->value));
}

static int objectagg_emit(const struct leat_agg_call *call, const void *state,
                          struct leat_col_builder *out, struct leat_err *err)
{
	const struct leat_map_entry *entry;
	uint32_t position = 0;
	struct leat_buf text;
	int r = 0;

	(void)call;
	leat_buf_init(&text, VALUE_BYTES_MAX);
	leat_buf_char(&text, '{');
	while ((entry = leat_map_next(state, &position))) {
		if (text.size > 1)
			leat_buf_char(&text, ',');
		leat_json_quote(&text, entry->key);
		leat_buf_char(&text, ':');
		leat_buf_text(&text, entry->value);
	}
	leat_buf_char(&text, '}');
	if (text.full)
		r = leat_err_set(err, LEAT_E_RUNTIME, "an aggregate makes a text over 1 GB");
	else
		leat_col_builder_copy_bytes(out, leat_buf_view(&text));
	leat_buf_done(&text);
	return r;
}

static void objectagg_save(const struct leat_agg_call *call, const void *state,
                           struct leat_buf *out)
{
	const struct leat_map *map = state;
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	(void)call;
	leat_buf_add(out, &map->count, sizeof(map->count));
	while ((entry = leat_map_next(map, &position))) {
		leat_snapshot_put_str(entry->key, out);
		leat_snapshot_put_str(leat_str_of(entry->value), out);
	}
}

static void objectagg_load(const struct leat_agg_call *call, void *state, struct leat_reader *in)
{
	uint32_t key_count;

	(void)call;
	leat_reader_take(in, &key_count, sizeof(key_count));
	for (uint32_t i = 0; i < key_count && !in->failed; i++) {
		struct leat_str key = leat_reader_take_str(in);
		struct leat_str json = leat_reader_take_str(in);
		if (!in->failed)
			objectagg_set(state, key, json.p, json.n);
	}
}

static void objectagg_done(const struct leat_agg_call *call, void *state)
{
	const struct leat_map_entry *entry;
	uint32_t position = 0;

	(void)call;
	while ((entry = leat_map_next(state, &position)))
		free(entry->value);
	leat_map_done(state);
}

static const struct leat_agg_ops objectagg_ops = {
	.state_bytes = sizeof(struct leat_map),
	.init = map_init,
	.add = objectagg_add,
	.retract = objectagg_retract,
	.merge = objectagg_merge,
	.emit = objectagg_emit,
	.save = objectagg_save,
	.load = objectagg_load,
	.done = objectagg_done,
};

static int bind_objectagg(struct leat_bind *bind, bool retracting,
                          const struct leat_agg_ops **ret_ops, struct leat_err *err)
{
	struct objectagg *objectagg = LEAT_ARENA_NEW(bind->arena, struct objectagg);

	(void)retracting;
	if (!leat_type_is_text(bind->args[0]))
		return leat_bind_reject_arg(bind, 0, err, "a key must be text");
	if (bind->arg_count > 2 && !leat_bind_symbol(bind, 2).p)
		return leat_bind_reject(bind, err);
	objectagg->absent = leat_str_is(leat_bind_symbol(bind, 2), "ABSENT");
	bind->data = objectagg;
	*ret_ops = &objectagg_ops;
	bind->ret = leat_type_sized(bind->arena, LEAT_VARCHAR, JSON_TEXT_LENGTH, false);
	return 0;
}

const struct leat_aggregate leat_aggregates_keyed[] = {
	{ .name = "COLLECT",
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_collect,
	  .flags = LEAT_AGG_RETRACTS | LEAT_AGG_PURE,
	  .syntax = "COLLECT([DISTINCT] value)",
	  .doc = "A multiset of the values that are not NULL.",
	  .example = "SELECT COLLECT(x) AS r FROM (VALUES ('a'), ('a')) AS t(x)",
	  .result = "{\"r\":{\"a\":2}}" },
	{ .name = "JSON_OBJECTAGG",
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_objectagg,
	  .flags = LEAT_AGG_RETRACTS,
	  .syntax = "JSON_OBJECTAGG([KEY] key VALUE value [NULL|ABSENT ON NULL])",
	  .doc = "A JSON object of keys and values; of equal keys the last one counts.",
	  .example = "SELECT JSON_OBJECTAGG(KEY k VALUE v) AS r FROM (VALUES ('a', 1)) AS t(k, v)",
	  .result = "{\"r\":\"{\\\"a\\\":1}\"}" },
	{ .name = NULL },
};

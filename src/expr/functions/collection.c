/* SPDX-License-Identifier: Apache-2.0 */
/* Reaching into arrays and maps, and making maps. */
#include "expr/bind.h"
#include "expr/coerce.h"
#include "expr/kernel.h"
#include "expr/regexp.h"
#include "expr/registry.h"
#include "types/compare.h"

static struct leat_str slice(struct leat_str s, uint32_t begin, uint32_t end)
{
	return (struct leat_str){ s.p + begin, end - begin };
}

/* ---- CARDINALITY ---- */

LEAT_KERNEL(cardinality)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		out->i64[row] = list.count;
	}
	return 0;
}

static int bind_cardinality(struct leat_bind *bind, struct leat_err *err)
{
	if (leat_type_phys(bind->args[0]) != LEAT_PHYS_LIST)
		return leat_bind_reject(bind, err);
	return leat_bind_returns_id(bind, LEAT_INT);
}

/* ---- access ---- */

LEAT_KERNEL(array_at)
{
	struct leat_gather gather = leat_gather_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		int64_t index = args[1].i64[row];
		if (index < 1 || index > list.count)
			leat_gather_null(&gather, row);
		else
			leat_gather_put(&gather, row, args[0].children,
			                list.begin + (uint32_t)index - 1);
	}
	leat_gather_end(&gather);
	return 0;
}

LEAT_KERNEL(map_at)
{
	const struct leat_col *keys = &args[0].children[0], *values = &args[0].children[1];
	struct leat_gather gather = leat_gather_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		uint32_t i = 0;
		while (i < list.count && !leat_col_equal(keys, list.begin + i, &args[1], row))
			i++;
		if (i == list.count)
			leat_gather_null(&gather, row);
		else
			leat_gather_put(&gather, row, values, list.begin + i);
	}
	leat_gather_end(&gather);
	return 0;
}

static int bind_at(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *type = bind->args[0], *index = bind->args[1];

	if (type->id == LEAT_MAP) {
		const struct leat_type *types[] = { type->children[0], index };
		if (!leat_type_common(bind->arena, 2, types))
			return leat_bind_reject(bind, err);
		leat_bind_want(bind, 1, type->children[0]);
		bind->kernel = map_at;
		return leat_bind_returns(bind, type->children[1], true);
	}
	if (type->id != LEAT_ARRAY || (!leat_type_is_integer(index) && index->id != LEAT_NULL))
		return leat_bind_reject(bind, err);
	if (leat_bind_is_known(bind, 1) && bind->constants[1]->i64[0] < 1)
		return leat_bind_reject_arg(bind, 1, err, "elements are counted from 1");
	if (index->id == LEAT_NULL)
		leat_bind_want(bind, 1, leat_type_basic(LEAT_INT));
	bind->kernel = array_at;
	return leat_bind_returns(bind, type->children[0], true);
}

/* The only element. */
LEAT_KERNEL(element)
{
	struct leat_gather gather = leat_gather_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		if (list.count > 1)
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "ELEMENT of an array with %u elements", list.count);
		if (list.count == 0)
			leat_gather_null(&gather, row);
		else
			leat_gather_put(&gather, row, args[0].children, list.begin);
	}
	leat_gather_end(&gather);
	return 0;
}

static int bind_element(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id != LEAT_ARRAY && bind->args[0]->id != LEAT_MULTISET)
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, bind->args[0]->children[0], true);
}

/* ---- parts of maps ---- */

static int half_of_map(const struct leat_col *args, uint32_t half, struct leat_out *out)
{
	struct leat_col col = args[0];

	col.type = out->type;
	col.children = &args[0].children[half];
	leat_out_take(out, &col);
	return 0;
}

LEAT_KERNEL(map_keys)
{
	return half_of_map(args, 0, out);
}

LEAT_KERNEL(map_values)
{
	return half_of_map(args, 1, out);
}

static int bind_half(struct leat_bind *bind, uint32_t half, struct leat_err *err)
{
	const struct leat_type *type = bind->args[0];

	if (type->id != LEAT_MAP)
		return leat_bind_reject(bind, err);
	bind->ret = leat_type_array(bind->arena, type->children[half], type->nullable);
	return 0;
}

static int bind_keys(struct leat_bind *bind, struct leat_err *err)
{
	return bind_half(bind, 0, err);
}

static int bind_values(struct leat_bind *bind, struct leat_err *err)
{
	return bind_half(bind, 1, err);
}

/* The entries are rows over the same keys and values. */
LEAT_KERNEL(map_entries)
{
	struct leat_col *entries = LEAT_ARENA_NEW(out->arena, struct leat_col);
	struct leat_col col = args[0];

	*entries = (struct leat_col){ .type = out->type->children[0],
		                      .children = args[0].children };
	col.type = out->type;
	col.children = entries;
	leat_out_take(out, &col);
	return 0;
}

static int bind_entries(struct leat_bind *bind, struct leat_err *err)
{
	static const struct leat_str names[] = { { "key", 3 }, { "value", 5 } };
	const struct leat_type *type = bind->args[0], *entry;

	if (type->id != LEAT_MAP)
		return leat_bind_reject(bind, err);
	entry = leat_type_row(bind->arena, 2, names, type->children, true);
	bind->ret = leat_type_array(bind->arena, entry, type->nullable);
	return 0;
}

/* ---- making maps ---- */

LEAT_KERNEL(map_from_arrays)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list keys = args[0].list[row], values = args[1].list[row];
		struct leat_col_builder *map = leat_rows_next(&rows, row);

		if (keys.count != values.count)
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "MAP_FROM_ARRAYS of %u keys and %u values", keys.count,
			                    values.count);
		leat_col_builder_begin(map);
		for (uint32_t i = 0; i < keys.count; i++) {
			leat_col_builder_append(leat_col_builder_child(map, 0), args[0].children,
			                        keys.begin + i, false);
			leat_col_builder_append(leat_col_builder_child(map, 1), args[1].children,
			                        values.begin + i, false);
		}
		leat_col_builder_end(map);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_from_arrays(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id != LEAT_ARRAY || bind->args[1]->id != LEAT_ARRAY)
		return leat_bind_reject(bind, err);
	bind->ret = leat_type_map(bind->arena, bind->args[0]->children[0],
	                          bind->args[1]->children[0], leat_bind_is_nullable(bind));
	return 0;
}

/* A key of the map of argument @p arg that a later argument has too. */
static bool comes_again(const struct leat_call *call, const struct leat_col *args, uint32_t arg,
                        uint32_t at, uint32_t row)
{
	for (uint32_t a = arg + 1; a < call->arg_count; a++) {
		struct leat_list list = args[a].list[row];
		for (uint32_t i = 0; i < list.count; i++)
			if (leat_col_equal(args[arg].children, at, args[a].children,
			                   list.begin + i))
				return true;
	}
	return false;
}

/* Of equal keys the last one counts. */
LEAT_KERNEL(map_union)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_col_builder *map = leat_rows_next(&rows, row);
		leat_col_builder_begin(map);
		for (uint32_t a = 0; a < call->arg_count; a++) {
			struct leat_list list = args[a].list[row];
			for (uint32_t i = list.begin; i < list.begin + list.count; i++) {
				if (comes_again(call, args, a, i, row))
					continue;
				for (uint32_t half = 0; half < 2; half++)
					leat_col_builder_append(leat_col_builder_child(map, half),
					                        &args[a].children[half], i, false);
			}
		}
		leat_col_builder_end(map);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_union(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *common = leat_type_common(bind->arena, bind->arg_count, bind->args);

	if (!common || common->id != LEAT_MAP)
		return leat_bind_reject(bind, err);
	for (uint32_t i = 0; i < bind->arg_count; i++)
		leat_bind_want(bind, i, common);
	return leat_bind_returns(bind, common, leat_bind_is_nullable(bind));
}

/* The delimiters of STR_TO_MAP, regular expressions as in Flink. */
static const struct leat_regexp *delimiter(const struct leat_call *call,
                                           const struct leat_col *args, uint32_t arg, uint32_t row,
                                           const char *otherwise)
{
	struct leat_str text = { otherwise, 1 };

	if (arg < call->arg_count)
		text = args[arg].bytes[row];
	return leat_cache_get((struct leat_cache *)call->data, text);
}

/* Where the first match of @p delimiter from @p at on begins and ends; the end of @p s without
 * one. */
static void next_delimiter(const struct leat_regexp *delimiter, struct leat_str s, uint32_t at,
                           uint32_t *ret_begin, uint32_t *ret_end)
{
	if (at <= s.n && delimiter && leat_regexp_find(delimiter, s, at) &&
	    leat_regexp_group(delimiter, 0, ret_begin, ret_end) && *ret_end > at)
		return;
	*ret_begin = s.n;
	*ret_end = s.n + 1;
}

LEAT_KERNEL(str_to_map)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_col_builder *map = leat_rows_next(&rows, row);
		struct leat_str s = args[0].bytes[row];
		uint32_t at = 0, end, next;

		leat_col_builder_begin(map);
		while (at < s.n) {
			next_delimiter(delimiter(call, args, 1, row, ","), s, at, &end, &next);
			struct leat_str pair = slice(s, at, end);
			uint32_t key_end, value;
			next_delimiter(delimiter(call, args, 2, row, "="), pair, 0, &key_end,
			               &value);
			leat_col_builder_bytes(leat_col_builder_child(map, 0),
			                       slice(pair, 0, key_end));
			if (value <= pair.n)
				leat_col_builder_bytes(leat_col_builder_child(map, 1),
				                       slice(pair, value, pair.n));
			else
				leat_col_builder_null(leat_col_builder_child(map, 1));
			at = next;
		}
		leat_col_builder_end(map);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_str_to_map(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *text = leat_type_basic(LEAT_VARCHAR);

	LEAT_TRY(leat_bind_signature(bind, "s?ss>S", err));
	bind->data = leat_regexp_cache(bind->arena);
	bind->ret = leat_type_map(bind->arena, text, text, leat_bind_is_nullable(bind));
	return 0;
}

#define COLLECTION .group = "collection", .flags = LEAT_FN_STRICT | LEAT_FN_PURE

const struct leat_function leat_functions_collection[] = {
	{ .name = "[]",
	  .group = "collection",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_OPERATOR,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_at,
	  .syntax = "array[index], map[key]",
	  .doc = "An element, counted from 1, or the value of a key; NULL when there is none.",
	  .example = "ARRAY['a', 'b'][2]",
	  .result = "\"b\"" },
	{ .name = "CARDINALITY",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_cardinality,
	  .kernel = cardinality,
	  .syntax = "CARDINALITY(array or map)",
	  .doc = "The number of elements.",
	  .example = "CARDINALITY(ARRAY[1, 2])",
	  .result = "2" },
	{ .name = "ELEMENT",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_element,
	  .kernel = element,
	  .syntax = "ELEMENT(array)",
	  .doc = "The only element; NULL of an empty array. More elements fail the job.",
	  .example = "ELEMENT(ARRAY[5])",
	  .result = "5" },
	{ .name = "MAP_KEYS",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_keys,
	  .kernel = map_keys,
	  .syntax = "MAP_KEYS(map)",
	  .doc = "The keys, in no order.",
	  .example = "MAP_KEYS(MAP['a', 1])",
	  .result = "[\"a\"]" },
	{ .name = "MAP_VALUES",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_values,
	  .kernel = map_values,
	  .syntax = "MAP_VALUES(map)",
	  .doc = "The values, in no order.",
	  .example = "MAP_VALUES(MAP['a', 1])",
	  .result = "[1]" },
	{ .name = "MAP_ENTRIES",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_entries,
	  .kernel = map_entries,
	  .syntax = "MAP_ENTRIES(map)",
	  .doc = "The entries as rows of key and value, in no order.",
	  .example = "MAP_ENTRIES(MAP['a', 1])",
	  .result = "[{\"key\":\"a\",\"value\":1}]" },
	{ .name = "MAP_FROM_ARRAYS",
	  COLLECTION,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_from_arrays,
	  .kernel = map_from_arrays,
	  .syntax = "MAP_FROM_ARRAYS(keys, values)",
	  .doc = "A map of two arrays of one length.",
	  .example = "MAP_FROM_ARRAYS(ARRAY['a'], ARRAY[1])",
	  .result = "{\"a\":1}" },
	{ .name = "MAP_UNION",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_union,
	  .kernel = map_union,
	  .syntax = "MAP_UNION(map1, ..)",
	  .doc = "The entries of all maps; of equal keys the last one counts.",
	  .example = "MAP_UNION(MAP['a', 1], MAP['a', 2])",
	  .result = "{\"a\":2}" },
	{ .name = "STR_TO_MAP",
	  COLLECTION,
	  .min_args = 1,
	  .max_args = 3,
	  .bind = bind_str_to_map,
	  .kernel = str_to_map,
	  .syntax = "STR_TO_MAP(string[, pair_regex, key_regex])",
	  .doc = "The map that a text like a=1,b=2 is.",
	  .example = "STR_TO_MAP('a=1,b=2')",
	  .result = "{\"a\":\"1\",\"b\":\"2\"}" },
	{ .name = NULL },
};

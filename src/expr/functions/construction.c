/* SPDX-License-Identifier: Apache-2.0 */
/* ARRAY[..], MAP[..] and ROW(..). */
#include "expr/bind.h"
#include "expr/coerce.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/compare.h"

/* The common type of arguments begin, begin + step, .., wished for all of them. */
static const struct leat_type *want_common(struct leat_bind *bind, uint32_t begin, uint32_t step)
{
	const struct leat_type **types = LEAT_ARENA_ARRAY(bind->arena, const struct leat_type *,
	                                                  bind->arg_count);
	const struct leat_type *common;
	uint32_t count = 0;

	for (uint32_t i = begin; i < bind->arg_count; i += step)
		types[count++] = bind->args[i];
	common = leat_type_common(bind->arena, count, types);
	for (uint32_t i = begin; common && i < bind->arg_count; i += step)
		leat_bind_want(bind, i, common);
	return common;
}

LEAT_KERNEL(array)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_col_builder *list = leat_rows_next(&rows, row);
		leat_col_builder_begin(list);
		for (uint32_t i = 0; i < call->arg_count; i++)
			leat_col_builder_append(leat_col_builder_child(list, 0), &args[i], row,
			                        false);
		leat_col_builder_end(list);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_array(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *element = want_common(bind, 0, 1);

	if (!element)
		return leat_bind_reject(bind, err);
	bind->ret = leat_type_array(bind->arena, element, false);
	return 0;
}

/* The last one of equal keys counts. */
static bool comes_again(const struct leat_call *call, const struct leat_col *args, uint32_t key,
                        uint32_t row)
{
	for (uint32_t i = key + 2; i < call->arg_count; i += 2)
		if (leat_col_equal(&args[key], row, &args[i], row))
			return true;
	return false;
}

LEAT_KERNEL(map)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_col_builder *map = leat_rows_next(&rows, row);
		leat_col_builder_begin(map);
		for (uint32_t i = 0; i < call->arg_count; i += 2) {
			if (comes_again(call, args, i, row))
				continue;
			leat_col_builder_append(leat_col_builder_child(map, 0), &args[i], row,
			                        false);
			leat_col_builder_append(leat_col_builder_child(map, 1), &args[i + 1], row,
			                        false);
		}
		leat_col_builder_end(map);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_map(struct leat_bind *bind, struct leat_err *err)
{
	const struct leat_type *key, *value;

	if (bind->arg_count % 2)
		return leat_bind_reject(bind, err);
	key = want_common(bind, 0, 2);
	value = want_common(bind, 1, 2);
	if (!key || !value)
		return leat_bind_reject(bind, err);
	bind->ret = leat_type_map(bind->arena, key, value, false);
	return 0;
}

/* The fields are the arguments' columns. */
LEAT_KERNEL(row_kernel)
{
	struct leat_col *children = LEAT_ARENA_ARRAY(out->arena, struct leat_col, call->arg_count);
	struct leat_col col = { .type = out->type, .children = children };

	for (uint32_t i = 0; i < call->arg_count; i++) {
		children[i] = args[i];
		children[i].type = call->ret->children[i];
	}
	leat_out_take(out, &col);
	return 0;
}

static int bind_row(struct leat_bind *bind, struct leat_err *err)
{
	struct leat_str *names = LEAT_ARENA_ARRAY(bind->arena, struct leat_str, bind->arg_count);

	(void)err;
	for (uint32_t i = 0; i < bind->arg_count; i++) {
		const char *name = leat_arena_printf(bind->arena, "EXPR$%u", i);
		names[i] = (struct leat_str){ name, (uint32_t)__builtin_strlen(name) };
	}
	bind->ret = leat_type_row(bind->arena, bind->arg_count, names, bind->args, false);
	return 0;
}

#define CONSTRUCTION                                                                               \
	.group = "construction", .flags = LEAT_FN_PURE | LEAT_FN_OPERATOR, .max_args = 255

const struct leat_function leat_functions_construction[] = {
	{ .name = "ARRAY",
	  CONSTRUCTION,
	  .min_args = 1,
	  .bind = bind_array,
	  .kernel = array,
	  .syntax = "ARRAY[value1, ..]",
	  .doc = "An array of values of their common type.",
	  .example = "ARRAY[1, 2]",
	  .result = "[1,2]" },
	{ .name = "MAP",
	  CONSTRUCTION,
	  .min_args = 2,
	  .bind = bind_map,
	  .kernel = map,
	  .syntax = "MAP[key1, value1, ..]",
	  .doc = "A map; of equal keys the last one counts.",
	  .example = "MAP['a', 1]",
	  .result = "{\"a\":1}" },
	{ .name = "ROW",
	  CONSTRUCTION,
	  .min_args = 1,
	  .bind = bind_row,
	  .kernel = row_kernel,
	  .syntax = "ROW(value1, ..)",
	  .doc = "A row with the fields EXPR$0, EXPR$1, ..",
	  .example = "ROW(1, 'a')",
	  .result = "{\"EXPR$0\":1,\"EXPR$1\":\"a\"}" },
	{ .name = NULL },
};

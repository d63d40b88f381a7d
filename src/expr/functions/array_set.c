/* SPDX-License-Identifier: Apache-2.0 */
/* ARRAY_CONTAINS, ARRAY_SORT, ARRAY_UNION and all their likes. */
#include <stdlib.h>
#include <string.h>

#include "expr/bind.h"
#include "expr/coerce.h"
#include "expr/kernel.h"
#include "expr/registry.h"
#include "types/compare.h"

enum { TEXT_BYTES_MAX = INT32_MAX };

/* ---- binding ---- */

/* The first @p arrays arguments are arrays, the rest (if @p with_elements) elements: all of a
 * common element type. */
static int want_arrays(struct leat_bind *bind, uint32_t arrays, uint32_t elements,
                       struct leat_err *err)
{
	const struct leat_type **types = LEAT_ARENA_ARRAY(bind->arena, const struct leat_type *,
	                                                  arrays + elements);
	const struct leat_type *common;

	for (uint32_t i = 0; i < arrays + elements; i++) {
		if (i < arrays && bind->args[i]->id != LEAT_ARRAY)
			return leat_bind_reject(bind, err);
		types[i] = i < arrays ? bind->args[i]->children[0] : bind->args[i];
	}
	common = leat_type_common(bind->arena, arrays + elements, types);
	if (!common)
		return leat_bind_reject(bind, err);
	for (uint32_t i = 0; i < arrays + elements; i++)
		leat_bind_want(bind, i,
		               i < arrays ? leat_type_array(bind->arena, common, true) : common);
	return 0;
}

/* The result is an array as argument 0; NULL when one of the arrays is. */
static int returns_array(struct leat_bind *bind, uint32_t arrays)
{
	bool nullable = false;

	for (uint32_t i = 0; i < arrays; i++)
		nullable |= bind->args[i]->nullable;
	return leat_bind_returns(bind, bind->args[0], nullable);
}

static int bind_array_and_element(struct leat_bind *bind, struct leat_err *err)
{
	return want_arrays(bind, 1, 1, err);
}

static int bind_contains(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(bind_array_and_element(bind, err));
	return leat_bind_returns(bind, leat_type_basic(LEAT_BOOLEAN), bind->args[0]->nullable);
}

static int bind_position(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(bind_array_and_element(bind, err));
	return leat_bind_returns_id(bind, LEAT_INT);
}

static int bind_change(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(bind_array_and_element(bind, err));
	return returns_array(bind, 1);
}

static int bind_same(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id != LEAT_ARRAY)
		return leat_bind_reject(bind, err);
	for (uint32_t i = 1; i < bind->arg_count; i++)
		if (!leat_type_is_integer(bind->args[i]) && bind->args[i]->id != LEAT_BOOLEAN)
			return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, bind->args[0], leat_bind_is_nullable(bind));
}

static int bind_sets(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(want_arrays(bind, bind->arg_count, 0, err));
	return returns_array(bind, bind->arg_count);
}

static int bind_extreme(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id != LEAT_ARRAY || bind->args[0]->children[0]->child_count)
		return leat_bind_reject(bind, err);
	return leat_bind_returns(bind, bind->args[0]->children[0], true);
}

/* ---- looking ---- */

/* The first place of the row's needle in the list, or its count. */
static uint32_t place_of(const struct leat_col *elements, struct leat_list list,
                         const struct leat_col *needle, uint32_t row)
{
	uint32_t i = 0;

	while (i < list.count && !leat_col_equal(elements, list.begin + i, needle, row))
		i++;
	return i;
}

/* NULL is an element like others: only a NULL array gives NULL. */
LEAT_KERNEL(array_contains)
{
	LEAT_EACH_ROW(row, sel)
	{
		if (leat_col_is_null(&args[0], row)) {
			leat_out_null(out, row);
			continue;
		}
		struct leat_list list = args[0].list[row];
		out->boolean[row] = place_of(args[0].children, list, &args[1], row) < list.count;
	}
	return 0;
}

LEAT_KERNEL(array_position)
{
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		uint32_t place = place_of(args[0].children, list, &args[1], row);
		out->i64[row] = place < list.count ? place + 1 : 0;
	}
	return 0;
}

static int extreme(const struct leat_col *args, struct leat_sel sel, int sign, struct leat_out *out)
{
	const struct leat_col *elements = args[0].children;
	struct leat_gather gather = leat_gather_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		uint32_t best = UINT32_MAX;
		for (uint32_t i = list.begin; i < list.begin + list.count; i++)
			if (!leat_col_is_null(elements, i) &&
			    (best == UINT32_MAX ||
			     leat_col_compare(elements, i, elements, best, true) * sign > 0))
				best = i;
		if (best == UINT32_MAX)
			leat_gather_null(&gather, row);
		else
			leat_gather_put(&gather, row, elements, best);
	}
	leat_gather_end(&gather);
	return 0;
}

LEAT_KERNEL(array_max)
{
	return extreme(args, sel, 1, out);
}

LEAT_KERNEL(array_min)
{
	return extreme(args, sel, -1, out);
}

/* ARRAY_JOIN(array, delimiter[, for NULL]) */
LEAT_KERNEL(array_join)
{
	const struct leat_col *elements = args[0].children;
	struct leat_buf to;

	leat_buf_init(&to, TEXT_BYTES_MAX);
	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		bool first = true;

		leat_buf_clear(&to);
		for (uint32_t i = list.begin; i < list.begin + list.count; i++) {
			bool null = leat_col_is_null(elements, i);
			if (null && call->arg_count < 3)
				continue;
			if (!first)
				leat_buf_str(&to, args[1].bytes[row]);
			leat_buf_str(&to, null ? args[2].bytes[row] : elements->bytes[i]);
			first = false;
		}
		leat_out_copy(out, row, to.data ? to.data : "", to.size);
	}
	leat_buf_done(&to);
	return 0;
}

static int bind_join(struct leat_bind *bind, struct leat_err *err)
{
	if (bind->args[0]->id != LEAT_ARRAY || !leat_type_is_text(bind->args[0]->children[0]))
		return leat_bind_reject(bind, err);
	return leat_bind_signature(bind, "as?s>S", err);
}

/* ---- changing ---- */

static void add(struct leat_col_builder *list, const struct leat_col *elements, uint32_t at)
{
	leat_col_builder_append(leat_col_builder_child(list, 0), elements, at, false);
}

static void add_range(struct leat_col_builder *list, const struct leat_col *elements,
                      uint32_t begin, uint32_t end)
{
	for (uint32_t i = begin; i < end; i++)
		add(list, elements, i);
}

/* APPEND (@p front false) and PREPEND. */
static int extend(const struct leat_col *args, struct leat_sel sel, bool front,
                  struct leat_out *out)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		struct leat_list list = args[0].list[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		leat_col_builder_begin(to);
		if (front)
			add(to, &args[1], row);
		add_range(to, args[0].children, list.begin, list.begin + list.count);
		if (!front)
			add(to, &args[1], row);
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

LEAT_KERNEL(array_append)
{
	return extend(args, sel, false, out);
}

LEAT_KERNEL(array_prepend)
{
	return extend(args, sel, true, out);
}

LEAT_KERNEL(array_remove)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		if (leat_col_is_null(&args[0], row))
			continue;
		struct leat_list list = args[0].list[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		leat_col_builder_begin(to);
		for (uint32_t i = list.begin; i < list.begin + list.count; i++)
			if (!leat_col_equal(args[0].children, i, &args[1], row))
				add(to, args[0].children, i);
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

LEAT_KERNEL(array_reverse)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		leat_col_builder_begin(to);
		for (uint32_t i = list.count; i > 0; i--)
			add(to, args[0].children, list.begin + i - 1);
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

/* ARRAY_SLICE(array, first[, last]): from 1, negative ones from the end, 0 as 1. */
LEAT_KERNEL(array_slice)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		int64_t count = list.count, first = args[1].i64[row];
		int64_t last = call->arg_count > 2 ? args[2].i64[row] : count;

		first += first < 0 ? count + 1 : 0;
		last += last < 0 ? count + 1 : 0;
		first = first < 1 ? 1 : first;
		last = last == 0 ? 1 : last > count ? count : last;
		leat_col_builder_begin(to);
		if (first <= last)
			add_range(to, args[0].children, list.begin + (uint32_t)first - 1,
			          list.begin + (uint32_t)last);
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

/* ---- sorting ---- */

/* How elements are compared by qsort_r. */
struct sorting {
	const struct leat_col *elements;
	bool descending, nulls_first;
};

static int compare_elements(const void *a, const void *b, void *context)
{
	const struct sorting *sorting = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	bool x_null = leat_col_is_null(sorting->elements, x);
	bool y_null = leat_col_is_null(sorting->elements, y);

	if (x_null || y_null)
		return x_null == y_null ? 0 : x_null == sorting->nulls_first ? -1 : 1;
	int order = leat_col_compare(sorting->elements, x, sorting->elements, y, true);
	return sorting->descending ? -order : order;
}

/* ARRAY_SORT(array[, ascending[, nulls first]]) */
LEAT_KERNEL(array_sort)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		bool ascending = call->arg_count < 2 || args[1].boolean[row];
		struct sorting sorting = {
			.elements = args[0].children,
			.descending = !ascending,
			.nulls_first = call->arg_count < 3 ? ascending : args[2].boolean[row],
		};
		uint32_t *order = LEAT_ARENA_ARRAY(out->arena, uint32_t, list.count);

		for (uint32_t i = 0; i < list.count; i++)
			order[i] = list.begin + i;
		qsort_r(order, list.count, sizeof(*order), compare_elements, &sorting);
		leat_col_builder_begin(to);
		for (uint32_t i = 0; i < list.count; i++)
			add(to, args[0].children, order[i]);
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

/* ---- as sets ---- */

/* Element @p at of the row's array @p arg is in array @p other, before place @p limit there. */
static bool is_in(const struct leat_col *args, uint32_t row, uint32_t arg, uint32_t at,
                  uint32_t other, uint32_t limit)
{
	struct leat_list list = args[other].list[row];
	uint32_t count = list.count < limit ? list.count : limit;

	for (uint32_t i = 0; i < count; i++)
		if (leat_col_equal(args[arg].children, at, args[other].children, list.begin + i))
			return true;
	return false;
}

/* The elements of the first array, each once, that are (@p wanted) or are not in the second;
 * without a second one all. */
static int filter_set(const struct leat_call *call, const struct leat_col *args,
                      struct leat_sel sel, bool wanted, struct leat_out *out)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_list list = args[0].list[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		leat_col_builder_begin(to);
		for (uint32_t i = 0; i < list.count; i++) {
			uint32_t at = list.begin + i;
			if (is_in(args, row, 0, at, 0, i))
				continue;
			if (call->arg_count > 1 && is_in(args, row, 0, at, 1, UINT32_MAX) != wanted)
				continue;
			add(to, args[0].children, at);
		}
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

LEAT_KERNEL(array_distinct)
{
	return filter_set(call, args, sel, true, out);
}

LEAT_KERNEL(array_intersect)
{
	return filter_set(call, args, sel, true, out);
}

LEAT_KERNEL(array_except)
{
	return filter_set(call, args, sel, false, out);
}

LEAT_KERNEL(array_union)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		leat_col_builder_begin(to);
		for (uint32_t a = 0; a < 2; a++) {
			struct leat_list list = args[a].list[row];
			for (uint32_t i = 0; i < list.count; i++)
				if (!is_in(args, row, a, list.begin + i, a, i) &&
				    (a == 0 || !is_in(args, row, a, list.begin + i, 0, UINT32_MAX)))
					add(to, args[a].children, list.begin + i);
		}
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

LEAT_KERNEL(array_concat)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		leat_col_builder_begin(to);
		for (uint32_t a = 0; a < call->arg_count; a++) {
			struct leat_list list = args[a].list[row];
			add_range(to, args[a].children, list.begin, list.begin + list.count);
		}
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

/* ---- SPLIT ---- */

LEAT_KERNEL(split)
{
	struct leat_rows rows = leat_rows_begin(out);

	LEAT_EACH_ROW(row, sel)
	{
		struct leat_str s = args[0].bytes[row], delimiter = args[1].bytes[row];
		struct leat_col_builder *to = leat_rows_next(&rows, row);
		struct leat_col_builder *part = leat_col_builder_child(to, 0);

		leat_col_builder_begin(to);
		for (;;) {
			const char *found = delimiter.n ? memmem(s.p, s.n, delimiter.p, delimiter.n)
			                                : NULL;
			if (!found)
				break;
			uint32_t n = (uint32_t)(found - s.p);
			leat_col_builder_bytes(part, (struct leat_str){ s.p, n });
			s = (struct leat_str){ found + delimiter.n, s.n - n - delimiter.n };
		}
		leat_col_builder_bytes(part, s);
		leat_col_builder_end(to);
	}
	leat_rows_end(&rows);
	return 0;
}

static int bind_split(struct leat_bind *bind, struct leat_err *err)
{
	LEAT_TRY(leat_bind_signature(bind, "ss>S", err));
	bind->ret = leat_type_array(
		bind->arena, leat_type_with_null(bind->arena, leat_type_basic(LEAT_VARCHAR), false),
		leat_bind_is_nullable(bind));
	return 0;
}

#define ARRAYS .group = "collection", .flags = LEAT_FN_STRICT | LEAT_FN_PURE
#define ARRAYS_WITH_NULL .group = "collection", .flags = LEAT_FN_PURE

const struct leat_function leat_functions_array_set[] = {
	{ .name = "ARRAY_CONTAINS",
	  ARRAYS_WITH_NULL,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_contains,
	  .kernel = array_contains,
	  .syntax = "ARRAY_CONTAINS(array, element)",
	  .doc = "TRUE if the element (which may be NULL) is in the array.",
	  .example = "ARRAY_CONTAINS(ARRAY[1, 2], 2)",
	  .result = "true" },
	{ .name = "ARRAY_POSITION",
	  ARRAYS,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_position,
	  .kernel = array_position,
	  .syntax = "ARRAY_POSITION(array, element)",
	  .doc = "Where the element is, counted from 1; 0 when it is not there.",
	  .example = "ARRAY_POSITION(ARRAY[5, 6], 6)",
	  .result = "2" },
	{ .name = "ARRAY_MAX",
	  ARRAYS,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_extreme,
	  .kernel = array_max,
	  .syntax = "ARRAY_MAX(array)",
	  .doc = "The greatest element.",
	  .example = "ARRAY_MAX(ARRAY[3, 9, 1])",
	  .result = "9" },
	{ .name = "ARRAY_MIN",
	  ARRAYS,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_extreme,
	  .kernel = array_min,
	  .syntax = "ARRAY_MIN(array)",
	  .doc = "The least element.",
	  .example = "ARRAY_MIN(ARRAY[3, 9, 1])",
	  .result = "1" },
	{ .name = "ARRAY_JOIN",
	  ARRAYS,
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_join,
	  .kernel = array_join,
	  .syntax = "ARRAY_JOIN(array, delimiter[, replacement])",
	  .doc = "The texts joined; NULLs are left out or replaced.",
	  .example = "ARRAY_JOIN(ARRAY['a', 'b'], '-')",
	  .result = "\"a-b\"" },
	{ .name = "ARRAY_APPEND",
	  ARRAYS_WITH_NULL,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_change,
	  .kernel = array_append,
	  .syntax = "ARRAY_APPEND(array, element)",
	  .doc = "The array with an element behind the others.",
	  .example = "ARRAY_APPEND(ARRAY[1], 2)",
	  .result = "[1,2]" },
	{ .name = "ARRAY_PREPEND",
	  ARRAYS_WITH_NULL,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_change,
	  .kernel = array_prepend,
	  .syntax = "ARRAY_PREPEND(array, element)",
	  .doc = "The array with an element before the others.",
	  .example = "ARRAY_PREPEND(ARRAY[1], 0)",
	  .result = "[0,1]" },
	{ .name = "ARRAY_REMOVE",
	  ARRAYS_WITH_NULL,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_change,
	  .kernel = array_remove,
	  .syntax = "ARRAY_REMOVE(array, element)",
	  .doc = "The array without an element.",
	  .example = "ARRAY_REMOVE(ARRAY[1, 2, 1], 1)",
	  .result = "[2]" },
	{ .name = "ARRAY_REVERSE",
	  ARRAYS,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_same,
	  .kernel = array_reverse,
	  .syntax = "ARRAY_REVERSE(array)",
	  .doc = "The elements in reverse order.",
	  .example = "ARRAY_REVERSE(ARRAY[1, 2])",
	  .result = "[2,1]" },
	{ .name = "ARRAY_SLICE",
	  ARRAYS,
	  .min_args = 2,
	  .max_args = 3,
	  .bind = bind_same,
	  .kernel = array_slice,
	  .syntax = "ARRAY_SLICE(array, first[, last])",
	  .doc = "The elements from one place to another, counted from 1 or (negative) from the end.",
	  .example = "ARRAY_SLICE(ARRAY[1, 2, 3], 2, 3)",
	  .result = "[2,3]" },
	{ .name = "ARRAY_SORT",
	  ARRAYS,
	  .min_args = 1,
	  .max_args = 3,
	  .bind = bind_same,
	  .kernel = array_sort,
	  .syntax = "ARRAY_SORT(array[, ascending[, nulls_first]])",
	  .doc = "The elements in ascending (or descending) order.",
	  .example = "ARRAY_SORT(ARRAY[3, 1, 2])",
	  .result = "[1,2,3]" },
	{ .name = "ARRAY_DISTINCT",
	  ARRAYS,
	  .min_args = 1,
	  .max_args = 1,
	  .bind = bind_same,
	  .kernel = array_distinct,
	  .syntax = "ARRAY_DISTINCT(array)",
	  .doc = "Each element once.",
	  .example = "ARRAY_DISTINCT(ARRAY[1, 2, 1])",
	  .result = "[1,2]" },
	{ .name = "ARRAY_UNION",
	  ARRAYS,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_sets,
	  .kernel = array_union,
	  .syntax = "ARRAY_UNION(array1, array2)",
	  .doc = "The elements of both arrays, each once.",
	  .example = "ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])",
	  .result = "[1,2,3]" },
	{ .name = "ARRAY_INTERSECT",
	  ARRAYS,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_sets,
	  .kernel = array_intersect,
	  .syntax = "ARRAY_INTERSECT(array1, array2)",
	  .doc = "The elements that both arrays have, each once.",
	  .example = "ARRAY_INTERSECT(ARRAY[1, 2], ARRAY[2, 3])",
	  .result = "[2]" },
	{ .name = "ARRAY_EXCEPT",
	  ARRAYS,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_sets,
	  .kernel = array_except,
	  .syntax = "ARRAY_EXCEPT(array1, array2)",
	  .doc = "The elements of the first array that the second has not, each once.",
	  .example = "ARRAY_EXCEPT(ARRAY[1, 2], ARRAY[2])",
	  .result = "[1]" },
	{ .name = "ARRAY_CONCAT",
	  ARRAYS,
	  .min_args = 1,
	  .max_args = 255,
	  .bind = bind_sets,
	  .kernel = array_concat,
	  .syntax = "ARRAY_CONCAT(array1, ..)",
	  .doc = "The elements of all arrays.",
	  .example = "ARRAY_CONCAT(ARRAY[1], ARRAY[2])",
	  .result = "[1,2]" },
	{ .name = "SPLIT",
	  .group = "collection",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE | LEAT_FN_LEAT,
	  .min_args = 2,
	  .max_args = 2,
	  .bind = bind_split,
	  .kernel = split,
	  .syntax = "SPLIT(string, delimiter)",
	  .doc = "The parts of a text between delimiters.",
	  .example = "SPLIT('a,b', ',')",
	  .result = "[\"a\",\"b\"]" },
	{ .name = NULL },
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing values. */
#include "types/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "types/map_order_int.h"

int leat_bytes_compare(struct leat_str a, struct leat_str b)
{
	uint32_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

/* NaN is the largest. */
static int compare_f64(double a, double b)
{
	if (a < b)
		return -1;
	if (a > b)
		return 1;
	return isnan(a) - isnan(b);
}

/* Compare the children's ranges [a_begin, ..) and [b_begin, ..) element by element, then by
 * length. */
static int compare_lists(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                         uint32_t b_row, bool nulls_first)
{
	struct leat_list x = a->list[a_row], y = b->list[b_row];
	uint32_t count = x.count < y.count ? x.count : y.count;

	for (uint32_t i = 0; i < count; i++) {
		int order = leat_col_compare(&a->children[0], x.begin + i, &b->children[0],
		                             y.begin + i, nulls_first);
		if (order)
			return order;
	}
	return x.count < y.count ? -1 : x.count > y.count;
}

/* Maps have no order of their own: compare the sorted entries. */
static int compare_maps(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                        uint32_t b_row, bool nulls_first)
{
	uint32_t x_count = a->list[a_row].count, y_count = b->list[b_row].count;
	uint32_t *x = leat_map_order(a, a_row), *y = leat_map_order(b, b_row);
	uint32_t count = x_count < y_count ? x_count : y_count;
	int order = 0;

	for (uint32_t i = 0; i < count && order == 0; i++) {
		order = leat_col_compare(&a->children[0], x[i], &b->children[0], y[i], nulls_first);
		if (order == 0)
			order = leat_col_compare(&a->children[1], x[i], &b->children[1], y[i],
			                         nulls_first);
	}
	free(x);
	free(y);
	return order ? order : x_count < y_count ? -1 : x_count > y_count;
}

static int compare_fields(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                          uint32_t b_row, bool nulls_first)
{
	for (uint32_t i = 0; i < a->type->child_count; i++) {
		int order = leat_col_compare(&a->children[i], a_row, &b->children[i], b_row,
		                             nulls_first);
		if (order)
			return order;
	}
	return 0;
}

int leat_col_compare(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                     uint32_t b_row, bool nulls_first)
{
	bool a_null = leat_col_is_null(a, a_row), b_null = leat_col_is_null(b, b_row);

	if (a_null || b_null)
		return a_null == b_null ? 0 : a_null == nulls_first ? -1 : 1;
	switch (leat_type_phys(a->type)) {
	case LEAT_PHYS_BOOL:
		return a->boolean[a_row] - b->boolean[b_row];
	case LEAT_PHYS_I64:
		return a->i64[a_row] < b->i64[b_row] ? -1 : a->i64[a_row] > b->i64[b_row];
	case LEAT_PHYS_F64:
		return compare_f64(a->f64[a_row], b->f64[b_row]);
	case LEAT_PHYS_I128:
		return a->i128[a_row] < b->i128[b_row] ? -1 : a->i128[a_row] > b->i128[b_row];
	case LEAT_PHYS_BYTES:
		return leat_bytes_compare(a->bytes[a_row], b->bytes[b_row]);
	case LEAT_PHYS_LIST:
		return a->type->id == LEAT_ARRAY ? compare_lists(a, a_row, b, b_row, nulls_first)
		                                 : compare_maps(a, a_row, b, b_row, nulls_first);
	case LEAT_PHYS_ROW:
		return compare_fields(a, a_row, b, b_row, nulls_first);
	case LEAT_PHYS_NULL:
		return 0;
	}
	leat_unreachable();
}

bool leat_col_equal(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                    uint32_t b_row)
{
	bool a_null = leat_col_is_null(a, a_row), b_null = leat_col_is_null(b, b_row);

	if (a_null || b_null)
		return a_null == b_null;
	if (leat_type_phys(a->type) == LEAT_PHYS_BYTES) {
		struct leat_str x = a->bytes[a_row], y = b->bytes[b_row];
		return leat_str_equal(x, y);
	}
	return leat_col_compare(a, a_row, b, b_row, true) == 0;
}

int leat_rows_compare(const struct leat_order *order, uint32_t order_count,
                      const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                      uint32_t b_row)
{
	for (uint32_t i = 0; i < order_count; i++) {
		const struct leat_order *o = &order[i];
		/* Turning the order round turns the place of NULLs too. */
		int result = leat_col_compare(&a[o->col], a_row, &b[o->col], b_row,
		                              o->nulls_first != o->descending);
		if (result)
			return o->descending ? -result : result;
	}
	return 0;
}

/* ---- entries of maps ---- */

struct entry {
	const struct leat_col *col; /* The map. */
	uint32_t row;               /* In its children. */
};

static int by_entry(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int order = leat_col_compare(&a->col->children[0], a->row, &b->col->children[0], b->row,
	                             true);

	if (order)
		return order;
	return leat_col_compare(&a->col->children[1], a->row, &b->col->children[1], b->row, true);
}

uint32_t *leat_map_order(const struct leat_col *map, uint32_t row)
{
	struct leat_list list = map->list[row];
	struct entry *entries = leat_malloc(list.count * sizeof(*entries));
	uint32_t *rows = leat_malloc(list.count * sizeof(*rows));

	for (uint32_t i = 0; i < list.count; i++)
		entries[i] = (struct entry){ map, list.begin + i };
	qsort(entries, list.count, sizeof(*entries), by_entry);
	for (uint32_t i = 0; i < list.count; i++)
		rows[i] = entries[i].row;
	free(entries);
	return rows;
}

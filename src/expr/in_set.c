/* SPDX-License-Identifier: Apache-2.0 */
/* IN a list of constants: sorted once, searched per row. */
#include <stdlib.h>
#include <string.h>

#include "expr/kernel.h"
#include "expr/program_int.h"
#include "types/compare.h"

struct leat_in_set {
	struct leat_col values; /* The constants that are not NULL, ascending, each once. */
	uint32_t count;         /* How many. */
	bool has_null;          /* NULL was among them: what is not found is NULL. */
};

static int compare(const void *a, const void *b)
{
	return leat_col_compare(*(const struct leat_col *const *)a, 0,
	                        *(const struct leat_col *const *)b, 0, true);
}

const struct leat_in_set *leat_in_set_new(struct leat_arena *arena, const struct leat_expr *expr)
{
	struct leat_in_set *set = LEAT_ARENA_NEW(arena, struct leat_in_set);
	uint32_t constant_count = expr->arg_count - 1;
	const struct leat_col **sorted = LEAT_ARENA_ARRAY(arena, const struct leat_col *,
	                                                  constant_count);
	struct leat_col_builder *b = leat_col_builder_new(arena, expr->args[0]->type,
	                                                  constant_count);
	uint32_t count = 0;

	for (uint32_t i = 0; i < constant_count; i++) {
		const struct leat_col *constant = expr->args[i + 1]->constant;
		if (constant->type->id == LEAT_NULL || leat_col_is_null(constant, 0))
			set->has_null = true;
		else
			sorted[count++] = constant;
	}
	if (count)
		qsort(sorted, count, sizeof(*sorted), compare);
	for (uint32_t i = 0; i < count; i++)
		if (i == 0 || compare(&sorted[i - 1], &sorted[i]) != 0)
			leat_col_builder_append(b, sorted[i], 0, false);
	set->values = leat_col_builder_finish(b);
	set->count = leat_col_builder_rows(b);
	return set;
}

/* The first value not below: branch-free, as the outcome is not predictable. */
static bool has_i64(const struct leat_in_set *set, int64_t value)
{
	const int64_t *base = set->values.i64;

	for (uint32_t n = set->count; n > 1; n -= n / 2)
		base += base[n / 2] <= value ? n / 2 : 0;
	return set->count && *base == value;
}

static bool has(const struct leat_in_set *set, const struct leat_col *col, uint32_t row)
{
	uint32_t low = 0, high = set->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = leat_col_compare(&set->values, middle, col, row, true);
		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

void leat_in_set_run(const struct leat_in_set *set, const struct leat_col *value,
                     struct leat_sel sel, struct leat_out *out)
{
	bool fast = leat_type_phys(value->type) == LEAT_PHYS_I64;
	bool never = leat_type_phys(value->type) == LEAT_PHYS_NULL;

	LEAT_EACH_ROW(row, sel)
	{
		if (never || leat_col_is_null(value, row)) {
			leat_out_null(out, row);
			continue;
		}
		bool found = fast ? has_i64(set, value->i64[row]) : has(set, value, row);
		out->boolean[row] = found;
		if (!found && set->has_null)
			leat_out_null(out, row);
	}
}

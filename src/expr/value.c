/* SPDX-License-Identifier: Apache-2.0 */
/* Single values of columns. */
#include "expr/value.h"

#include <string.h>

static uint32_t child_columns(const struct leat_type *type)
{
	return type->id == LEAT_MULTISET ? 2 : type->child_count;
}

bool leat_value_same(const struct leat_col *a, uint32_t a_row, const struct leat_col *b,
                     uint32_t b_row)
{
	enum leat_phys phys = leat_type_phys(a->type);
	bool null = leat_col_is_null(a, a_row);

	if (null != leat_col_is_null(b, b_row))
		return false;
	if (null || phys == LEAT_PHYS_NULL)
		return true;
	if (phys == LEAT_PHYS_BYTES) {
		struct leat_str x = a->bytes[a_row], y = b->bytes[b_row];
		return leat_str_equal(x, y);
	}
	if (phys == LEAT_PHYS_ROW) {
		for (uint32_t i = 0; i < a->type->child_count; i++)
			if (!leat_value_same(&a->children[i], a_row, &b->children[i], b_row))
				return false;
		return true;
	}
	if (phys == LEAT_PHYS_LIST) {
		struct leat_list x = a->list[a_row], y = b->list[b_row];
		if (x.count != y.count)
			return false;
		for (uint32_t c = 0; c < child_columns(a->type); c++)
			for (uint32_t i = 0; i < x.count; i++)
				if (!leat_value_same(&a->children[c], x.begin + i, &b->children[c],
				                     y.begin + i))
					return false;
		return true;
	}
	size_t bytes = leat_phys_bytes(phys);
	return memcmp((const char *)a->data + a_row * bytes, (const char *)b->data + b_row * bytes,
	              bytes) == 0;
}

struct leat_col leat_col_repeat(struct leat_arena *arena, const struct leat_col *one,
                                uint32_t row_count)
{
	enum leat_phys phys = leat_type_phys(one->type);
	size_t bytes = leat_phys_bytes(phys);
	struct leat_col col = *one;

	if (one->nulls && one->nulls[0]) {
		uint8_t *nulls = leat_arena_alloc(arena, row_count);
		memset(nulls, 1, row_count);
		col.nulls = nulls;
	} else {
		col.nulls = NULL;
	}
	if (bytes && one->data) {
		char *data = leat_arena_alloc(arena, row_count * bytes);
		for (uint32_t row = 0; row < row_count; row++)
			memcpy(data + row * bytes, one->data, bytes);
		col.data = data;
	}
	if (phys == LEAT_PHYS_ROW) {
		struct leat_col *children = LEAT_ARENA_ARRAY(arena, struct leat_col,
		                                             one->type->child_count);
		for (uint32_t i = 0; i < one->type->child_count; i++)
			children[i] = leat_col_repeat(arena, &one->children[i], row_count);
		col.children = children;
	}
	return col;
}

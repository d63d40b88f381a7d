/* SPDX-License-Identifier: Apache-2.0 */
/* Columns that grow value by value.
 *
 * The arrays double inside the arena; what they leave behind goes with the arena.  The byte array
 * of NULLs is made when the first NULL comes.  A list is a range of the children's rows, and the
 * ranges follow each other without gaps, so cutting rows off the end cuts the children too. */
#include "leat/batch.h"

#include <string.h>

enum { CAPACITY_MIN = 64 };

struct leat_col_builder {
	struct leat_arena *arena;
	const struct leat_type *type;
	enum leat_phys phys;
	bool open;            /* Between begin and end. */
	uint8_t value_bytes;  /* Of one row of data; 0 when there is no array. */
	uint32_t row_count;   /* Complete values. */
	uint32_t capacity;    /* Rows that data and nulls hold. */
	uint32_t child_count; /* Builders in children. */
	uint8_t *nulls;       /* NULL while no row is. */
	union {
		void *data;
		uint8_t *boolean;
		int64_t *i64;
		double *f64;
		leat_i128 *i128;
		struct leat_str *bytes;
		struct leat_list *list;
	};
	struct leat_col_builder *children;
};

static void init(struct leat_col_builder *b, struct leat_arena *arena, const struct leat_type *type,
                 uint32_t capacity)
{
	enum leat_phys phys = leat_type_phys(type);

	*b = (struct leat_col_builder){
		.arena = arena,
		.type = type,
		.phys = phys,
		.value_bytes = leat_phys_bytes(phys),
		.child_count = type->child_count + (type->id == LEAT_MULTISET),
	};
	if (capacity) {
		b->capacity = capacity;
		b->data = leat_arena_alloc(arena, (size_t)capacity * b->value_bytes);
	}
	if (b->child_count == 0)
		return;
	b->children = leat_arena_alloc(arena, b->child_count * sizeof(*b->children));
	for (uint32_t i = 0; i < type->child_count; i++)
		init(&b->children[i], arena, type->children[i],
		     phys == LEAT_PHYS_ROW ? capacity : 0);
	if (type->id == LEAT_MULTISET)
		init(&b->children[1], arena, leat_type_basic(LEAT_INT), 0);
}

struct leat_col_builder *leat_col_builder_new(struct leat_arena *arena,
                                              const struct leat_type *type, uint32_t capacity_rows)
{
	struct leat_col_builder *b = leat_arena_alloc(arena, sizeof(*b));

	init(b, arena, type, capacity_rows);
	return b;
}

static void grow(struct leat_col_builder *b)
{
	uint32_t capacity = b->capacity ? b->capacity * 2 : CAPACITY_MIN;

	leat_assert(b->capacity <= UINT32_MAX / 2);
	void *data = leat_arena_alloc(b->arena, (size_t)capacity * b->value_bytes);
	if (b->row_count && b->value_bytes)
		memcpy(data, b->data, (size_t)b->row_count * b->value_bytes);
	b->data = data;
	if (b->nulls) {
		uint8_t *nulls = leat_arena_zalloc(b->arena, capacity);
		memcpy(nulls, b->nulls, b->row_count);
		b->nulls = nulls;
	}
	b->capacity = capacity;
}

static inline void make_room(struct leat_col_builder *b)
{
	leat_dassert(!b->open);
	if (LEAT_UNLIKELY(b->row_count == b->capacity))
		grow(b);
	if (b->nulls)
		b->nulls[b->row_count] = 0;
}

void leat_col_builder_null(struct leat_col_builder *b)
{
	make_room(b);
	if (!b->nulls)
		b->nulls = leat_arena_zalloc(b->arena, b->capacity);
	b->nulls[b->row_count] = 1;
	if (b->phys == LEAT_PHYS_LIST)
		/* The ranges stay without gaps. */
		b->list[b->row_count] = (struct leat_list){ b->children[0].row_count, 0 };
	else if (b->phys == LEAT_PHYS_ROW)
		for (uint32_t i = 0; i < b->child_count; i++)
			leat_col_builder_null(&b->children[i]);
	else if (b->value_bytes)
		memset((char *)b->data + (size_t)b->row_count * b->value_bytes, 0, b->value_bytes);
	b->row_count++;
}

void leat_col_builder_bool(struct leat_col_builder *b, bool value)
{
	leat_dassert(b->phys == LEAT_PHYS_BOOL);
	make_room(b);
	b->boolean[b->row_count++] = value;
}

void leat_col_builder_i64(struct leat_col_builder *b, int64_t value)
{
	leat_dassert(b->phys == LEAT_PHYS_I64);
	make_room(b);
	b->i64[b->row_count++] = value;
}

void leat_col_builder_f64(struct leat_col_builder *b, double value)
{
	leat_dassert(b->phys == LEAT_PHYS_F64);
	make_room(b);
	b->f64[b->row_count++] = value;
}

void leat_col_builder_i128(struct leat_col_builder *b, leat_i128 value)
{
	leat_dassert(b->phys == LEAT_PHYS_I128);
	make_room(b);
	b->i128[b->row_count++] = value;
}

void leat_col_builder_bytes(struct leat_col_builder *b, struct leat_str value)
{
	leat_dassert(b->phys == LEAT_PHYS_BYTES);
	make_room(b);
	b->bytes[b->row_count++] = value;
}

void leat_col_builder_copy_bytes(struct leat_col_builder *b, struct leat_str value)
{
	leat_dassert(b->phys == LEAT_PHYS_BYTES);
	make_room(b);
	char *copy = leat_arena_alloc(b->arena, value.n);
	if (value.n)
		memcpy(copy, value.p, value.n);
	b->bytes[b->row_count++] = (struct leat_str){ copy, value.n };
}

void leat_col_builder_begin(struct leat_col_builder *b)
{
	leat_dassert(b->phys == LEAT_PHYS_LIST || b->phys == LEAT_PHYS_ROW);
	make_room(b);
	b->open = true;
	if (b->phys == LEAT_PHYS_LIST)
		b->list[b->row_count].begin = b->children[0].row_count;
}

struct leat_col_builder *leat_col_builder_child(struct leat_col_builder *b, uint32_t index)
{
	leat_dassert(index < b->child_count);
	return &b->children[index];
}

void leat_col_builder_end(struct leat_col_builder *b)
{
	leat_dassert(b->open);
	b->open = false;
	if (b->phys == LEAT_PHYS_LIST) {
		struct leat_list *list = &b->list[b->row_count];
		list->count = b->children[0].row_count - list->begin;
		leat_assert(b->child_count == 1 ||
		            b->children[1].row_count == b->children[0].row_count);
	} else {
		for (uint32_t i = 0; i < b->child_count; i++)
			leat_assert(b->children[i].row_count == b->row_count + 1);
	}
	b->row_count++;
}

static void append_children(struct leat_col_builder *b, const struct leat_col *col, uint32_t row,
                            bool copy_bytes)
{
	leat_col_builder_begin(b);
	if (b->phys == LEAT_PHYS_ROW) {
		for (uint32_t i = 0; i < b->child_count; i++)
			leat_col_builder_append(&b->children[i], &col->children[i], row,
			                        copy_bytes);
	} else {
		struct leat_list list = col->list[row];
		for (uint32_t i = 0; i < b->child_count; i++)
			for (uint32_t k = 0; k < list.count; k++)
				leat_col_builder_append(&b->children[i], &col->children[i],
				                        list.begin + k, copy_bytes);
	}
	leat_col_builder_end(b);
}

void leat_col_builder_append(struct leat_col_builder *b, const struct leat_col *col, uint32_t row,
                             bool copy_bytes)
{
	leat_dassert(b->phys == leat_type_phys(col->type));
	if (leat_col_is_null(col, row)) {
		leat_col_builder_null(b);
		return;
	}
	switch (b->phys) {
	case LEAT_PHYS_BOOL:
		leat_col_builder_bool(b, col->boolean[row]);
		return;
	case LEAT_PHYS_I64:
		leat_col_builder_i64(b, col->i64[row]);
		return;
	case LEAT_PHYS_F64:
		leat_col_builder_f64(b, col->f64[row]);
		return;
	case LEAT_PHYS_I128:
		leat_col_builder_i128(b, col->i128[row]);
		return;
	case LEAT_PHYS_BYTES:
		if (copy_bytes)
			leat_col_builder_copy_bytes(b, col->bytes[row]);
		else
			leat_col_builder_bytes(b, col->bytes[row]);
		return;
	case LEAT_PHYS_LIST:
	case LEAT_PHYS_ROW:
		append_children(b, col, row, copy_bytes);
		return;
	case LEAT_PHYS_NULL:
		leat_col_builder_null(b);
		return;
	}
}

uint32_t leat_col_builder_rows(const struct leat_col_builder *b)
{
	return b->row_count;
}

const struct leat_type *leat_col_builder_type(const struct leat_col_builder *b)
{
	return b->type;
}

void leat_col_builder_truncate(struct leat_col_builder *b, uint32_t rows)
{
	leat_assert(rows <= b->row_count);
	b->open = false;
	b->row_count = rows;
	uint32_t child_rows = rows;
	if (b->phys == LEAT_PHYS_LIST)
		child_rows = rows ? b->list[rows - 1].begin + b->list[rows - 1].count : 0;
	/* A value that was open may have left rows in some of the children. */
	for (uint32_t i = 0; i < b->child_count; i++)
		leat_col_builder_truncate(&b->children[i], child_rows);
}

struct leat_col leat_col_builder_finish(struct leat_col_builder *b)
{
	struct leat_col col = { .type = b->type, .nulls = b->nulls, .data = b->data };

	leat_assert(!b->open);
	if (b->child_count) {
		struct leat_col *children = leat_arena_alloc(b->arena,
		                                             b->child_count * sizeof(*children));
		for (uint32_t i = 0; i < b->child_count; i++)
			children[i] = leat_col_builder_finish(&b->children[i]);
		col.children = children;
	}
	return col;
}
